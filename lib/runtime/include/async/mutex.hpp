#pragma once

#include "async/detail/holdable.hpp"

#include <optional>
#include <source_location>
#include <string_view>

namespace async {

/// A mutex that may be held across co_await: waiting for it suspends the task, never the thread.
/// Fair (FIFO: no task overtakes a waiter), not recursive, owned by a task. Belongs to the thread of its loop.
class mutex final : private detail::holdable {
public:
  /// \p name identifies it in reports.
  explicit mutex(std::string_view name = {}) : holdable("mutex", released_by::a_holder, name) {}

  /// Unlocks on destruction. May be moved to another task; may outlive the mutex and then does nothing.
  class [[nodiscard("the mutex is unlocked when the guard dies")]] guard final : public detail::ownership {
  public:
    /// Unlocks now. \throws usage_error when nothing is held
    void unlock(std::source_location where = std::source_location::current()) {
      let_go("unlock of a mutex that this guard does not hold", where);
    }

  private:
    friend class mutex;
    friend class condition;
    friend class detail::acquisition_of<guard>;
    guard() noexcept = default;
  };

  /// What lock() returns: a place in the queue, taken when awaited.
  using acquisition = detail::acquisition_of<guard>;

  /// Waits until the mutex is free and returns its guard. Locking a mutex that the task holds is reported as
  /// `deadlock`.
  acquisition lock(std::source_location where = std::source_location::current()) noexcept {
    return {*this, false, where};
  }

  /// The guard, if the mutex is free. \throws usage_error outside of tasks
  std::optional<guard> try_lock(std::source_location where = std::source_location::current());

  bool locked() const noexcept {
    looked_at();
    return locked_;
  }

private:
  friend class condition;

  bool is_free(bool) const noexcept override { return !locked_; }
  void taken(bool) noexcept override { locked_ = true; }
  void given_back(bool) noexcept override { locked_ = false; }

  bool locked_ = false;
};

} // namespace async
