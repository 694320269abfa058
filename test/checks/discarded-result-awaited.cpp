// RUN: %check_async async-discarded-result %s --new-after-fix='is discarded'
//
// Results of co_await that must not be dropped.

#include "locks.h"
#include "task.h"
#include "tasks.h"

#include <exception>
#include <string>
#include <system_error>
#include <tuple>

struct [[nodiscard]] outcome {
  bool ok;
};
struct checked_read {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  [[nodiscard]] int await_resume();
};
namespace house {
// Declared an error by nobody: a plain value.
struct status {
  int code;
};
} // namespace house

task<int> bytes();
task<std::string> text();
task<task<>> nested();
task<birch::job> nested_job();
task<cedar::eager<int>> nested_eager();
task<alder::courier> nested_detached();
task<alder::crew> nested_joining();
task<std::error_code> error();
birch::lazy<std::error_code> other_error();
task<std::exception_ptr> exception();
task<outcome> must_look();
task<house::status> status();
task<elm::sequence<int>> sequence();
[[nodiscard]] task<int> nodiscard_function();
checked_read read();

task<> dropped() {
  co_await nested();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task that this 'co_await' returns is discarded, so it never runs [async-discarded-result]
  // CHECK-FIXES: {{^}}  co_await co_await nested();{{$}}
  co_await nested_job();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task that this 'co_await' returns is discarded, so it never runs
  // CHECK-FIXES: {{^}}  co_await co_await nested_job();{{$}}
  co_await nested_eager();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task that this 'co_await' returns is discarded, so its coroutine is destroyed unfinished at its first suspension
  // CHECK-FIXES: {{^}}  co_await co_await nested_eager();{{$}}
  (void)co_await nested();
  // CHECK-MESSAGES: :[[@LINE-1]]:9: warning: task that this 'co_await' returns is discarded, so it never runs
  // CHECK-FIXES: {{^}}  (void)co_await co_await nested();{{$}}
  co_await sequence();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: generator that this 'co_await' returns is discarded, so it never runs
  // CHECK-FIXES: {{^}}  co_await sequence();{{$}}
  co_await error();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: error that this 'co_await' returns is discarded, so a failure goes unnoticed
  // CHECK-FIXES: {{^}}  co_await error();{{$}}
  co_await other_error();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: error that this 'co_await' returns is discarded, so a failure goes unnoticed
  // CHECK-FIXES: {{^}}  co_await other_error();{{$}}
  co_await exception();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: error that this 'co_await' returns is discarded, so a failure goes unnoticed
  // CHECK-FIXES: {{^}}  co_await exception();{{$}}
  co_await must_look();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{\[\[}}nodiscard]] result of this 'co_await' is discarded, so a value that must be used is lost
  // CHECK-FIXES: {{^}}  co_await must_look();{{$}}
  co_await read();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: {{\[\[}}nodiscard]] result of this 'co_await' is discarded, so a value that must be used is lost
  // CHECK-FIXES: {{^}}  co_await read();{{$}}
}

task<> everywhere(bool b) {
  co_await error(), co_await bytes();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: error that this 'co_await' returns is discarded
  b ? co_await error() : co_await error();
  // CHECK-MESSAGES: :[[@LINE-1]]:7: warning: error that this 'co_await' returns is discarded
  // CHECK-MESSAGES: :[[@LINE-2]]:26: warning: error that this 'co_await' returns is discarded
  for (int i = 0; i < 2; ++i, co_await error())
  // CHECK-MESSAGES: :[[@LINE-1]]:31: warning: error that this 'co_await' returns is discarded
    ;
  if (b)
    co_await error();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: error that this 'co_await' returns is discarded
  try {
    (co_await error());
    // CHECK-MESSAGES: :[[@LINE-1]]:6: warning: error that this 'co_await' returns is discarded
  } catch (...) {
  }
  auto lambda = [&]() -> task<> {
    co_await error();
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: error that this 'co_await' returns is discarded
  };
  co_await lambda();
}

// What a variable holds is awaited as well.
task<> by_variable() {
  auto t = error();
  co_await t;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: error that this 'co_await' returns is discarded
  auto u = error();
  co_await std::move(u);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: error that this 'co_await' returns is discarded
}

// ---------------------------------------------------------------------------------------------------------------------
// Not reported.

void use(std::error_code);

task<> plain_values() {
  co_await bytes();
  co_await text();
  co_await status();
  co_await nested_detached();
  co_await nested_joining();
}

task<> used(bool b) {
  if (co_await error())
    co_return;
  auto e = co_await error();
  use(co_await error());
  use(b ? co_await error() : e);
  co_await co_await nested();
  auto inner = co_await nested();
  co_await inner;
  const bool ok = (co_await must_look()).ok;
  while (co_await error())
    ;
  (void)ok;
}

// The same on purpose: nobody drops an error with a cast by mistake.
task<> on_purpose() {
  (void)co_await error();
  static_cast<void>(co_await must_look());
  std::ignore = co_await error();
  std::ignore = co_await read();
  (void)co_await nested_eager();
}

// The guard of a lock is another check's.
task<> guards(maple::mutex &m) { co_await m.scoped_lock(); }

// NOLINT works here as well.
task<> suppressed() {
  co_await error(); // NOLINT(async-discarded-result)
}
