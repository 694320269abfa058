// Things that coroutines wait for, as libraries have them: an event and a promise that are awaited by themselves, and an
// eager future with a promise, a condition variable and a channel.
#pragma once
#include "task.h"

#include <deque>
#include <memory>

namespace plain {
/// Awaited by its operator.
class manual_event {
public:
  struct waiter {
    bool await_ready() const noexcept;
    bool await_suspend(std::coroutine_handle<>) noexcept;
    void await_resume() noexcept;
  };
  manual_event() noexcept;
  bool is_set() const noexcept;
  void set() noexcept;
  void reset() noexcept;
  waiter operator co_await() noexcept;
};
} // namespace plain

namespace bound {
/// Awaited only through the promise of the library's own task.
class latch {
public:
  void raise() noexcept;
  void post() noexcept;
  void clear() noexcept;
  void set() noexcept;
  bool up() const noexcept;
};
struct awaiter {
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  void await_resume();
};
template <class T> struct value_awaiter {
  bool await_ready() noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
template <class T> class job {
public:
  struct promise_type {
    job get_return_object() noexcept;
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept;
    void return_value(T);
    awaiter await_transform(latch &) noexcept;
    template <class U> value_awaiter<U> await_transform(job<U> &&) noexcept;
  };
  job(job &&) noexcept;
  ~job() { handle_.destroy(); }

private:
  std::coroutine_handle<promise_type> handle_;
};
} // namespace bound

namespace shard {
template <class T = void> class future {
public:
  future(future &&) noexcept;
  ~future();
  bool available() const noexcept;
};
template <class T> struct future_awaiter {
  explicit future_awaiter(future<T> &&);
  bool await_ready() const noexcept;
  template <class P> void await_suspend(std::coroutine_handle<P>) noexcept;
  T await_resume();
};
template <class T> future_awaiter<T> operator co_await(future<T> &&f) noexcept {
  return future_awaiter<T>(std::move(f));
}
class shared_promise {
public:
  shared_promise() noexcept;
  shared_promise(shared_promise &&) noexcept;
  shared_promise &operator=(shared_promise &&) noexcept;
  future<> get_shared_future() const noexcept;
  void set_value() noexcept;
  void set_exception(std::exception_ptr) noexcept;
};
class condition {
public:
  template <class Predicate> future<> wait(Predicate &&) noexcept { throw 0; }
  future<> when() noexcept;
  void signal() noexcept;
  void broadcast() noexcept;
};
template <class T> class channel {
public:
  void push(T) noexcept;
  future<T> pop() noexcept;
  void abort(std::exception_ptr) noexcept;
};
} // namespace shard
template <class... Args> struct std::coroutine_traits<shard::future<void>, Args...> {
  struct promise_type {
    shard::future<> get_return_object() noexcept;
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept;
    void return_void() noexcept {}
  };
};
template <class T, class... Args> struct std::coroutine_traits<shard::future<T>, Args...> {
  struct promise_type {
    shard::future<T> get_return_object() noexcept;
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void unhandled_exception() noexcept;
    void return_value(T) noexcept;
  };
};
