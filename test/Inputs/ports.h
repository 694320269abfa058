// hazel: a library of the executor kind. Its coroutine type is awaitable in its own coroutines only, through the
// promise's await_transform; the promise comes from a partial specialisation of std::coroutine_traits and lives, like
// everything else of interest, in dependent bases of another namespace.
#pragma once
#include <coroutine>
#include <system_error>
#include <utility>

namespace hazel {

struct default_executor {};
namespace internal {
template <class T, class Executor> class routine_frame;
template <class Executor> class routine_frame_base;
} // namespace internal

template <class T, class Executor = default_executor> class routine {
public:
  using value_type = T;
  constexpr routine() noexcept : frame_(nullptr) {}
  routine(routine &&other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  routine &operator=(routine &&other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~routine() {
    if (frame_)
      frame_->destroy();
  }
  bool valid() const noexcept { return frame_ != nullptr; }

  // For await_transform's sake only: a promise of hazel gives the awaiter.
  bool await_ready() const noexcept { return false; }
  template <class U> void await_suspend(std::coroutine_handle<internal::routine_frame<U, Executor>> h) {
    frame_->push(h);
  }
  T await_resume() { return frame_->get(); }

private:
  friend class internal::routine_frame<T, Executor>;
  explicit routine(internal::routine_frame<T, Executor> *frame) : frame_(frame) {}
  internal::routine_frame<T, Executor> *frame_;
};

// An asynchronous operation: not awaitable by itself, only await_transform knows what to do with it.
template <class Signature> class operation {
public:
  explicit operation(int fd) : fd_(fd) {}
  int fd() const { return fd_; }

private:
  int fd_;
};

class socket {
public:
  operation<void(std::error_code, std::size_t)> read_some();
  operation<void(std::error_code)> connect();
};

namespace internal {

struct operation_awaiter {
  bool await_ready() noexcept { return false; }
  void await_suspend(std::coroutine_handle<>) noexcept {}
  std::size_t await_resume() { return 0; }
};

template <class Executor> class routine_frame_base {
public:
  auto initial_suspend() noexcept { return std::suspend_always(); }
  auto final_suspend() noexcept { return std::suspend_always(); }
  void unhandled_exception() {}
  void destroy() { std::coroutine_handle<routine_frame_base>::from_promise(*this).destroy(); }
  template <class H> void push(H) {}

  template <class T> auto await_transform(routine<T, Executor> a) const { return a; }
  template <class Signature> auto await_transform(operation<Signature>) { return operation_awaiter{}; }
  // Anything callable with the frame: proves nothing for a type.
  template <class F, class = decltype(std::declval<F &>()((routine_frame_base *)nullptr))> auto await_transform(F f) {
    return f(this);
  }
};

template <class T, class Executor> class routine_frame : public routine_frame_base<Executor> {
public:
  routine<T, Executor> get_return_object() noexcept { return routine<T, Executor>(this); }
  template <class U> void return_value(U &&) {}
  T get();
};
template <class Executor> class routine_frame<void, Executor> : public routine_frame_base<Executor> {
public:
  routine<void, Executor> get_return_object() noexcept { return routine<void, Executor>(this); }
  void return_void() {}
  void get();
};

} // namespace internal
} // namespace hazel

template <class T, class Executor, class... Arguments>
struct std::coroutine_traits<hazel::routine<T, Executor>, Arguments...> {
  using promise_type = hazel::internal::routine_frame<T, Executor>;
};
