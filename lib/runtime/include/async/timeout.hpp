#pragma once

#include "async/errors.hpp"
#include "async/task.hpp"
#include "async/timer.hpp"

#include <source_location>
#include <stdexcept>
#include <utility>

namespace async {

/// Thrown when a timeout was reached, in place of the cancellation that the timeout has caused.
class timed_out : public std::runtime_error {
public:
  explicit timed_out(std::source_location where);

  /// Where the timeout was set.
  std::source_location where() const noexcept { return where_; }

private:
  std::source_location where_;
};

/// A deadline for one or more pieces of work, which may be moved while they run.
///
///     async::timeout_scope limit(10s);
///     co_await limit.run(handshake(peer));
///     co_await limit.run(transfer(peer)); // what is left of the ten seconds
///
/// At the deadline the work is cancelled; when the cancellation leaves the work, run() throws timed_out. Work that ends
/// with a value or another exception gives that instead. Other cancellations are kept: a task that another task has
/// cancelled too throws `cancelled`.
class timeout_scope : private timer {
public:
  /// \p time is counted from now. \throws usage_error outside of run()
  explicit timeout_scope(duration time, std::source_location where = std::source_location::current());
  explicit timeout_scope(time_point deadline) noexcept : deadline_(deadline) {}

  /// Runs \p work in this task. When the deadline has passed before, its first wait is cancelled.
  /// \throws timed_out, usage_error when other work runs in this scope
  template <class T> task<T> run(task<T> work, std::source_location where = std::source_location::current()) {
    return run_work(std::move(work), where).made_at(where).wrapping_tasks();
  }

  /// Moves the deadline, as long as the work has not been cancelled because of it.
  void reschedule(time_point deadline);

  time_point deadline() const noexcept { return deadline_; }

  /// Whether work was cancelled because of the deadline.
  bool expired() const noexcept { return expired_; }

private:
  /// During its lifetime, the timer of the deadline is armed.
  class watch {
  public:
    watch(timeout_scope &scope, std::source_location where);
    watch(const watch &) = delete;
    watch &operator=(const watch &) = delete;
    ~watch();

  private:
    timeout_scope &scope_;
  };

  template <class T> task<T> run_work(task<T> work, std::source_location where) {
    const watch until_the_end(*this, where);
    try {
      co_return co_await std::move(work);
    } catch (const cancelled &request) {
      if (!request.consume(this))
        throw;
    }
    throw timed_out(where);
  }

  void start();
  void stop() noexcept;
  void expire() noexcept;
  void fire() noexcept override;

  time_point deadline_;
  detail::task_record *task_ = nullptr; ///< the task that runs work in this scope
  unsigned shields_ = 0;                ///< the shields of the task around this
  bool expired_ = false;
};

namespace detail {

template <class Limit, class T> task<T> run_with_timeout(Limit limit, task<T> work, std::source_location where) {
  timeout_scope scope(limit);
  co_return co_await scope.run(std::move(work), where);
}

} // namespace detail

/// Runs \p work in this task for at most \p time, counted from when this is awaited. \throws timed_out
template <class T>
task<T> with_timeout(duration time, task<T> work, std::source_location where = std::source_location::current()) {
  return detail::run_with_timeout(time, std::move(work), where).made_at(where).wrapping_tasks();
}

/// Runs \p work in this task until \p deadline at most. \throws timed_out
template <class T>
task<T> with_timeout(time_point deadline, task<T> work, std::source_location where = std::source_location::current()) {
  return detail::run_with_timeout(deadline, std::move(work), where).made_at(where).wrapping_tasks();
}

} // namespace async
