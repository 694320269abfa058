// RUN: %check_async async-dangling-*,async-escaping-local,async-scope-order,async-continuation-capture %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
// Closures in all their forms: what lies in the closure, and what the closure only leads to.
#include "lifetime.h"
#include <functional>
#include <utility>

using grove::executor;
using grove::tick;

void log(const std::string &);
void log(int);
std::string name();
task<> reads(const std::string &text) { co_await tick(); log(text); }

// Generic lambdas.
auto generic = [](const auto &value) -> task<> { co_await tick(); log(value); };
task<> generic_parameter() {
  auto t = generic(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'value' of this lambda refers to is destroyed before the coroutine runs [async-dangling-parameter]
  co_await t;
  co_await generic(name());
}
task<> generic_capture(int n) {
  auto t = [n](auto x) -> task<> { co_await tick(); log(n + x); }(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this closure is destroyed before the coroutine uses its captures [async-dangling-capture]
  co_await t;
}

// Init-captures.
task<> owned_by_closure() {
  auto t = [text = name()]() -> task<> { co_await tick(); log(text); }();
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: this closure is destroyed before the coroutine uses its captures [async-dangling-capture]
  co_await t;
}
task<> alias_of_what_lives(std::string kept) {
  auto f = [&text = kept]() -> task<> { co_await tick(); log(text); };
  auto t = f();
  co_await t;
}
void alias_of_what_dies(executor ex, std::string kept) {
  grove::spawn(ex, [&text = kept]() -> task<> { co_await tick(); log(text); }, grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'kept' that this callable refers to is destroyed while its coroutine still runs [async-dangling-capture]
}
void view_of_what_dies(executor ex, std::string kept) {
  grove::spawn(ex, [text = std::string_view(kept)]() -> task<> { co_await tick(); log(std::string(text)); }, grove::detached);
  // CHECK-MESSAGES: :[[@LINE-1]]:20: warning: 'kept' that this callable refers to is destroyed while its coroutine still runs [async-dangling-capture]
}
void moved_in(executor ex, std::string kept) {
  grove::spawn(ex, [text = std::move(kept)]() -> task<> { co_await tick(); log(text); }, grove::detached);
}

// Nested ones.
task<> nested_in_frame() {
  int x = 1;
  co_await [&]() -> task<> {
    auto inner = [&]() -> task<> { co_await tick(); log(x); };
    auto t = inner();
    co_await t;
  }();
}
task<> nested_dies() {
  int x = 1;
  co_await [&]() -> task<> {
    auto t = [&]() -> task<> { co_await tick(); log(x); }();
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: this closure is destroyed before the coroutine uses its captures [async-dangling-capture]
    co_await t;
  }();
}

// A closure that only leads to what the work uses.
struct service {
  std::string name_;
  grove::scope scope_;
  void leads_to_member() {
    scope_.spawn([this] { return reads(name_); }());
  }
  void holds_the_pointer() {
    scope_.spawn([this]() -> task<> { co_await tick(); log(name_); }());
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
  }
  void holds_a_copy() {
    scope_.spawn([*this] { return reads(name_); }());
    // CHECK-MESSAGES: :[[@LINE-1]]:18: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
  }
  service(const service &);
};
void leads_to_caller(grove::scope &scope, const std::string &text) {
  scope.spawn([&text] { return reads(text); }());
}
void holds_copy(grove::scope &scope, const std::string &text) {
  scope.spawn([text] { return reads(text); }());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: this closure is destroyed while the coroutine still uses its captures [async-dangling-capture]
}

// Awaited at once through another callable.
task<> through_function(int x) {
  std::function<task<>()> f = [x]() -> task<> { co_await tick(); log(x); };
  auto t = f();
  co_await t;
  co_await std::invoke([x]() -> task<> { co_await tick(); log(x); });
}
