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
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'query' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile [async-blocking-call]
  query_unsaid();
  query_indirectly();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'query_indirectly' blocks the thread
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
void pauses_never() [[clang::nonblocking]] { pauses(); }
#pragma clang diagnostic pop
task<> chains() {
  pauses();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'pauses' blocks the thread
  pauses_never();
  co_return;
}

// And more than what a model says of its name.
extern "C" int mysql_ping(struct MYSQL *) [[clang::nonblocking]];
extern "C" int mysql_query(struct MYSQL *, const char *);
task<> named(MYSQL *connection) {
  mysql_ping(connection);
  mysql_query(connection, "select 1");
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'mysql_query' blocks the thread
  co_return;
}
