// UNSUPPORTED: llvm-16
// RUN: %check_async async-discarded-result,async-unawaited-task %s
//
// `[[clang::coro_return_type]]`: the class stands for a coroutine, although its promise is in another file.
#include <coroutine>

struct hidden_promise;
struct [[clang::coro_return_type]] hidden {
  using promise_type = hidden_promise;
  hidden(hidden &&) noexcept;
  ~hidden();
};
struct unsaid_hidden {
  using promise_type = hidden_promise;
  unsaid_hidden(unsaid_hidden &&) noexcept;
  ~unsaid_hidden();
};
struct [[clang::coro_return_type]] hidden_fire { // nothing to wait for
  using promise_type = hidden_promise;
};
hidden run();
unsaid_hidden run_unsaid();
hidden_fire fire();
void works() {
  run();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'run' is discarded, so the code goes on without it [async-discarded-result]
  run_unsaid();
  fire();
  auto kept = run();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'kept' is never awaited, so the code goes on without it [async-unawaited-task]
  auto kept_unsaid = run_unsaid();
}
