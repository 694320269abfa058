// UNSUPPORTED: llvm-16, llvm-19
// RUN: %check_async async-dangling-*,async-escaping-local %s --std=c++23 --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// `this auto` copies the closure into the coroutine's frame; `this auto &` does not (llvm #221750).
#include "lifetime.h"
#include <utility>

using grove::executor;
using grove::fire;
using grove::tick;

void log(int);

// By value: nothing refers to the closure.
task<> by_value(int x) {
  auto t = [x](this auto) -> task<> { co_await tick(); log(x); }();
  auto u = [x](this auto self, int y) -> task<> { co_await tick(); log(x + y); (void)self; }(1);
  co_await t;
  co_await u;
}
task<> by_value_returned(int x) {
  auto f = [x](this auto) -> task<> { co_await tick(); log(x); };
  return f();
}
void by_value_started(int x) {
  [x](this auto) -> fire { co_await tick(); log(x); }();
}

// By reference: as without it.
task<> by_reference(int x) {
  auto t = [x](this const auto &self) -> task<> { co_await tick(); log(x); (void)self; }();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'self' of this lambda refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
}
task<> by_reference_returned(int x) {
  auto f = [x](this auto &self) -> task<> { co_await tick(); log(x); (void)self; };
  return f();
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'f' that parameter 'self' of this lambda refers to is destroyed before the coroutine runs [async-escaping-local]
}
task<> by_reference_awaited(int x) {
  co_await [x](this auto &&self) -> task<> { co_await tick(); log(x); (void)self; }();
}

// What a closure by value refers to may still die.
void refers_to_local(executor ex) {
  int x = 0;
  grove::spawn(ex, [&x](this auto) -> task<> { co_await tick(); log(x); }, grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'x' that this callable refers to is destroyed while its coroutine still runs [async-dangling-capture]
}

// Member coroutines with an explicit object.
struct client {
  int id = 0;
  task<> fetch(this client self) { co_await tick(); log(self.id); }
  task<> fetch_same(this const client &self) { co_await tick(); log(self.id); }
};
task<> members() {
  auto t = client().fetch();
  auto u = client().fetch_same();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'self' of 'fetch_same' refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  co_await u;
}
