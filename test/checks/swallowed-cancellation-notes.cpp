// RUN: %check_async async-swallowed-cancellation %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/cancellation.yaml}}"
#include "cancellation.h"

using fir::task;

task<> work();
void log(const char *);

task<> retries() {
  for (;;) {
    try {
      co_await work();
    } catch (...) {
      // CHECK-NOTES: :[[@LINE-1]]:7: warning: handler catches the cancellation of a 'co_await', so the loop goes on and cannot be cancelled
      // CHECK-NOTES: :[[@LINE-3]]:7: note: 'fir::cancelled' is thrown here when this 'co_await' is cancelled
      // CHECK-NOTES: :[[@LINE-4]]:7: note: fir.h: thrown at a suspension of a task that is being cancelled (cancellation.yaml:{{[0-9]+}})
    }
  }
}

task<> goes_on() {
  try {
    co_await work();
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the coroutine goes on as if it had not been cancelled
    // CHECK-NOTES: :[[@LINE-3]]:5: note: 'fir::cancelled' is thrown here when this 'co_await' is cancelled
    // CHECK-NOTES: :[[@LINE-4]]:5: note: fir.h: thrown at a suspension
    // CHECK-NOTES: :[[@LINE+2]]:3: note: after the handler the coroutine goes on here
  }
  co_await work();
}

task<> quietly() {
  try {
    co_await work();
  } catch (...) {
    // CHECK-NOTES: :[[@LINE-1]]:5: warning: handler catches the cancellation of a 'co_await', so the coroutine that awaits this one goes on as if nothing had been cancelled
    // CHECK-NOTES: :[[@LINE-3]]:5: note: 'fir::cancelled' is thrown here when this 'co_await' is cancelled
    // CHECK-NOTES: :[[@LINE-4]]:5: note: fir.h: thrown at a suspension
    // CHECK-NOTES: :[[@LINE+5]]:3: note: the awaiting coroutine goes on after this 'co_await'
    log("failed");
  }
}
task<> all_quietly() {
  co_await quietly();
  co_await work();
}

oak::task<> accept_loop(oak::stream &listener) {
  for (;;) {
    oak::error_code ec;
    int n = co_await listener.read(oak::redirected(ec));
    if (ec)
      // CHECK-NOTES: :[[@LINE-1]]:5: warning: test of 'ec' does not tell cancellation from other errors, so the loop retries and cannot be cancelled
      // CHECK-NOTES: :[[@LINE-3]]:13: note: this 'co_await' also reports its cancellation as an error
      continue;
    log("accepted");
  }
}
