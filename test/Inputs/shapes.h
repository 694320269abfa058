// The tasks of several libraries, by their own names and in their own shapes; most functions are only declared, as in a
// program that links against the library.
#pragma once
#include <coroutine>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

// Eager; the promise is in coroutine_traits.
namespace seastar {
template <class T = void> class [[nodiscard]] future;
namespace internal {
template <class T> struct awaiter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
template <class T> struct promise_base {
  future<T> get_return_object() noexcept;
  std::suspend_never initial_suspend() noexcept { return {}; }
  std::suspend_never final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept;
};
template <class T> struct promise : promise_base<T> {
  void return_value(T);
};
template <> struct promise<void> : promise_base<void> {
  void return_void() noexcept;
};
} // namespace internal
template <class T> class [[nodiscard]] future {
public:
  future(future &&) noexcept;
  future &operator=(future &&) noexcept;
  ~future();
  bool failed() const noexcept;
  internal::awaiter<T> operator co_await() && noexcept;
};
struct abort_requested_exception : std::exception {};
class abort_source {
public:
  bool abort_requested() const noexcept;
};
future<> sleep(int);
future<> sleep_abortable(int, abort_source &);
} // namespace seastar
template <class T, class... A> struct std::coroutine_traits<seastar::future<T>, A...> {
  using promise_type = seastar::internal::promise<T>;
};

// Lazy; the promise has an await_transform.
namespace folly {
struct OperationCancelled : std::exception {};
struct CancellationToken {
  bool isCancellationRequested() const noexcept;
};
namespace coro {
template <class T> struct Awaiter {
  bool await_ready() noexcept;
  std::coroutine_handle<> await_suspend(std::coroutine_handle<>) noexcept;
  T await_resume();
};
template <class T = void> class [[nodiscard]] Task;
template <class T> struct PromiseBase {
  Task<T> get_return_object() noexcept;
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() noexcept;
  template <class U> Awaiter<U> await_transform(Task<U> &&) noexcept;
};
template <class T> struct Promise : PromiseBase<T> {
  template <class U = T> void return_value(U &&);
};
template <> struct Promise<void> : PromiseBase<void> {
  void return_void() noexcept;
};
template <class T> class [[nodiscard]] Task {
public:
  using promise_type = Promise<T>;
  Task(Task &&) noexcept;
  ~Task() {
    if (handle_)
      handle_.destroy();
  }

private:
  std::coroutine_handle<promise_type> handle_;
};
} // namespace coro
} // namespace folly

// Eager, counted references; a detached type that ends the program, and one that does not.
namespace winrt {
struct hresult_error {};
struct hresult_canceled : hresult_error {};
namespace impl {
template <class T> struct adapter {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const;
  T await_resume() const;
};
} // namespace impl
struct IAsyncAction {
  IAsyncAction(const IAsyncAction &) noexcept;
  ~IAsyncAction();
};
template <class T> struct IAsyncOperation {
  IAsyncOperation(const IAsyncOperation &) noexcept;
  ~IAsyncOperation();
};
impl::adapter<void> operator co_await(const IAsyncAction &);
template <class T> impl::adapter<T> operator co_await(const IAsyncOperation<T> &);
struct hop {
  bool await_ready() const noexcept;
  void await_suspend(std::coroutine_handle<>) const;
  void await_resume() const noexcept;
};
hop resume_background() noexcept;
struct fire_and_forget {};
struct logged {};
namespace impl {
template <class R> struct promise {
  R get_return_object();
  std::suspend_never initial_suspend() const noexcept { return {}; }
  std::suspend_never final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept;
  void return_void() noexcept;
};
[[noreturn]] void give_up() noexcept;
inline void on_unhandled() noexcept { give_up(); }
struct detached_promise : promise<fire_and_forget> {
  void unhandled_exception() const noexcept { on_unhandled(); }
};
} // namespace impl
} // namespace winrt
template <class... A> struct std::coroutine_traits<winrt::fire_and_forget, A...> {
  using promise_type = winrt::impl::detached_promise;
};
template <class... A> struct std::coroutine_traits<winrt::logged, A...> {
  using promise_type = winrt::impl::promise<winrt::logged>;
};
template <class... A> struct std::coroutine_traits<winrt::IAsyncAction, A...> {
  using promise_type = winrt::impl::promise<winrt::IAsyncAction>;
};

// A home-made one, lazy, with detached starters of its own.
namespace home {
template <class T> struct job_awaiter {
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  T await_resume();
};
template <class T = void> struct job;
template <class T> struct job_promise {
  job<T> get_return_object();
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() { error = std::current_exception(); }
  template <class U = T> void return_value(U &&);
  std::exception_ptr error;
};
template <> struct job_promise<void> {
  job<void> get_return_object();
  std::suspend_always initial_suspend() noexcept { return {}; }
  std::suspend_always final_suspend() noexcept { return {}; }
  void unhandled_exception() { error = std::current_exception(); }
  void return_void();
  std::exception_ptr error;
};
template <class T> struct job {
  using promise_type = job_promise<T>;
  job(job &&) noexcept;
  ~job() { handle.destroy(); }
  job_awaiter<T> operator co_await() const;
  std::coroutine_handle<promise_type> handle;
};
struct runner {
  struct promise_type {
    runner get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception() noexcept { throw; }
  };
};
struct forgiving {
  struct promise_type {
    forgiving get_return_object();
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void();
    void unhandled_exception() noexcept { last = std::current_exception(); }
    std::exception_ptr last;
  };
};
} // namespace home
