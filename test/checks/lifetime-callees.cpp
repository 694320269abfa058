// RUN: %check_async async-dangling-parameter,async-dangling-capture %s --likely
// RUN: %check_async async-dangling-parameter,async-dangling-capture %s --suffix=SURE
// Work that a callee lets run on when its caller's arguments die, and work that is lent locals and given to a scope.
#include "task.h"
#include <functional>
#include <string>
#include <utility>
#include <vector>

std::string name();
void use(const std::string &);
void use(int);
task<> tick();

// An eager task whose frame frees itself.
struct begun {
  struct promise_type {
    begun get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
begun serve(const std::string &text) {
  co_await tick();
  use(text);
}
begun greet(const std::string &text) {
  use(text);
  co_await tick();
}
void start(const std::string &text) { (void)serve(text); }
void start_late(const std::string &text) { start(text); }
void start_early(const std::string &text) { (void)greet(text); }
void start_copy(std::string text) { (void)greet(text); }
struct event {
  task<> wait();
  void set();
};
begun serve_and_signal(const std::string &text, event &done) {
  co_await tick();
  use(text);
  done.set();
}
void start_signalling(const std::string &text, event &done) { (void)serve_and_signal(text, done); }

void temporary() {
  start(name());
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: temporary that parameter 'text' of 'start' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
  // CHECK-MESSAGES-SURE: :[[@LINE-2]]:3: warning: temporary that parameter 'text' of 'start' refers to is destroyed while the coroutine still runs [async-dangling-parameter]
}
void through_two() {
  std::string text = name();
  start_late(text);
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'text' that parameter 'text' of 'start_late' refers to is destroyed while the coroutine still runs
  // CHECK-MESSAGES-SURE: :[[@LINE-2]]:3: warning: 'text' that parameter 'text' of 'start_late' refers to is destroyed while the coroutine still runs
}
void used_early() {
  start_early(name());
  start_copy(name());
}
task<> waited_for() {
  event done;
  std::string text = name();
  start_signalling(text, done);
  co_await done.wait();
}
void callers_own(const std::string &given) { start(given); }
std::string kept_name;
void global() { start(kept_name); }

// A scope of the user's own.
class crew {
public:
  void take(task<> work);
  task<> done();
};
class pile {
public:
  void take(task<> work);
  int size();
};
task<> reads(const std::string &text) {
  co_await tick();
  use(text);
}
void into_scope(crew &all) {
  std::string text = name();
  all.take(reads(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
}
void temporary_into_scope(crew &all) {
  all.take(reads(name()));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: temporary that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
}
task<> joined_late() {
  crew all;
  {
    std::string text = name();
    all.take(reads(text));
    // CHECK-MESSAGES: :[[@LINE-1]]:14: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
  }
  co_await all.done();
}
task<> joined_in_time() {
  std::string text = name();
  crew all;
  all.take(reads(text));
  co_await all.done();
}
void lent_by_caller(crew &all, const std::string &text) { all.take(reads(text)); }
void into_pile(pile &all) {
  std::string text = name();
  all.take(reads(text));
  // CHECK-MESSAGES: :[[@LINE-1]]:12: warning: 'text' that parameter 'text' of 'reads' refers to is destroyed while the coroutine still runs
}
