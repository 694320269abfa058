#pragma once

#include "async/detail/result.hpp"
#include "async/errors.hpp"
#include "async/scheduler.hpp"
#include "async/wait_queue.hpp"

#include <coroutine>
#include <exception>
#include <functional>
#include <memory>
#include <source_location>
#include <type_traits>
#include <utility>

namespace async {

namespace detail {

/// A call on another thread. Owned by that thread, until it has finished, and by the task that waits for the end.
class thread_call {
public:
  explicit thread_call(std::source_location where) : where_(where) {}
  thread_call(const thread_call &) = delete; // the wait points here
  thread_call &operator=(const thread_call &) = delete;
  virtual ~thread_call() = default;

  /// Runs \p call on a worker thread of \p loop, and then end() on the loop's own thread.
  static void start(std::shared_ptr<thread_call> call, scheduler &loop);

  wait_queue &waiters() noexcept { return waiters_; }

private:
  virtual void run() noexcept = 0;
  virtual std::exception_ptr failure() const noexcept = 0;

  /// Wakes the waiting task. If there is none, reports a lost exception.
  void end();

  wait_queue waiters_{"call on another thread", released_by::outside};
  std::source_location where_;
};

template <class F> class thread_call_of final : public thread_call {
public:
  using value_type = std::invoke_result_t<F>;

  thread_call_of(F calls, std::source_location where) : thread_call(where), calls_(std::move(calls)) {}

  value_type take() { return result_.take(); }

private:
  void run() noexcept override {
    try {
      if constexpr (std::is_void_v<value_type>) {
        std::invoke(std::move(calls_));
        result_.set_value(nothing());
      } else {
        result_.set_value(std::invoke(std::move(calls_)));
      }
    } catch (...) {
      result_.set_exception(std::current_exception());
    }
  }

  std::exception_ptr failure() const noexcept override { return result_.exception(); }

  F calls_;
  result<value_type> result_;
};

} // namespace detail

/// What to_thread() returns; gives the function's result, or throws its exception.
template <class F> class [[nodiscard("nothing is called until this is awaited")]] thread_operation : public wait {
public:
  thread_operation(std::shared_ptr<detail::thread_call_of<F>> call, std::source_location where)
      : wait(call->waiters(), where), call_(std::move(call)) {}

  template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
    if (std::exchange(started_, true))
      throw usage_error("a call on another thread was awaited a second time", where());
    if (!enter(caller.promise()))
      return false;
    detail::thread_call::start(call_, waiter().runs_on);
    enqueue();
    return true;
  }

  std::invoke_result_t<F> await_resume() {
    leave();
    return call_->take();
  }

private:
  std::shared_ptr<detail::thread_call_of<F>> call_;
  bool started_ = false;
};

/// Calls \p calls on another thread; for calls that would block this one. It must not use objects that belong to the
/// loop.
///
/// Cancelling the waiting task does not end the call, because a thread cannot be stopped from outside. The task
/// continues without it; a failure while the loop still runs is reported as `exception-lost`. The loop waits at its end
/// for all calls, so objects that they use must live until then. At most 32 calls run at a time, further ones wait.
template <class F>
thread_operation<std::decay_t<F>> to_thread(F &&calls, std::source_location where = std::source_location::current()) {
  using decayed = std::decay_t<F>;
  return {std::make_shared<detail::thread_call_of<decayed>>(std::forward<F>(calls), where), where};
}

} // namespace async
