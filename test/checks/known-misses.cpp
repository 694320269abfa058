// RUN: %check_async async-discarded-result,async-unawaited-task,async-unawaited-guard,async-task-in-void-callback %s
//
// What other tools miss or report wrongly, collected from their trackers: naming a value, a cast, an arm of `?:` defeat
// [[nodiscard]]; a test hides an unused variable; a future held as if it were the guard.

#include "locks.h"
#include "task.h"
#include "tasks.h"

#include <functional>
#include <memory>
#include <system_error>
#include <thread>
#include <tuple>
#include <vector>

birch::lazy<int> op(); // [[nodiscard]] on the class
[[nodiscard]] task<std::error_code> nodiscard_op();
bool ready();

// Forms that [[nodiscard]] on the class sees, and forms that it does not see.
task<> discards(bool b) {
  op();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'op' is discarded
  b ? op() : op();
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: task returned by 'op' is discarded
  // CHECK-MESSAGES: :[[@LINE-2]]:14: warning: task returned by 'op' is discarded
  b && (op(), true);
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task returned by 'op' is discarded
  for (;; op())
  // CHECK-MESSAGES: :[[@LINE-1]]:11: warning: task returned by 'op' is discarded
    break;
  [] { return op(); }();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by this lambda is discarded
  (void)op();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task returned by 'op' is discarded
  static_cast<void>(op());
  // CHECK-MESSAGES: :[[@LINE-1]]:21: warning: task returned by 'op' is discarded
  std::ignore = op();
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: task returned by 'op' is discarded
  auto named = op();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'named' is never awaited
  [[maybe_unused]] auto unused = op();
  // CHECK-MESSAGES: :[[@LINE-1]]:25: warning: task 'unused' is never awaited
  co_await nodiscard_op();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: error that this 'co_await' returns is discarded
}

// One look at it, or one cast, hides a variable from checks for unused variables.
task<> hidden() {
  task<int> t = []() -> task<int> { co_return 1; }();
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: task 't' is never awaited
  if (t.valid())
    ready();
  (void)t;
  co_return;
}

// The future is held as if it were the units: the most frequent of all.
struct table {
  maple::semaphore flush_units{4};
  maple::mutex lock;
  task<> write();
  task<> compact() {
    auto units = maple::get_units(flush_units, 1);
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'units' is not a guard but an awaitable that is never awaited, so the code after it does not wait for the lock
    auto u = lock_apply();
    // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'u' is not a guard but an awaitable that is never awaited, so the code after it does not wait for the lock
    co_await write();
  }
  alder::future<maple::permits> lock_apply();
};

// An empty task is awaited, or returned: the latter is a factory's choice.
task<> empty() {
  task<> t;
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 't' is awaited but holds no task
}
task<> returns_empty() { return {}; }

// The scheduler's hop is never taken.
namespace hops {
struct hop {
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
struct pool {
  hop schedule();
  task<> resume_on_main();
};
task<> switches(pool &p) {
  p.schedule();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: awaitable returned by 'schedule' is discarded, so the code goes on without it
  p.resume_on_main();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'resume_on_main' is discarded, so it never runs
  co_await p.schedule();
}
} // namespace hops

// Test bodies that never run.
namespace unit {
task<> nothing();
void test_case(const char *name, std::function<void()> body);
void co_test_case(const char *name, std::function<task<>()> body);
void all() {
  test_case("never runs", []() -> task<> { co_await nothing(); });
  // CHECK-MESSAGES: :[[@LINE-1]]:27: warning: task returned by this lambda is ignored by 'function<void ()>'
  co_test_case("runs", []() -> task<> { co_await nothing(); });
  test_case("no coroutine", [] { ready(); });
}
} // namespace unit

// Where [[nodiscard]] on a function is a false alarm's cause: builders, and a joined thread of tasks.
struct request {
  request &header(const char *);
  task<> send();
};
task<> builders(request &r) {
  r.header("a").header("b");
  co_await r.header("c").send();
}

// "Is a task pending?"
struct poller {
  task<> pending_;
  task<> poll() {
    if (pending_.valid())
      co_await pending_;
    if (pending_)
      co_return;
  }
};

// A task started on some condition.
task<> conditionally(bool b) {
  task<> t;
  if (b)
    t = []() -> task<> { co_return; }();
  ready();
  if (t.valid())
    co_await t;
}
