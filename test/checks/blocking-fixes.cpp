// RUN: %check_async async-blocking-call,async-blocking-wait %s --config='{CheckOptions: {AsyncModels: %S/../Inputs/blocking-fixes.yaml}}'
//
// Where a model knows the asynchronous form of the very call, a fix-it puts it there.
#include "task.h"

#include <cstddef>
#include <string>

namespace birch {
template <class T> T sync_wait(task<T>);
void rest(int milliseconds);
task<> sleep(int milliseconds);
} // namespace birch

task<int> number();
task<std::string> name();
void helper() { birch::rest(1); }
#define REST birch::rest(2)

task<int> coroutine(int n) {
  birch::rest(n + 1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  // CHECK-MESSAGES: :[[@LINE-2]]:3: note: use birch::sleep instead
  // CHECK-MESSAGES: :[[@LINE-3]]:3: note: says birch (blocking-fixes.yaml:{{[0-9]+}}){{$}}
  // CHECK-FIXES: {{^}}  co_await birch::sleep(n + 1);
  const int x = birch::sync_wait(number()) + 1;
  // CHECK-MESSAGES: :[[@LINE-1]]:17: warning: 'sync_wait' blocks the thread of this coroutine while it waits for other work to end, instead of suspending the coroutine
  // CHECK-FIXES: {{^}}  const int x = co_await number() + 1;
  const std::size_t length = birch::sync_wait(name()).size();
  // CHECK-MESSAGES: :[[@LINE-1]]:30: warning: 'sync_wait' blocks the thread
  // CHECK-FIXES: {{^}}  const std::size_t length = (co_await name()).size();

  // No edit of what is further away, comes out of a macro, or stands where one cannot suspend.
  helper();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'helper' blocks the thread
  // CHECK-FIXES: {{^}}  helper();
  REST;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
  // CHECK-FIXES: {{^}}  REST;
  try {
    co_await number();
  } catch (int) {
    birch::rest(3);
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: 'rest' blocks the thread
    // CHECK-FIXES: {{^}}    birch::rest(3);
  }
  co_return x + static_cast<int>(length);
}
