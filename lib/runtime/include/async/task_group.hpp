#pragma once

#include "async/detail/children.hpp"
#include "async/detail/result.hpp"
#include "async/spawn.hpp"
#include "async/task.hpp"

#include <exception>
#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace async {

/// Thrown by with_task_group() when tasks of the group have failed; has all their exceptions, in order of time.
class group_error : public std::runtime_error {
public:
  struct failure {
    std::string task; ///< its name; for the group's body the name of the task that runs it
    std::exception_ptr error;
  };

  explicit group_error(std::vector<failure> failures);

  const std::vector<failure> &failures() const noexcept { return failures_; }

private:
  std::vector<failure> failures_;
};

class task_group;

namespace detail {

template <class T, class Body> task<T> run_task_group(Body body, std::source_location where);

template <class Body> using value_of_group = typename std::invoke_result_t<Body &, task_group &>::value_type;

} // namespace detail

/// Tasks with a common scope: no task outlives the group, which lasts for the call of with_task_group().
class task_group : private detail::children {
public:
  /// A task of the group, for code that needs its value or wants to cancel it. May be ignored, and may outlive the
  /// group.
  template <class T> class child {
  public:
    child(const child &) = default; // also used instead of a move, so that every child has its task
    child &operator=(const child &) = default;

    const std::string &name() const noexcept { return record_->name; }
    bool finished() const noexcept { return record_->finished(); }

    /// Cancels the task. The other tasks continue. False when it has ended already.
    bool cancel() noexcept { return record_->cancel(record_.get()); }

    /// Waits for the end and takes the value. \throws task_cancelled; the task's exception, which the group also gets
    join_of_task<T> join(std::source_location where = std::source_location::current()) const {
      return {record_, where};
    }

  private:
    friend class task_group;
    explicit child(detail::record_ref<detail::spawned<T>> record) noexcept : record_(std::move(record)) {}

    detail::record_ref<detail::spawned<T>> record_;
  };

  /// Starts \p work as a task of this group. When the group has failed or was cancelled before, the task is cancelled
  /// at once. \throws usage_error for an empty task
  template <class T>
  child<T> spawn(task<T> work, std::string_view name = {},
                 std::source_location where = std::source_location::current()) {
    child<T> started(detail::start(parent().runs_on, std::move(work), name, where));
    add(*started.record_);
    return started;
  }

  /// Cancels all tasks of the group, but not its body; for tasks that only serve other tasks.
  void cancel() noexcept { cancel_all(); }

private:
  template <class T, class Body> friend task<T> detail::run_task_group(Body body, std::source_location where);

  explicit task_group(std::source_location where);

  /// Inside of a catch clause: what the body threw.
  void body_failed();
  /// Waits for the end of all tasks. \throws group_error, cancelled
  task<> finish();
  void child_ended(detail::task_record &ended) noexcept override;

  unsigned shields_; ///< around the group
  bool body_runs_ = true;
  std::vector<group_error::failure> failures_;
  std::exception_ptr cancellation_; ///< of the parent
};

template <class T> join_of_task<T> operator co_await(const task_group::child<T> &child) {
  return child.join(detail::place_of_await());
}

namespace detail {

template <class T, class Body> task<T> run_task_group(Body body, std::source_location where) {
  task_group group(where);
  result<T> outcome;
  try {
    if constexpr (std::is_void_v<T>)
      co_await body(group);
    else
      outcome.set_value(co_await body(group));
  } catch (...) {
    group.body_failed();
  }
  co_await group.finish();
  if constexpr (!std::is_void_v<T>)
    co_return outcome.take();
}

} // namespace detail

/// `co_await with_task_group(body)` runs the task `body(group)`, waits until all tasks that were spawned into the group
/// have ended, and returns the body's value.
///
/// When a task or the body fails, all other tasks and the body are cancelled; when they have ended, group_error is
/// thrown with all exceptions. A cancelled task is not a failure. Cancelling the awaiting task cancels all. When that
/// coincides with a failure, group_error is thrown and the cancellation is delivered at the next suspension point.
template <class Body>
task<detail::value_of_group<Body>> with_task_group(Body body,
                                                   std::source_location where = std::source_location::current()) {
  return detail::run_task_group<detail::value_of_group<Body>>(std::move(body), where).made_at(where);
}

} // namespace async
