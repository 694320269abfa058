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

/// What an awaiter is made for may be told by what its argument was made of.
struct on_pool {
  pool *to;
};
on_pool on(pool &to);
struct statistics {
  int waiting;
};
statistics describe(pool &of);
event resume(on_pool where);
event record(statistics of);

} // namespace own

namespace asio { // its names
struct use_awaitable_t {};
inline constexpr use_awaitable_t use_awaitable;
struct any_io_executor {};
struct thread_pool {
  any_io_executor get_executor();
};
struct io_context {
  any_io_executor get_executor();
};
template <class Executor> struct partial_executor_binder {};
template <class Token, class Executor> struct executor_binder {};
template <class Executor> partial_executor_binder<Executor> bind_executor(const Executor &);
template <class Executor, class Token> executor_binder<Token, Executor> bind_executor(const Executor &, Token);
template <class Token> task<> post(Token);
template <class Executor, class Token> task<> post(const Executor &, Token);
template <class Token> struct redirect_error_t {};
template <class Token> redirect_error_t<Token> redirect_error(Token, int &);
} // namespace asio

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
task<> by_what_the_argument_was_made_of(own::pool &pool) {
  co_await own::resume(own::on(pool));
  rest();
}
task<> by_a_bound_executor(asio::thread_pool &pool) {
  co_await asio::post(asio::bind_executor(pool));
  rest();
}
task<> by_a_bound_token(asio::thread_pool &pool) {
  int error = 0;
  co_await asio::post(asio::redirect_error(asio::bind_executor(pool.get_executor(), asio::use_awaitable), error));
  rest();
}
task<> by_a_token_in_a_local(asio::thread_pool &pool) {
  auto token = asio::bind_executor(pool, asio::use_awaitable);
  co_await asio::post(token);
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
// The operation runs in the pool, and the coroutine goes on where it was.
task<> not_bound(asio::thread_pool &pool) {
  co_await asio::post(pool, asio::use_awaitable);
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
}
task<> bound_to_a_loop(asio::io_context &loop) {
  co_await asio::post(asio::bind_executor(loop, asio::use_awaitable));
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
}
// A number that the pool was asked for does not lead there.
task<> only_asks(own::pool &pool) {
  co_await own::record(own::describe(pool));
  rest();
  // CHECK-MESSAGES: :[[@LINE-1]]:3: warning: 'rest' blocks the thread
}
