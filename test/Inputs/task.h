// A lazy task, moved only, that resumes its waiter by symmetric transfer: what most libraries have.
#pragma once
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>

template <class T = void> class task;

namespace task_detail {

struct promise_base {
  std::coroutine_handle<> waiter;
  std::exception_ptr error;

  struct resume_waiter {
    bool await_ready() noexcept { return false; }
    template <class Promise> std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> done) noexcept {
      return done.promise().waiter;
    }
    void await_resume() noexcept {}
  };

  std::suspend_always initial_suspend() noexcept { return {}; }
  resume_waiter final_suspend() noexcept { return {}; }
  void unhandled_exception() { error = std::current_exception(); }
};

template <class T> struct promise : promise_base {
  std::optional<T> value;
  task<T> get_return_object();
  template <class U = T> void return_value(U &&u) { value.emplace(std::forward<U>(u)); }
  T result() { return std::move(*value); }
};

template <> struct promise<void> : promise_base {
  task<void> get_return_object();
  void return_void() {}
  void result() {}
};

} // namespace task_detail

template <class T> class task {
public:
  using promise_type = task_detail::promise<T>;

  task() = default;
  explicit task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  task(task &&other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  task &operator=(task &&other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~task() {
    if (handle_)
      handle_.destroy();
  }

  bool valid() const noexcept { return static_cast<bool>(handle_); }
  explicit operator bool() const noexcept { return static_cast<bool>(handle_); }

  auto operator co_await() const noexcept {
    struct awaiter {
      std::coroutine_handle<promise_type> handle;
      bool await_ready() noexcept { return !handle || handle.done(); }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<> waiter) noexcept {
        handle.promise().waiter = waiter;
        return handle;
      }
      T await_resume() { return handle.promise().result(); }
    };
    return awaiter{handle_};
  }

private:
  std::coroutine_handle<promise_type> handle_;
};

namespace task_detail {
template <class T> task<T> promise<T>::get_return_object() {
  return task<T>(std::coroutine_handle<promise<T>>::from_promise(*this));
}
inline task<void> promise<void>::get_return_object() {
  return task<void>(std::coroutine_handle<promise<void>>::from_promise(*this));
}
} // namespace task_detail
