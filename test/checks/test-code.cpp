// RUN: %check_async 'async-*' %s --config "{CheckOptions: {TestPaths: '*/test-code.*'}}"
// RUN: %check_async 'async-*' %s --suffix=,PRODUCT --config "{CheckOptions: {TestPaths: ''}}"
// RUN: %check_async 'async-*' %s --suffix=,PRODUCT --config "{CheckOptions: {TestPaths: '*/elsewhere/*'}}"
// What is harmless in a test is said of product code only.
#include "background.h"
#include "task.h"
#include "tasks.h"
#include <chrono>
#include <exception>
#include <future>
#include <mutex>
#include <thread>
#define CHECK(condition) static_cast<void>(check(condition))
#define assert(condition) static_cast<void>(check(condition))
bool check(bool);

task<> work();
task<int> count();
started start();
/// Begins at once and owns its frame.
struct owner {
  struct promise_type {
    owner get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_always final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  owner(owner &&) noexcept;
  ~owner() { handle.destroy(); }
  bool is_done() const;
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
  std::coroutine_handle<> handle;
};
owner begin();

// ---- silent in a test

task<> sleeps_and_waits(std::thread &worker, std::future<int> &result) {
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:3: warning: 'sleep_for' blocks the thread
  worker.join();
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:3: warning: 'join' blocks the thread
  result.get();
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:3: warning: 'get' blocks the thread
  co_await work();
}

void rest() { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }
task<> through_a_call() {
  rest();
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-4]]:15: note: 'rest' calls 'sleep_for' here
  co_await work();
}

// Kept to be asked, or begun and left.
bool asks() {
  auto running = begin();
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:8: warning: task 'running' is never awaited
  return running.is_done();
}
void keeps() {
  auto running = start();
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:8: warning: task 'running' is never awaited
}
void leaves() {
  start();
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:3: warning: {{.*}} returned by 'start' is discarded
}

task<> expects_nothing() {
  try {
    co_await work();
  } catch (...) {
    // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:5: warning: handler drops every exception
  }
}

struct dropping {
  struct promise_type {
    dropping get_return_object();
    std::suspend_never initial_suspend() noexcept;
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception() {}
    // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:10: warning: 'unhandled_exception' of this promise does nothing
  };
};

void compiles() {
  (void)work();
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:9: warning: task returned by 'work' is discarded, so it never runs
}

// ---- and what is not

void lost() {
  work();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'work' is discarded, so it never runs
  auto kept = work();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'kept' is never awaited, so it never runs
  auto asked = work();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'asked' is never awaited, so it never runs
  check(asked.valid());
  auto cut_short = begin();
  // CHECK-MESSAGES: :[[@LINE-1]]:8: warning: task 'cut_short' is never awaited, so its coroutine may be destroyed unfinished
  begin();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: task returned by 'begin' is discarded
}

task<> hides_a_check() {
  try {
    CHECK(co_await count() == 3);
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler drops every exception
  }
  try {
    const int n = co_await count();
    assert(n == 3);
  } catch (...) {
    // CHECK-MESSAGES: :[[@LINE-1]]:5: warning: handler drops every exception
  }
}

std::mutex m;
task<> holds() {
  std::lock_guard<std::mutex> guard(m);
  co_await work();
  // CHECK-MESSAGES: :[[@LINE-2]]:31: warning: {{.*}} is still held
}

// Its first suspension hands it to a scheduler, which runs it without its handle.
struct scheduler {
  void add(std::coroutine_handle<>);
};
scheduler &all();
struct process {
  struct begin {
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> handle) { all().add(handle); }
    void await_resume() noexcept {}
  };
  struct promise_type {
    process get_return_object();
    begin initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception();
  };
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
process simulates();
void simulate() {
  simulates();
  // CHECK-MESSAGES-PRODUCT: :[[@LINE-1]]:3: warning: task returned by 'simulates' is discarded, so its exceptions are lost
}
