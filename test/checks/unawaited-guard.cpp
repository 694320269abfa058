// RUN: %check_async async-unawaited-guard %s
// RUN: %check_async async-unawaited-guard %s --suffix=BARRIER --config='{CheckOptions: {async-unawaited-guard.AllowBarrier: true}}'

#include "locks.h"
#include "task.h"

#include <memory>
#include <mutex>
#include <vector>

void critical();
bool ready();
task<> work();
template <class T> void keep(T &&);
void use_permits(maple::permits);

// A task of our own that gives somebody's guard, and the standard's.
task<maple::mutex_guard> lock_it(maple::mutex &);
task<std::unique_lock<std::mutex>> lock_thread();
task<std::unique_ptr<int>> pointer();
task<int> number();

struct cache {
  maple::mutex lock;
  maple::semaphore slots{2};
  task<> store();
};

// Named, never awaited: nothing is locked.

task<> cache::store() {
  auto guard = lock.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'guard' is not a guard but an awaitable that is never awaited, so the code after it does not wait for the lock [async-unawaited-guard]
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'guard' is not a guard but an awaitable that is never awaited, so the code after it does not wait for the lock [async-unawaited-guard]
  // CHECK-FIXES: {{^}}  auto guard = co_await lock.scoped_lock();{{$}}
  auto units = maple::get_units(slots, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'units' is not a guard but an awaitable that is never awaited, so the code after it does not wait for the lock
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'units' is not a guard but an awaitable that is never awaited, so the code after it does not wait for the lock
  // CHECK-FIXES: {{^}}  auto units = co_await maple::get_units(slots, 1);{{$}}
  auto ticket = maple::take(slots);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'ticket' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'ticket' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  auto ticket = co_await maple::take(slots);{{$}}
  auto lazy = lock.lock_as_task();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'lazy' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'lazy' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  auto lazy = co_await lock.lock_as_task();{{$}}
  auto own = lock_it(lock);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'own' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'own' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  auto own = co_await lock_it(lock);{{$}}
  auto standard = lock_thread();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'standard' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'standard' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  auto standard = co_await lock_thread();{{$}}
  [[maybe_unused]] auto quiet = lock.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: 'quiet' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:25: warning: 'quiet' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  {{\[\[}}maybe_unused]] auto quiet = co_await lock.scoped_lock();{{$}}
  const auto constant = lock.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'constant' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:14: warning: 'constant' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  const auto constant = co_await lock.scoped_lock();{{$}}
  critical();
  co_return;
}

// With its type written, the initializer alone is no fix.
task<> typed(maple::mutex &m, maple::semaphore &s) {
  maple::mutex::scoped_lock_operation guard = m.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:39: warning: 'guard' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:39: warning: 'guard' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  maple::mutex::scoped_lock_operation guard = m.scoped_lock();{{$}}
  alder::future<maple::permits> units = maple::get_units(s, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:33: warning: 'units' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:33: warning: 'units' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  alder::future<maple::permits> units = maple::get_units(s, 1);{{$}}
  co_return;
}

// Outside of a coroutine there is no co_await.
void plain_function(maple::mutex &m) {
  auto guard = m.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'guard' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'guard' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  auto guard = m.scoped_lock();{{$}}
  critical();
}

task<> places(maple::mutex &m, maple::semaphore &s, int n) {
  if (auto guard = m.scoped_lock(); n > 0)
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'guard' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:12: warning: 'guard' is not a guard but an awaitable that is never awaited
    critical();
  while (n-- > 0) {
    auto guard = m.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
    // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
    critical();
  }
  auto lambda = [&]() -> task<> {
    auto guard = m.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
    // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
    critical();
    co_return;
  };
  co_await lambda();
  auto generic = [](auto &mutex) -> task<> {
    auto guard = mutex.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
    // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
    co_return;
  };
  co_await generic(m);
  auto one = m.scoped_lock(), two = m.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'one' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'one' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES: :[[@LINE-3]]:31: warning: 'two' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-4]]:31: warning: 'two' is not a guard but an awaitable that is never awaited
  auto chosen = n ? maple::get_units(s, 1) : maple::get_units(s, 2);
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'chosen' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'chosen' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  auto chosen = co_await (n ? maple::get_units(s, 1) : maple::get_units(s, 2));{{$}}
  try {
    auto guard = m.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
    // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
  } catch (...) {
    auto guard = m.scoped_lock();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
    // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:10: warning: 'guard' is not a guard but an awaitable that is never awaited
    // CHECK-FIXES: {{^}}    auto guard = m.scoped_lock();{{$}}
  }
}

template <class Mutex> task<> in_template(Mutex &m) {
  auto guard = m.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'guard' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'guard' is not a guard but an awaitable that is never awaited
  co_await work();
}
struct other_mutex {
  maple::mutex::scoped_lock_operation scoped_lock();
};
task<> instantiate(maple::mutex &m, other_mutex &o) {
  co_await in_template(m);
  co_await in_template(o);
}

// On some path only.
task<> one_branch(maple::mutex &m, bool b) {
  auto guard = m.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: 'guard' is not a guard but an awaitable that some path does not await, so that path does not wait for the lock
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:8: warning: 'guard' is not a guard but an awaitable that some path does not await, so that path does not wait for the lock
  if (b) {
    co_await guard;
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: guard that this 'co_await' returns is discarded, so its lock is released at once
    critical();
  }
}

// The guard dies in the statement that awaits it.

task<> dies_at_once(maple::mutex &m, maple::semaphore &s) {
  co_await m.scoped_lock();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: guard that this 'co_await' returns is discarded, so its lock is released at once [async-unawaited-guard]
  // CHECK-FIXES: {{^}}  co_await m.scoped_lock();{{$}}
  critical();
  co_await maple::get_units(s, 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: guard that this 'co_await' returns is discarded, so its lock is released at once
  co_await m.lock_as_task();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: guard that this 'co_await' returns is discarded, so its lock is released at once
  co_await lock_thread();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: guard that this 'co_await' returns is discarded, so its lock is released at once
  if (ready())
    co_await maple::take(s);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: guard that this 'co_await' returns is discarded, so its lock is released at once
}

// ---------------------------------------------------------------------------------------------------------------------
// Not reported.

task<> awaited(maple::mutex &m, maple::semaphore &s, bool b) {
  auto guard = co_await m.scoped_lock();
  auto operation = m.scoped_lock();
  auto later = co_await operation;
  auto units = maple::get_units(s, 1);
  critical();
  auto held = co_await std::move(units);
  auto future = maple::get_units(s, 1);
  if (b)
    keep(co_await std::move(future));
  else
    keep(std::move(future));
  keep(co_await m.scoped_lock());
  const auto &bound = co_await m.scoped_lock();
  auto &&forwarded = co_await m.scoped_lock();
}

struct owner {
  std::vector<alder::future<maple::permits>> pending;
  alder::future<maple::permits> held;
  void request(maple::semaphore &s) {
    auto f = maple::get_units(s, 1);
    pending.push_back(std::move(f));
    auto g = maple::get_units(s, 1);
    held = std::move(g);
  }
  alder::future<maple::permits> ask(maple::semaphore &s) {
    auto f = maple::get_units(s, 1);
    return f;
  }
};
task<> captured(maple::semaphore &s) {
  auto f = maple::get_units(s, 1);
  co_await [f = std::move(f)]() mutable -> task<> { auto held = co_await std::move(f); }();
  auto g = maple::get_units(s, 1);
  g.then(use_permits);
}

// The barrier idiom: waiting until everybody else is done. One says so with a cast, or with the option.
task<> barrier(maple::mutex &m, maple::semaphore &s) {
  (void)co_await m.scoped_lock();
  static_cast<void>(co_await maple::get_units(s, 2));
}

// What gives no guard: a plain lock() that one unlocks by hand, an event, a pointer, a number.
task<> no_guard(maple::mutex &m, maple::latch &l) {
  co_await m.lock();
  critical();
  m.unlock();
  co_await l;
  co_await pointer();
  co_await number();
  auto n = number(); // async-unawaited-task's
}

// Reference counts release as well, and are no guards: they can be copied.
struct counted {
  counted(const counted &);
  ~counted() { owner->release(1); }
  maple::semaphore *owner;
};
task<counted> share();
task<> counts() {
  co_await share();
  auto s = share();
}

// A guard that is already one.
task<> real_guards(std::mutex &m) {
  std::lock_guard guard(m);
  auto lock = std::unique_lock(m, std::defer_lock);
  co_return;
}

task<> suppressed(maple::mutex &m) {
  auto guard = m.scoped_lock(); // NOLINT(async-unawaited-guard)
  co_await m.scoped_lock(); // NOLINT
}

#define HOLD(m) auto hold = (m).scoped_lock()
task<> macros(maple::mutex &m) {
  HOLD(m);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'hold' is not a guard but an awaitable that is never awaited
  // CHECK-MESSAGES-BARRIER: :[[@LINE-2]]:3: warning: 'hold' is not a guard but an awaitable that is never awaited
  // CHECK-FIXES: {{^}}  HOLD(m);{{$}}
  co_return;
}

// The left of a comma lives until the right is done: a lock for one expression.

task<> for_one_expression(cache &c) {
  co_await c.lock.scoped_lock(), critical();
}
