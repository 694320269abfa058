// RUN: %check_async async-dangling-* %s --config "{CheckOptions: {AsyncModels: %S/../Inputs/lifetime.yaml}}"
//
// Edits that keep alive what the work refers to: await at once, name the closure, take by value.
#include "lifetime.h"
#include <utility>

using grove::tick;
std::string name();
void log(const std::string &);
void log(int);

task<> reads(const std::string &text) {
  co_await tick();
  log(text);
}
template <class T> task<> reads_any(const T &value) {
  co_await tick();
  log(value);
}
// CHECK-FIXES: {{^}}task<int> taken(std::string text) {
task<int> taken(std::string &&text) {
  co_await tick();
  log(text);
  co_return 1;
}
// CHECK-FIXES: {{^}}task<> number(int n) {
task<> number(const int &n) {
  co_await tick();
  log(n);
}
struct pinned {
  pinned(int);
  pinned(pinned &&) = delete;
  int value;
};
// CHECK-FIXES: {{^}}task<> takes_pinned(pinned &&one) {
task<> takes_pinned(pinned &&one) {
  co_await tick();
  log(one.value);
}
struct client {
  std::string host;
  task<> fetch() const {
    co_await tick();
    log(host);
  }
};
client make();
#define READS(TEXT) reads(TEXT)

// A comment in between would be lost, so the parameter is mended, which has one declaration only.
task<> comment_between() {
  auto t = taken(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'taken' refers to is destroyed
  // The name is read late.
  co_await std::move(t);
}
// CHECK-FIXES: {{^}}task<> at_once() {
// CHECK-FIXES-NEXT: {{^}}  co_await reads(name());
// CHECK-FIXES-NEXT: {{^}}}
task<> at_once() {
  auto t = reads(name());
  co_await std::move(t);
}
// CHECK-MESSAGES: :[[@LINE-3]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed
// CHECK-FIXES: {{^}}  const int n = co_await taken(name());
task<> initializer() {
  auto t = taken(name());
  const int n = co_await std::move(t);
  log(n);
}
// CHECK-MESSAGES: :[[@LINE-4]]:12: warning: temporary that parameter 'text' of 'taken' refers to is destroyed
// CHECK-FIXES: {{^}}  co_return co_await taken(name());
task<int> returned() {
  auto t = taken(name());
  co_return co_await t;
}
// CHECK-MESSAGES: :[[@LINE-3]]:12: warning: temporary that parameter 'text' of 'taken' refers to is destroyed
// CHECK-FIXES: {{^}}  co_await make().fetch();
task<> object() {
  task<> t = make().fetch();
  co_await std::move(t);
}
// CHECK-MESSAGES: :[[@LINE-3]]:14: warning: temporary object on which 'fetch' is called is destroyed
// CHECK-FIXES: {{^}}  co_await reads_any(name());
task<> of_template() {
  auto t = reads_any(name());
  co_await std::move(t);
}
// CHECK-MESSAGES: :[[@LINE-3]]:12: warning: temporary that parameter 'value' of 'reads_any' refers to is destroyed
// CHECK-FIXES: {{^}}  auto kept = reads_any(name());
task<> twice_named() {
  auto kept = reads_any(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:15: warning: temporary that parameter 'value' of 'reads_any' refers to is destroyed
  log(static_cast<bool>(&kept));
  co_await std::move(kept);
}
// CHECK-FIXES: {{^}}  auto t = READS(name());
task<> macro() {
  auto t = READS(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed
  co_await std::move(t);
}
task<> later() {
  auto t = number(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'n' of 'number' refers to is destroyed
  co_await tick();
  co_await std::move(t);
}
task<> cannot_be_moved() {
  auto t = takes_pinned(3);
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'one' of 'takes_pinned' refers to is destroyed
  co_await tick();
  co_await std::move(t);
}
// CHECK-FIXES: {{^}}  auto first_closure = [x]() -> task<> {
// CHECK-FIXES-NEXT: {{^}}    co_await tick();
// CHECK-FIXES-NEXT: {{^}}    log(x);
// CHECK-FIXES-NEXT: {{^}}  };
// CHECK-FIXES-NEXT: {{^}}  auto first = first_closure();
task<> closure(int x) {
  auto first = [x]() -> task<> {
    co_await tick();
    log(x);
  }();
  co_await tick();
  co_await std::move(first);
}
// CHECK-MESSAGES: :[[@LINE-7]]:16: warning: this closure is destroyed before the coroutine uses its captures
// CHECK-FIXES: {{^}}  auto second = [x]() -> task<> {
task<> name_is_taken(int x, int second_closure) {
  auto second = [x]() -> task<> {
    co_await tick();
    log(x);
  }();
  // CHECK-MESSAGES: :[[@LINE-4]]:17: warning: this closure is destroyed before the coroutine uses its captures
  co_await tick();
  co_await std::move(second);
  log(second_closure);
}
// CHECK-FIXES: {{^}}  auto third = [x]() -> task<> {
task<> escapes(int x) {
  auto third = [x]() -> task<> {
    co_await tick();
    log(x);
  }();
  // CHECK-MESSAGES: :[[@LINE-4]]:16: warning: this closure is destroyed before the coroutine uses its captures
  co_return co_await grove::when_all(std::move(third));
}
