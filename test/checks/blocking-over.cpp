// RUN: %check_async async-blocking-call,async-blocking-wait %s
//
// Calls that would block, at a place where there is nothing left to wait for.
#include "task.h"
#include <atomic>
#include <chrono>
#include <future>
#include <thread>

task<> step();
void call_when_finished(std::future<void> &, std::coroutine_handle<>);

// ---- await_resume runs when the wait is over

struct until_finished {
  std::future<void> &f;
  bool await_ready() const { return f.wait_for(std::chrono::seconds(0)) == std::future_status::ready; }
  void await_suspend(std::coroutine_handle<> h) { call_when_finished(f, h); }
  void await_resume() { f.get(); }
};
struct waits_late {
  std::future<void> &f, &other;
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> h) { call_when_finished(f, h); }
  void await_resume() { other.get(); }
};
task<> awaits(std::future<void> &f, std::future<void> &g) {
  co_await until_finished{f};
  co_await waits_late{f, g};
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'await_resume' blocks
}

// ---- the destructor has nothing left to join

struct server {
  std::thread thread;
  int port = 0;
  void stop() {
    if (thread.joinable())
      thread.join();
  }
  void look() { ++port; }
  ~server() { stop(); }
};
task<> ends_it() {
  server s;
  co_await step();
  s.stop();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'stop' blocks
}
task<> leaves_it() {
  server s;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the destructor of 'server' blocks
  co_await step();
  s.look();
}

// ---- a spin lock that sleeps after many tries is a lock

std::atomic<bool> locked, done;
void lock() {
  for (int tries = 0; locked.exchange(true); ++tries)
    if (tries > 1000)
      std::this_thread::sleep_for(std::chrono::microseconds(500));
}
void poll() {
  while (!done.load())
    std::this_thread::sleep_for(std::chrono::microseconds(500));
}
task<> takes_it() {
  co_await step();
  lock();
  locked = false;
  poll();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'poll' blocks
}
