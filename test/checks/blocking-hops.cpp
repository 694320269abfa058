// RUN: %check_async 'async-blocking-*' %s
// After an await of what belongs to several threads of its own, a coroutine may block: the threads are made for that.
#include "task.h"
#include <array>
#include <chrono>
#include <condition_variable>
#include <coroutine>
#include <functional>
#include <memory>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

task<> work();
inline void rest() { std::this_thread::sleep_for(std::chrono::milliseconds(10)); }

namespace own {

struct pool {
  struct hop {
    pool &to;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { to.enqueue(h); }
    void await_resume() noexcept {}
  };
  hop schedule() { return {*this}; }
  task<int> run(std::function<int()> job);
  void enqueue(std::coroutine_handle<> h);

private:
  std::mutex lock_;
  std::condition_variable ready_;
  std::queue<std::coroutine_handle<>> waiting_;
  std::vector<std::thread> threads_;
};

/// The awaiter knows only the queue; what it was made from has the threads.
struct by_object {
  struct queue {
    std::queue<std::coroutine_handle<>> handles;
  };
  struct hop {
    queue *to;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<> h) { to->handles.push(h); }
    void await_resume() noexcept {}
  };
  hop move_here() { return {&queue_}; }

private:
  queue queue_;
  std::array<std::jthread, 4> threads_;
};

struct by_pointers {
  std::coroutine_handle<> next;
  std::vector<std::unique_ptr<std::thread>> threads;
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<> h) { next = h; }
  void await_resume() noexcept {}
};
struct raw_array {
  std::thread threads[4];
};
struct hop_to_shared {
  std::shared_ptr<raw_array> to;
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  void await_resume() noexcept {}
};
hop_to_shared resume_on(std::shared_ptr<raw_array> pool);

/// One thread, which resumes everything.
struct loop {
  struct hop {
    loop *to;
    bool await_ready() noexcept { return false; }
    void await_suspend(std::coroutine_handle<>);
    void await_resume() noexcept {}
  };
  hop schedule() { return {this}; }
  hop sleep(int) { return {this}; }

private:
  std::thread thread_;
};

/// Ready at once: the coroutine stays where it is.
struct pool_of_constants {
  struct constant {
    pool_of_constants *from;
    bool await_ready() noexcept { return true; }
    void await_suspend(std::coroutine_handle<>) noexcept {}
    void await_resume() noexcept {}
  };
  constant get() { return {this}; }
  std::vector<std::thread> threads;
};

struct event {
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<>);
  void await_resume() noexcept {}
};

} // namespace own

// ---- silent

task<> on_a_pool(own::pool &pool) {
  co_await pool.schedule();
  rest();
  std::this_thread::sleep_for(std::chrono::milliseconds(10));
}
task<> of_a_member(own::by_object &pool) {
  co_await pool.move_here();
  rest();
}
task<> awaited_itself(own::by_pointers &pool) {
  co_await pool;
  rest();
}
task<> by_a_function(std::shared_ptr<own::raw_array> pool) {
  co_await own::resume_on(pool);
  rest();
}
task<> kept_in_a_variable(own::pool &pool) {
  auto hop = pool.schedule();
  co_await hop;
  rest();
}
// Where the event resumes it is not known, and it may be a thread of the pool.
task<> then_an_event(own::pool &pool, own::event &e) {
  co_await pool.schedule();
  co_await e;
  rest();
}

// ---- reported

task<> before_the_hop(own::pool &pool) {
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
  co_await pool.schedule();
}
task<> on_one_path(own::pool &pool, bool far) {
  if (far)
    co_await pool.schedule();
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
}
task<> on_a_loop(own::loop &loop) {
  co_await loop.schedule();
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
}
task<> there_and_back(own::pool &pool, own::loop &loop) {
  co_await pool.schedule();
  rest();
  co_await loop.schedule();
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
}
task<> never_left(own::pool_of_constants &pool) {
  co_await pool.get();
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
}
// The job runs in the pool; the coroutine goes on wherever its task ends.
task<> awaits_a_job(own::pool &pool) {
  co_await pool.run([] { return 1; });
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
}
