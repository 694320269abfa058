// UNSUPPORTED: llvm-16, llvm-19
// RUN: %check_async async-blocking-call %s
//
// `[[clang::blocking]]`, `[[clang::nonblocking]]`: Clang knows them since 20.
#include "task.h"
#include <chrono>
#include <thread>

void query() [[clang::blocking]];
void query_unsaid();
void query_indirectly() { query(); }
struct client {
  void send() [[clang::nonblocking(false)]];
  void post() [[clang::nonblocking]];
  virtual void receive() [[clang::blocking]];
};
task<> calls(client &c) {
  query();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'query' blocks the thread
  query_unsaid();
  query_indirectly();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning:
  c.send();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'send' blocks the thread
  c.post();
  c.receive();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'receive' blocks the thread
  co_return;
}

// What is said of a function counts more than what it calls.
void pauses() { std::this_thread::sleep_for(std::chrono::seconds(1)); }
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wfunction-effects"
void pauses_never() [[clang::nonblocking]] { std::this_thread::sleep_for(std::chrono::seconds(0)), pauses(); }
#pragma clang diagnostic pop
task<> chains() {
  pauses();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning:
  pauses_never();
  co_return;
}

// And more than what a model says of its name.
extern "C" unsigned sleep(unsigned) noexcept [[clang::nonblocking]];
task<> named() {
  sleep(1);
  co_return;
}
