// RUN: %check_async async-blocking-call,async-blocking-wait %s --config='{CheckOptions: {AsyncModels: %S/../Inputs/blocking-global.yaml, async-blocking-call.Descriptors: true}}'
//
// What a name of the global namespace stands for: in the user's model file any function, in a built-in one a function of C.
#include "task.h"

struct client;

// ---- named in the user's file

int fetch(client &);
extern "C" int fetch_by_c(client *);
namespace {
int hidden(client &) { return 1; }
} // namespace
void settle(task<>);
int receive(client &);

namespace other {
int fetch(client &);
} // namespace other

int helper(client &c) { return fetch(c); }

task<int> named_by_the_user(client &c, task<> work) {
  int sum = fetch(c);
  // CHECK-MESSAGES: :[[@LINE-1]]:13: warning: 'fetch' blocks the thread
  // CHECK-MESSAGES: :[[@LINE-2]]:13: note: our handbook: returns when the answer is there (blocking-global.yaml:1)
  sum += fetch_by_c(&c);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'fetch_by_c' blocks the thread
  sum += hidden(c);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'hidden' blocks the thread
  sum += helper(c);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'helper' blocks the thread
  settle(static_cast<task<> &&>(work));
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'settle' blocks the thread
  sum += receive(c);
  // CHECK-MESSAGES: :[[@LINE-1]]:10: warning: 'receive' blocks the thread of this coroutine unless its descriptor or object is non-blocking
  co_return sum + other::fetch(c);
}

// ---- named in posix.yaml

extern "C" unsigned sleep(unsigned seconds);
unsigned sleep(client &);
int poll(client &);
int read(client &);

task<int> own_functions(client &c) {
  sleep(c);
  sleep(1);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'sleep' blocks the thread
  co_return poll(c) + read(c);
}
