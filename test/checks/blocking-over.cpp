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

// What await_suspend is given to completes the awaiter, and then resumes the coroutine.
template <class T> struct own_future {
  std::atomic<bool> done = false;
  T value{};
  T get() {
    done.wait(false);
    return value;
  }
};
template <class T> T all_of(own_future<T> &f) { return f.get(); }
struct operation;
void submit(operation *);
struct operation {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) {
    waiting = h;
    submit(this);
  }
  int await_resume() { return result.get(); }
  void finish(int value) {
    result.value = value;
    result.done = true;
    waiting.resume();
  }
  std::coroutine_handle<> waiting;
  own_future<int> result;
};
struct by_a_helper : operation {
  int await_resume() { return all_of(result); }
};
/// Where it suspends is a matter of the derived class.
struct mixin {
  bool await_ready() { return false; }
  int await_resume() { return all_of(this->result); }
  own_future<int> result;
};
struct completed : mixin {
  void await_suspend(std::coroutine_handle<> h);
};
struct never_suspends : mixin {
  bool await_ready() { return true; }
  void await_suspend(std::coroutine_handle<> h) { given = this; }
  int await_resume() { return all_of(result); }
  void *given;
};
template <class T> struct of_a_template {
  bool await_ready() { return false; }
  template <class Promise> void await_suspend(std::coroutine_handle<Promise>) { submit(this); }
  T await_resume() { return all_of(result); }
  void submit(of_a_template *);
  own_future<T> result;
};
struct resumed_by_itself {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<> h) { h.resume(); }
  int await_resume() { return result.get(); }
  own_future<int> result;
};
struct waits_for_another : operation {
  own_future<int> &other;
  int await_resume() { return all_of(global) + all_of(other); }
  static own_future<int> global;
};
task<> awaits_operations(own_future<int> &f) {
  co_await operation{};
  co_await by_a_helper{};
  co_await completed{};
  co_await of_a_template<int>{};
  co_await never_suspends{};
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'await_resume' blocks
}
task<> awaits_what_is_not_set() {
  co_await resumed_by_itself{};
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'await_resume' blocks
}
task<> awaits_with_another(own_future<int> &f) {
  co_await waits_for_another{{}, f};
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

// ---- nor where its work was awaited to the end

struct group {
  ~group() {
    for (int left = running.load(); left != 0; left = running.load())
      running.wait(left);
  }
  void spawn(void (*work)());
  struct all {
    group &of;
    bool await_ready() { return of.running == 0; }
    void await_suspend(std::coroutine_handle<> h);
    void await_resume() {}
  };
  struct one {
    group &of;
    bool await_ready() { return of.running < 4; }
    void await_suspend(std::coroutine_handle<> h);
    void await_resume() {}
  };
  all join() { return {*this}; }
  one any() { return {*this}; }
  std::atomic<int> running = 0;
};
/// Its destructor waits by the operation that can be awaited.
struct closes {
  struct drained {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> h);
    void await_resume() {}
  };
  drained drain();
  void spawn(void (*work)());
  void block(drained);
  ~closes() {
    block(drain());
    ended.wait(false);
  }
  std::atomic<bool> ended;
};
task<> joins_it(void (*step)()) {
  group tasks;
  tasks.spawn(step);
  co_await tasks.join();
}
task<> drains_it(void (*step)(), bool twice) {
  closes tasks;
  if (twice)
    tasks.spawn(step);
  tasks.spawn(step);
  co_await tasks.drain();
}
task<> looks_afterwards(void (*step)()) {
  group tasks;
  tasks.spawn(step);
  co_await tasks.join();
  co_await tasks.any();
}
task<> waits_for_one(void (*step)()) {
  group tasks;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the destructor of 'group' blocks
  tasks.spawn(step);
  co_await tasks.any();
}
task<> leaves_before(void (*step)(), bool early) {
  group tasks;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the destructor of 'group' blocks
  tasks.spawn(step);
  if (early)
    co_return;
  co_await tasks.join();
}
task<> starts_more(void (*step)()) {
  closes tasks;
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: the destructor of 'closes' blocks
  co_await tasks.drain();
  tasks.spawn(step);
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
