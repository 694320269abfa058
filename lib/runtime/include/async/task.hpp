#pragma once

#include "async/detail/frame.hpp"
#include "async/detail/result.hpp"
#include "async/detail/task_record.hpp"
#include "async/errors.hpp"

#include <coroutine>
#include <source_location>
#include <type_traits>
#include <utility>

namespace async {

template <class T> class task;

namespace detail {

/// The end of every coroutine: resumes the coroutine that awaits it, in the same task.
struct final_awaiter {
  bool await_ready() const noexcept { return false; }

  template <class Promise> std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
    frame &self = ended.promise();
    self.in_task->leaf = self.caller;
    if (!self.caller)
      return std::noop_coroutine(); // the task has ended: the scheduler tests that it has no leaf
    return transfer(*self.in_task, self.caller->handle);
  }

  void await_resume() const noexcept {}
};

/// Refers to an awaiter that cannot be moved: g++ 12 would copy a reference that await_transform returns.
template <class Awaiter> struct awaiter_reference {
  Awaiter &to;

  decltype(auto) await_ready() { return to.await_ready(); }
  template <class Promise> decltype(auto) await_suspend(std::coroutine_handle<Promise> caller) {
    return to.await_suspend(caller);
  }
  decltype(auto) await_resume() { return to.await_resume(); }
};

/// The base of the promises of all coroutines of this library.
struct promise_base : frame {
  std::suspend_always initial_suspend() const noexcept { return {}; }
  final_awaiter final_suspend() const noexcept { return {}; }

  /// Records the place of every co_await; does not change the operand.
  template <class Awaitable>
  decltype(auto) await_transform(Awaitable &&operand,
                                 std::source_location where = std::source_location::current()) noexcept {
    awaiting = where;
    if constexpr (requires { operand.await_ready(); })
      return awaiter_reference<std::remove_reference_t<Awaitable>>{operand};
    else
      return static_cast<Awaitable &&>(operand);
  }
};

template <class T> struct task_promise;

/// Reports a task that is destroyed without having run, unless an exception is unwinding.
void report_never_awaited(const frame &never_started) noexcept;

/// Reports an await of a consumed task. Returns the exception that the awaiter must throw.
std::exception_ptr refuse_spent(std::source_location where);
std::exception_ptr refuse_empty(std::source_location where);

template <class T> class task_awaiter;

} // namespace detail

/// A coroutine that returns one T (or nothing, or an exception) to the coroutine that awaits it.
///
/// Lazy: nothing runs until the task is awaited, spawned or passed to run(). Awaiting runs it inside of the awaiting
/// task, at once and on the same thread. It can be awaited only once; that consumes it. A task owns its coroutine:
/// destroying one that never ran is reported as `never-awaited`.
template <class T = void> class [[nodiscard("a task does nothing until it is awaited, spawned or run")]] task {
public:
  using promise_type = detail::task_promise<T>;
  using value_type = T;

  /// A task without a coroutine; awaiting it is an error.
  task() noexcept = default;
  task(task &&other) noexcept { take(other); }
  task &operator=(task &&other) noexcept {
    if (this != &other) {
      drop();
      take(other);
    }
    return *this;
  }
  ~task() { drop(); }

  /// Whether there is a coroutine that was not consumed or released.
  bool valid() const noexcept { return promise_ != nullptr; }

  /// Awaiting consumes the task, even as an lvalue. \throws usage_error when it is empty or was consumed
  detail::task_awaiter<T> operator co_await() noexcept;

  /// The place where the coroutine is defined. \pre valid()
  std::source_location defined_at() const noexcept { return promise_->created; }

  /// For coroutines of this library: sets the place of the user's call, for reports. \pre valid()
  task &&made_at(std::source_location where) && noexcept {
    promise_->made_at = where;
    return std::move(*this);
  }

  /// For coroutines of this library with tasks as arguments: these report when they never run. \pre valid()
  task &&wrapping_tasks() && noexcept {
    promise_->wraps_tasks = true;
    return std::move(*this);
  }

  /// Releases the coroutine, for code that runs it by other means. Null when there is none.
  promise_type *release() noexcept {
    spent_ = true;
    return std::exchange(promise_, nullptr);
  }

private:
  friend promise_type;
  friend class detail::task_awaiter<T>;

  explicit task(promise_type &promise) noexcept : promise_(&promise) {}

  void take(task &other) noexcept {
    promise_ = std::exchange(other.promise_, nullptr);
    spent_ = std::exchange(other.spent_, other.spent_ || promise_);
  }

  void drop() noexcept {
    if (!promise_)
      return;
    if (!promise_->in_task)
      detail::report_never_awaited(*promise_);
    std::exchange(promise_, nullptr)->handle.destroy();
  }

  promise_type *promise_ = nullptr;
  bool spent_ = false; ///< its coroutine was consumed or released
};

namespace detail {

template <class T> struct task_promise final : promise_base, result_promise<T> {
  task<T> get_return_object(std::source_location where = std::source_location::current()) noexcept {
    handle = std::coroutine_handle<task_promise>::from_promise(*this);
    created = where;
    return task<T>(*this);
  }
};

template <class T> class [[nodiscard("nothing runs until this is awaited")]] task_awaiter {
public:
  explicit task_awaiter(task<T> &&work) noexcept : was_spent_(work.spent_), work_(std::move(work)) {}

  bool await_ready() const noexcept { return false; }

  template <class Promise> std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> awaiting) noexcept {
    frame &caller = awaiting.promise();
    if (!work_.valid()) {
      const std::source_location &where = caller.place_of_request();
      refusal_ = was_spent_ ? refuse_spent(where) : refuse_empty(where);
      return transfer(*caller.in_task, awaiting);
    }
    frame &callee = *work_.promise_;
    callee.caller = &caller;
    callee.in_task = caller.in_task;
    caller.in_task->leaf = &callee;
    return transfer(*caller.in_task, callee.handle);
  }

  T await_resume() {
    if (refusal_)
      std::rethrow_exception(std::move(refusal_));
    return work_.promise_->take();
  }

private:
  bool was_spent_;
  task<T> work_;
  std::exception_ptr refusal_;
};

} // namespace detail

template <class T> detail::task_awaiter<T> task<T>::operator co_await() noexcept {
  return detail::task_awaiter<T>(std::move(*this));
}

} // namespace async
