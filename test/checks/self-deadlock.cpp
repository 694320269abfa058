// RUN: %check_async async-self-deadlock %s

#include "locks.h"
#include "task.h"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <thread>
#include <vector>

std::mutex m, n;
std::recursive_mutex again;
std::shared_mutex rw;
std::condition_variable cv;
maple::mutex async_lock;
bool c();
template <class... Tasks> task<> when_all(Tasks... tasks);
using Lk = std::unique_lock<std::mutex>;

void directly() {
  std::lock_guard first(m);
  std::lock_guard second(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is locked again by the thread that holds it, which then blocks indefinitely [async-self-deadlock]
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
}
void by_hand() {
  m.lock();
  m.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is locked again by the thread that holds it
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
}
void writer_under_reader() {
  std::shared_lock first(rw);
  std::unique_lock second(rw);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rw' is locked again by the thread that holds it
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'rw' is locked here
}
task<> in_a_coroutine() {
  auto first = co_await async_lock.scoped_lock();
  auto second = co_await async_lock.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'async_lock' is locked again by the task that holds it, which then waits for itself indefinitely [async-self-deadlock]
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'async_lock' is locked here
}

struct cache {
  std::mutex mutex;
  maple::mutex async_mutex;
  std::vector<cache> children;
  std::shared_ptr<cache> parent;

  void report() { std::lock_guard guard(mutex); }
  void log() { report(); }
  void clear() {
    std::lock_guard guard(mutex);
    log();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'log' can lock 'cache::mutex', which is still held here, and then this thread blocks indefinitely [async-self-deadlock]
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: 'cache::mutex' is locked here
    // CHECK-MESSAGES: :[[@LINE-6]]:16: note: 'log' calls 'report' here
    // CHECK-MESSAGES: :[[@LINE-8]]:19: note: it is locked again here
  }
  void after() {
    { std::lock_guard guard(mutex); }
    report();
  }
  void other(cache &another) {
    std::lock_guard guard(mutex);
    another.report();
    for (cache &child : children)
      child.report();
    parent->report();
  }
  void unlocked() {
    Lk guard(mutex);
    guard.unlock();
    report();
  }
  void perhaps() {
    Lk guard(mutex, std::defer_lock);
    if (c())
      guard.lock();
    report();
  }
  void tries() {
    std::lock_guard guard(mutex);
    if (mutex.try_lock())
      mutex.unlock();
  }
  void starts() {
    std::lock_guard guard(mutex);
    std::thread([this] { report(); }).detach();
  }

  task<> store(int) { auto guard = co_await async_mutex.scoped_lock(); }
  task<> refresh() {
    auto guard = co_await async_mutex.scoped_lock();
    co_await store(1);
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'store' can lock 'cache::async_mutex', which is still held here, and then this task waits for itself indefinitely [async-self-deadlock]
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: 'cache::async_mutex' is locked here
    // CHECK-MESSAGES: :[[@LINE-6]]:23: note: it is locked again here
  }
  task<> children_of_it() {
    auto guard = co_await async_mutex.scoped_lock();
    co_await when_all(store(1), store(2));
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'store' can lock 'cache::async_mutex'
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: 'cache::async_mutex' is locked here
    // CHECK-MESSAGES: :[[@LINE-13]]:23: note: it is locked again here
    // CHECK-MESSAGES: :[[@LINE-4]]:33: warning: 'store' can lock 'cache::async_mutex'
    // CHECK-MESSAGES: :[[@LINE-6]]:5: note: 'cache::async_mutex' is locked here
    // CHECK-MESSAGES: :[[@LINE-16]]:23: note: it is locked again here
  }
  task<> lets_go() {
    { auto guard = co_await async_mutex.scoped_lock(); }
    co_await store(1);
  }
  task<> only_makes() {
    auto later = store(1);
    { auto guard = co_await async_mutex.scoped_lock(); }
    co_await std::move(later);
  }
  task<> makes_and_waits() {
    auto later = store(1);
    auto guard = co_await async_mutex.scoped_lock();
    co_await std::move(later);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'store' can lock 'cache::async_mutex'
    // CHECK-MESSAGES: :[[@LINE-3]]:5: note: 'cache::async_mutex' is locked here
    // CHECK-MESSAGES: :[[@LINE-33]]:23: note: it is locked again here
  }
};

// By a parameter, a local reference, a lambda, a destructor.
void locks(std::mutex &x) { std::lock_guard guard(x); }
void by_parameter() {
  std::lock_guard guard(m);
  locks(n);
  locks(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'locks' can lock 'm'
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :[[@LINE-7]]:29: note: it is locked again here
}
void by_reference() {
  auto &same = m;
  std::lock_guard guard(same);
  std::lock_guard second(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is locked again by the thread that holds it
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
}
void by_lambda() {
  std::lock_guard guard(m);
  auto inner = [] { std::lock_guard guard(m); };
  inner();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'inner' can lock 'm', which is still held here, and then this thread blocks indefinitely [async-self-deadlock]
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :[[@LINE-4]]:21: note: it is locked again here
}
void again_by_recursion(int n) {
  static std::mutex of_this_function;
  std::lock_guard guard(of_this_function);
  if (n)
    again_by_recursion(n - 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'again_by_recursion' can lock 'of_this_function'
    // CHECK-MESSAGES: :[[@LINE-4]]:3: note: 'of_this_function' is locked here
    // CHECK-MESSAGES: :[[@LINE-5]]:3: note: it is locked again here
}
struct flushes {
  ~flushes() { std::lock_guard guard(m); }
};
void by_destructor() {
  std::lock_guard guard(m);
  flushes f;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the destructor of 'flushes' can lock 'm', which is still held here, and then this thread blocks indefinitely [async-self-deadlock]
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :[[@LINE-7]]:16: note: it is locked again here
}
void destroyed_after() {
  flushes f;
  std::lock_guard guard(m);
}

// By a guard that somebody else makes, or that gets its lock later.
Lk locked() { return Lk(m); }
Lk locked_as_local() {
  Lk guard(m);
  return guard;
}
struct session {
  std::lock_guard<std::mutex> guard;
  explicit session(cache &c) : guard(c.mutex) {}
};
std::mutex &accessor() {
  static std::mutex x;
  return x;
}
void by_function() {
  auto guard = locked();
  locks(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'locks' can lock 'm'
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :29: note: it is locked again here
}
void twice_by_function() {
  std::lock_guard first(m);
  auto second = locked();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is locked again by the thread that holds it
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
}
void once_for_a_local() {
  std::lock_guard first(m);
  auto second = locked_as_local();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'locked_as_local' can lock 'm'
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :3: note: it is locked again here
}
void by_class(cache &c) {
  session s(c);
  c.report();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'report' can lock 'cache::mutex'
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'cache::mutex' is locked here
  // CHECK-MESSAGES: :19: note: it is locked again here
}
void of_another(cache &c, cache &d) {
  session s(c);
  d.report();
}
void by_optional() {
  std::optional<std::lock_guard<std::mutex>> guard;
  guard.emplace(m);
  locks(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'locks' can lock 'm'
  // CHECK-MESSAGES: :[[@LINE-4]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :29: note: it is locked again here
}
void by_accessor() {
  std::lock_guard first(accessor());
  std::lock_guard second(accessor());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'x' is locked again by the thread that holds it
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'x' is locked here
}
void by_predicate() {
  Lk guard(m);
  cv.wait(guard, [] {
    // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the lambda can lock 'm', which is still held here
    // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
    // CHECK-MESSAGES: :[[@LINE+1]]:5: note: it is locked again here
    std::lock_guard again(m);
    return c();
  });
  cv.wait(guard, [] { return c(); });
}
void other_guard_now(bool b) {
  Lk guard(m);
  if (b)
    guard = Lk(n);
  locks(n);
}
task<> when_all_of(std::vector<task<>> tasks);
struct many : cache {
  task<> several() {
    auto guard = co_await async_mutex.scoped_lock();
    std::vector<task<>> tasks;
    for (int i = 0; i < 3; ++i)
      tasks.push_back(store(i));
    co_await when_all_of(std::move(tasks));
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'store' can lock 'cache::async_mutex'
    // CHECK-MESSAGES: :[[@LINE-6]]:5: note: 'cache::async_mutex' is locked here
    // CHECK-MESSAGES: :23: note: it is locked again here
  }
  task<> after_it() {
    std::vector<task<>> tasks;
    tasks.push_back(store(1));
    { auto guard = co_await async_mutex.scoped_lock(); }
    co_await when_all_of(std::move(tasks));
  }
};

// Whether the callee locks is up to a parameter.
void unless_locked(bool locked) {
  if (!locked)
    m.lock();
  c();
  if (!locked)
    m.unlock();
}
void says_that_it_has_it() {
  std::lock_guard guard(m);
  unless_locked(true);
}
void does_not_say_so() {
  std::lock_guard guard(m);
  unless_locked(false);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'unless_locked' can lock 'm'
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :5: note: it is locked again here
}
void computes_it(bool b) {
  std::lock_guard guard(m);
  unless_locked(b || c());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'unless_locked' can lock 'm'
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :5: note: it is locked again here
}
void by_default(bool locked = true) {
  if (locked)
    return;
  std::lock_guard guard(m);
}
void hands_it_on(bool has_lock) { unless_locked(has_lock); }
void calls_under_a_condition(bool lock_it) {
  if (lock_it)
    locks(m);
}
void two_calls_away() {
  std::lock_guard guard(m);
  by_default();
  hands_it_on(true);
  calls_under_a_condition(false);
  calls_under_a_condition(true);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'calls_under_a_condition' can lock 'm'
  // CHECK-MESSAGES: :[[@LINE-6]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :5: note: 'calls_under_a_condition' calls 'locks' here
  // CHECK-MESSAGES: :29: note: it is locked again here
}
void changes_its_mind(bool locked) {
  locked = locked && c();
  if (!locked)
    m.lock();
}
void cannot_know() {
  std::lock_guard guard(m);
  changes_its_mind(true);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'changes_its_mind' can lock 'm'
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :5: note: it is locked again here
}
void also_in_any_case(bool locked) {
  unless_locked(locked);
  std::lock_guard guard(m);
}
void in_any_case() {
  std::lock_guard guard(m);
  also_in_any_case(true);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'also_in_any_case' can lock 'm'
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: 'm' is locked here
  // CHECK-MESSAGES: :3: note: it is locked again here
}

// ---- silent

void recursive() {
  std::lock_guard first(again);
  std::lock_guard second(again);
}
void readers() {
  std::shared_lock first(rw);
  std::shared_lock second(rw);
}
void waits() {
  Lk guard(m);
  cv.wait(guard);
}
void adopted() {
  m.lock();
  std::lock_guard guard(m, std::adopt_lock);
}
void two_elements(std::vector<cache> &v) {
  std::lock_guard first(v[0].mutex);
  std::lock_guard second(v[1].mutex);
}
struct node {
  std::mutex mutex;
  node *next;
};
void hand_over_hand(node *n) {
  n->mutex.lock();
  for (node *next = n->next; next; next = next->next) {
    next->mutex.lock();
    n->mutex.unlock();
    n = next;
  }
  n->mutex.unlock();
}
void from_callers(Lk guard) { locks(m); }
// Called with the lock, as its name says, it never takes it.
struct split {
  std::mutex mutex;
  void both() { std::lock_guard guard(mutex); locked(); }
  void locked() {}
};

// Unlocked for a while by an object, a scope guard, or an operation that is awaited.
template <class L> struct reverse_lock {
  L &lock;
  explicit reverse_lock(L &l) : lock(l) { lock.unlock(); }
  ~reverse_lock() { lock.lock(); }
};
template <class F> struct scope_exit {
  F f;
  explicit scope_exit(F g) : f(g) {}
  ~scope_exit() { f(); }
};
struct unlocks {
  std::mutex mutex;
  void takes() { std::lock_guard guard(mutex); }
  void of_a_guard() {
    std::unique_lock guard(mutex);
    reverse_lock unlocked(guard);
    takes();
  }
  void of_a_lock() {
    mutex.lock();
    {
      reverse_lock<std::mutex> unlocked(mutex);
      takes();
    }
    mutex.unlock();
  }
  void at_scope_exit() {
    mutex.lock();
    { scope_exit unlock{[&] { mutex.unlock(); }}; }
    takes();
  }
};
template <class T> struct registry_of {
  static std::mutex mutex;
  static void add() { std::lock_guard guard(mutex); }
  template <class U> static void both() {
    std::lock_guard guard(mutex);
    registry_of<U>::add();
  }
};
template <class T> std::mutex registry_of<T>::mutex;
void of_two_types() { registry_of<int>::both<double>(); }
struct hands_on {
  maple::mutex mutex;
  struct operation {
    hands_on &self; // unlocks in await_suspend
    bool await_ready() noexcept;
    void await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume() noexcept;
  };
  task<> wakes() { auto guard = co_await mutex.scoped_lock(); }
  task<> waits() {
    co_await mutex.lock();
    co_await operation{*this};
    co_await wakes();
  }
  bool tries() {
    if (!mutex.try_lock())
      return false;
    maple::mutex_guard guard{mutex}; // takes over what was tried
    return true;
  }
};

// A lock made of a lock: its operations take the one inside.
struct made_of_a_lock {
  std::mutex inner;
  bool locked = false;
  void lock() { std::lock_guard guard(inner); locked = true; }
  void unlock() { std::lock_guard guard(inner); locked = false; }
  bool try_lock() { std::lock_guard guard(inner); return !locked; }
};
void uses(made_of_a_lock &m) {
  while (!m.try_lock())
    c();
  m.unlock();
}

// Guards of the user's own: what their constructors do is in sight.
struct own_mutex {
  void lock();
  void unlock();
};
class not_copied {
protected:
  not_copied() {}
  not_copied(const not_copied &) = delete;
};
class own_guard : not_copied {
public:
  enum adopt_t { adopt };
  enum defer_t { defer };
  explicit own_guard(own_mutex &m) : m_(m), owns_(true) { m_.lock(); }
  own_guard(own_mutex &m, adopt_t) : m_(m), owns_(true) {}
  own_guard(const own_guard &) = delete;
  own_guard(own_mutex &m, defer_t) : m_(m), owns_(false) {}
  ~own_guard() {
    if (owns_)
      m_.unlock();
  }

private:
  own_mutex &m_;
  bool owns_;
};
template <class Mutex> class member_guards {
public:
  class guard : not_copied {
  public:
    enum adopt_t { adopt };
    guard(member_guards &m, adopt_t) : m_(m), owns_(m.enabled_) {}
    explicit guard(member_guards &m) : m_(m), owns_(true) { m_.lock(); }
    ~guard() {
      if (owns_)
        m_.unlock();
    }

  private:
    member_guards &m_;
    bool owns_;
  };
  void lock() { inner_.lock(); }
  void unlock() { inner_.unlock(); }

private:
  Mutex inner_;
  bool enabled_ = true;
};
member_guards<std::mutex> with_guards;
void adopted_by_member_class() {
  with_guards.lock();
  member_guards<std::mutex>::guard guard(with_guards, member_guards<std::mutex>::guard::adopt);
}
class unlocks_at_end {
public:
  explicit unlocks_at_end(own_mutex &m) : m_(m) {}
  unlocks_at_end(const unlocks_at_end &) = delete;
  ~unlocks_at_end() { m_.unlock(); }

private:
  own_mutex &m_;
};
own_mutex owned;
void adopted_by_own_tag() {
  owned.lock();
  own_guard guard(owned, own_guard::adopt);
}
void adopted_by_design() {
  owned.lock();
  unlocks_at_end at_end(owned);
}
void deferred_by_own_tag() {
  own_guard first(owned, own_guard::defer);
  own_guard second(owned);
}
void adopted_and_locked_again() {
  owned.lock();
  own_guard first(owned, own_guard::adopt);
  own_guard second(owned);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'owned' is locked again by the thread that holds it, which then blocks indefinitely
}
// A lock around a recursive one.
namespace around {
template <class Mutex> struct counted {
  void lock() { mutex.lock(); ++taken; }
  void unlock() { --taken; mutex.unlock(); }
  Mutex mutex;
  int taken = 0;
};
counted<std::recursive_mutex> inner;
void again() {
  std::lock_guard x(inner);
  std::lock_guard y(inner);
}
} // namespace around
// A lock that remembers its owner: one counts when that comes again, one does not.
namespace owned_by_chain {
class counting {
  void *owner_ = nullptr;
  int count_ = 0;

public:
  struct guard {
    counting *m;
    explicit guard(counting *m) : m(m) {}
    guard(const guard &) = delete;
    ~guard() { m->unlock(); }
  };
  struct awaiter {
    counting *m;
    bool await_ready() { return false; }
    bool await_suspend(std::coroutine_handle<> h) { return !m->try_lock(h.address()); }
    guard await_resume() { return guard(m); }
  };
  awaiter lock() { return {this}; }
  void unlock();
  bool try_lock(void *who) {
    if (owner_ == nullptr) {
      owner_ = who;
      ++count_;
      return true;
    }
    if (owner_ == who) {
      ++count_;
      return true;
    }
    return false;
  }
};
class refusing {
  void *owner_ = nullptr;
  int count_ = 0, refused_ = 0;

public:
  struct guard {
    refusing *m;
    explicit guard(refusing *m) : m(m) {}
    guard(const guard &) = delete;
    ~guard() { m->unlock(); }
  };
  struct awaiter {
    refusing *m;
    bool await_ready() { return false; }
    bool await_suspend(std::coroutine_handle<> h) { return !m->try_lock(h.address()); }
    guard await_resume() { return guard(m); }
  };
  awaiter lock() { return {this}; }
  void unlock();
  bool try_lock(void *who) {
    if (owner_ == nullptr) {
      owner_ = who;
      ++count_;
      return true;
    }
    return false;
  }
};
counting twice_is_fine;
refusing once;
task<> again() {
  auto first = co_await twice_is_fine.lock();
  auto second = co_await twice_is_fine.lock();
}
task<> waits_for_itself() {
  auto first = co_await once.lock();
  auto second = co_await once.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'owned_by_chain::once' is locked again by the task that holds it
}
} // namespace owned_by_chain
