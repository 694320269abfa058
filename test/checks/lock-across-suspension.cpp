// RUN: %check_async async-lock-across-suspension %s

#include "locks.h"
#include "task.h"

#include <atomic>
#include <condition_variable>
#include <coroutine>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>

std::mutex m, other;
std::shared_mutex rw;
std::condition_variable cv;
maple::mutex async_lock;
bool c();
void g();
task<> work();
task<int> number();
task<> wait_on(std::unique_lock<std::mutex> &);
std::unique_lock<std::mutex> get_lock();
using Lk = std::unique_lock<std::mutex>;

struct ready {
  bool await_ready() const noexcept { return true; }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  int await_resume() const noexcept { return 1; }
};
struct perhaps_ready {
  bool await_ready() const noexcept { return c(); }
  void await_suspend(std::coroutine_handle<>) const noexcept {}
  int await_resume() const noexcept { return 1; }
};
struct entry {
  std::lock_guard<std::mutex> guard;
  int value;
};

// What the two existing checks miss, each for a reason of its own.

task<> deduced() {
  std::lock_guard guard(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'm' is still held where this coroutine suspends, so a thread that wants it blocks until the coroutine resumes [async-lock-across-suspension]
  // CHECK-MESSAGES: :[[@LINE+1]]:3: note: the coroutine suspends here, and may unlock on another thread after it resumes
  co_await work();
}

task<> by_alias() {
  Lk guard(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'm' is still held
  co_await work();
}

task<> by_auto() {
  auto guard = std::unique_lock(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'm' is still held
  co_await work();
}

task<> from_a_function() {
  auto guard = get_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: a thread lock is still held
  co_await work();
}

task<> in_an_if_initializer() {
  if (std::lock_guard guard(m); c())
    // CHECK-MESSAGES: :[[@LINE-1]]:23: warning: 'm' is still held
    co_await work();
}

task<> in_an_initializer() {
  std::scoped_lock guard(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'm' is still held
  int x = co_await number();
  (void)x;
}

task<> by_hand() {
  m.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is still held
  co_await work();
  m.unlock();
}

task<> tried() {
  if (m.try_lock()) {
    // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: 'm' is still held
    co_await work();
    m.unlock();
  }
}

task<> in_a_member() {
  entry held{std::lock_guard<std::mutex>(m), 1};
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: 'm' is still held
  co_await work();
}

task<> on_the_heap() {
  auto guard = std::make_unique<std::lock_guard<std::mutex>>(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'm' is still held
  co_await work();
}

task<> for_readers() {
  std::shared_lock guard(rw);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'rw' is still held where this coroutine suspends, so a thread that wants it exclusively blocks until the coroutine resumes
  co_await work();
}

task<> on_some_path() {
  Lk guard(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: 'm' is still held on some path where this coroutine suspends
  if (c())
    guard.unlock();
  // CHECK-MESSAGES: :[[@LINE+1]]:3: note: on some path the coroutine suspends here with the lock held
  co_await work();
}

task<> taken_again() {
  Lk guard(m, std::defer_lock);
  co_await work();
  guard.lock();
  // CHECK-MESSAGES: :[[@LINE-3]]:6: warning: 'm' is still held
  co_await work();
}

task<> perhaps() {
  std::lock_guard guard(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'm' is still held
  (void)co_await perhaps_ready{};
}

task<> once_for_each_lock() {
  std::scoped_lock both(m, other);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'm' is still held
  co_await work();
  co_await work();
}

template <class Lock> task<> in_a_template(Lock &lock) {
  std::lock_guard<Lock> guard(lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'lock' is still held
  co_await work();
}
task<> instances() {
  co_await in_a_template(m);
  co_await in_a_template(rw);
}

auto in_a_lambda = []() -> task<> {
  std::lock_guard guard(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'm' is still held
  co_await work();
};

#define SYNCHRONIZED(lock) std::lock_guard guard_(lock)
task<> by_a_macro() {
  SYNCHRONIZED(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is still held
  co_await work();
}

// Where the existing checks cry wolf.

task<> unlocked() {
  Lk guard(m);
  g();
  guard.unlock();
  co_await work();
}

task<> deferred() {
  Lk guard(m, std::defer_lock);
  co_await work();
  guard.lock();
}

task<> released() {
  Lk guard(m);
  guard.release()->unlock();
  co_await work();
}

task<> not_yet() {
  co_await work();
  std::lock_guard guard(m);
}

task<> in_an_inner_scope() {
  {
    std::lock_guard guard(m);
    g();
  }
  co_await work();
}

task<> never_suspends() {
  std::lock_guard guard(m);
  co_await std::suspend_never{};
  (void)co_await ready{};
}

task<> for_coroutines() {
  auto guard = co_await async_lock.scoped_lock();
  co_await work();
}

task<> a_condition_that_releases_it() {
  Lk guard(m);
  co_await wait_on(guard);
}

task<> handed_over(void (*keep)(Lk)) {
  Lk guard(m);
  keep(std::move(guard));
  co_await work();
}

task<> the_lambda_suspends_later() {
  std::lock_guard guard(m);
  auto later = []() -> task<> { co_await work(); };
  (void)later;
  co_return;
}

void no_coroutine() {
  std::lock_guard guard(m);
  g();
}

task<> not_taken() {
  Lk guard(m, std::try_to_lock);
  if (!guard)
    co_await work();
}

task<> on_purpose() {
  std::lock_guard guard(m); // NOLINT(async-lock-across-suspension)
  co_await work();
}

// Tests of one condition agree.

task<> lock_and_unlock_agree(bool b) {
  if (b)
    m.lock();
  g();
  if (b)
    m.unlock();
  co_await work();
}

task<> not_where_it_waits(bool b) {
  Lk guard(m, std::defer_lock);
  if (b)
    guard.lock();
  if (!b)
    co_await work();
}

task<> locked_where_it_waits(bool b) {
  if (b)
    m.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is still held
  g();
  if (b)
    // CHECK-MESSAGES: :[[@LINE+1]]:5: note: the coroutine suspends here, and may unlock on another thread after it resumes
    co_await work();
  if (b)
    m.unlock();
}

task<> unlocked_on_the_other_path(bool b) {
  m.lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'm' is still held
  if (b)
    m.unlock();
  // CHECK-MESSAGES: :[[@LINE+1]]:3: note: on some path the coroutine suspends here with the lock held
  co_await work();
  if (b)
    m.lock();
  m.unlock();
}

task<> other_conditions(bool b) {
  if (b)
    m.lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'm' is still held
  if (c())
    m.unlock();
  // CHECK-MESSAGES: :[[@LINE+1]]:3: note: on some path the coroutine suspends here with the lock held
  co_await work();
}

// Shapes that are no guard, or no lock.
class lock_with_state { // a lock for coroutines whose destructor checks its state
public:
  ~lock_with_state();
  task<> lock(int);
  void unlock();
  bool free();

private:
  std::mutex m_;
};
task<> local_lock() {
  lock_with_state l;
  co_await l.lock(3);
  co_await work();
  l.unlock();
}
class pool : public std::enable_shared_from_this<pool> { // its destructor unlocks only its own local guard
public:
  ~pool() { stop(); }
  void stop() {
    std::unique_lock<std::mutex> l(m_);
    l.unlock();
  }

private:
  std::mutex m_;
};
task<> counted(std::shared_ptr<pool> self) {
  co_await work();
  self->stop();
}
class handing_over { // takes the guard over, and unlocks it when it is suspended
public:
  explicit handing_over(std::unique_lock<std::mutex> &l) : l_(std::move(l)) {}
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<>) { auto unlocks = std::move(l_); }
  void await_resume() {}

private:
  std::unique_lock<std::mutex> l_;
};
task<> waits_in_turn(lock_with_state &l) {
  for (;;) {
    std::unique_lock<std::mutex> guard(m);
    if (l.free())
      break;
    co_await handing_over(guard);
  }
}
class null_mutex {
public:
  void lock() {}
  void unlock() {}
};
class flag_mutex {
public:
  void lock() {
    if (locked_)
      __builtin_trap();
    locked_ = true;
  }
  void unlock() { locked_ = false; }

private:
  bool locked_ = false;
};
class spin_mutex {
public:
  void lock() {
    while (flag_.test_and_set()) {
    }
  }
  void unlock() { flag_.clear(); }

private:
  std::atomic_flag flag_;
};
task<> flags_in_the_shape_of_locks(null_mutex &none, flag_mutex &flag) {
  std::lock_guard first(none);
  std::lock_guard second(flag);
  co_await work();
}
task<> spins(spin_mutex &spin) {
  std::lock_guard guard(spin);
  // CHECK-MESSAGES: :[[@LINE-1]]:19: warning: 'spin' is still held
  // CHECK-MESSAGES: :[[@LINE+1]]:3: note: the coroutine suspends here, and may unlock on another thread after it resumes
  co_await work();
}

// What unlocks is written elsewhere: nobody knows, so nothing is said.
template <class F> struct finally {
  F f;
  ~finally() { f(); }
};
template <class F> finally(F) -> finally<F>;
struct store {
  std::mutex a;
  void release() { a.unlock(); }
  task<> by_scope_guard() {
    {
      a.lock();
      finally at_end{[this] { a.unlock(); }};
      g();
    }
    co_await work();
  }
  task<> by_named_lambda() {
    a.lock();
    auto unlocks = [this] { a.unlock(); };
    unlocks();
    co_await work();
  }
  task<> by_own_function() {
    a.lock();
    release();
    co_await work();
  }
  task<> by_lambda_on_guard() {
    std::unique_lock guard(a);
    auto unlocks = [&] { guard.unlock(); };
    unlocks();
    co_await work();
  }
  task<> emptied() {
    auto guard = std::make_unique<std::lock_guard<std::mutex>>(a);
    guard = nullptr;
    co_await work();
    std::optional<std::lock_guard<std::mutex>> other(std::in_place, a);
    other = std::nullopt;
    co_await work();
  }
  void locks_and_unlocks() {
    a.lock();
    a.unlock();
  }
};
struct copied_guard { // its author has forgotten to delete the copy constructor
  std::mutex &m;
  explicit copied_guard(std::mutex &m) : m(m) { m.lock(); }
  ~copied_guard() { m.unlock(); }
};
task<> under_copied_guard() {
  copied_guard guard(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:16: warning: 'm' is still held
  // CHECK-MESSAGES: :[[@LINE+1]]:3: note: the coroutine suspends here, and may unlock on another thread after it resumes
  co_await work();
}
struct counts_at_end { // locks and unlocks a lock of its own
  std::mutex m;
  int n = 0;
  ~counts_at_end() {
    m.lock();
    ++n;
    m.unlock();
  }
};
task<> no_guard() {
  counts_at_end counter;
  co_await work();
}
