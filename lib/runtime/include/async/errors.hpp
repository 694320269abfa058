#pragma once

#include <memory>
#include <source_location>
#include <stdexcept>
#include <string>

namespace async {

namespace detail {
class cancel_delivery;
class task_record;
} // namespace detail

/// Thrown at a suspension point of a task that is being cancelled.
///
/// Not derived from std::exception, so that `catch (const std::exception &)` lets it through. A handler that catches it
/// and does not pass it on (by `throw;`, by keeping it and rethrowing, or by throwing another exception) is reported as
/// `cancellation-swallowed` when the task continues. docs/runtime.md has the rules.
class cancelled {
public:
  /// The suspension point at which the cancellation was delivered.
  std::source_location where() const noexcept;

  /// Removes the request of \p requester from this cancellation; for code that has cancelled for its own purpose, as a
  /// timeout does. Returns true when no other request is left: then the task may continue, and nothing is reported.
  bool consume(const void *requester) const noexcept;

  /// Undoes the delivery, because another exception takes precedence: the remaining requests are delivered again at the
  /// next suspension point, and nothing counts as swallowed.
  void put_back() const noexcept;

private:
  friend class detail::task_record;
  explicit cancelled(std::shared_ptr<detail::cancel_delivery> delivery) noexcept : delivery_(std::move(delivery)) {}

  std::shared_ptr<detail::cancel_delivery> delivery_;
};

/// Incorrect use of the library; what() is a sentence that explains it, with the place.
class usage_error : public std::logic_error {
public:
  usage_error(const std::string &what, std::source_location where);

  std::source_location where() const noexcept { return where_; }

private:
  std::source_location where_;
};

/// A usage_error that was already reported; losing it is not reported again.
class reported_usage_error : public usage_error {
public:
  using usage_error::usage_error;
};

/// Thrown to a task that takes the result of a task that ended by cancellation. The task that takes it is not
/// cancelled.
class task_cancelled : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Thrown by run(), after the report, when its task can never end.
class deadlock_error : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

/// Thrown to tasks that wait for a queue that is closed, and by adding to it.
class queue_closed : public std::runtime_error {
public:
  using std::runtime_error::runtime_error;
};

} // namespace async
