#pragma once

#include "async/detail/holdable.hpp"

#include <cstddef>
#include <optional>
#include <source_location>
#include <string_view>

namespace async {

/// A mutex that one task may hold exclusively, or any number may share; it may be held across co_await.
/// Fair (FIFO): a task that wants to share waits behind one that waits for exclusion, so neither kind starves. Not
/// recursive: to share it twice in one task is a deadlock when another task waits for exclusion meanwhile, and reported
/// as one. Belongs to the thread of its loop.
class shared_mutex final : private detail::holdable {
public:
  /// \p name identifies it in reports.
  explicit shared_mutex(std::string_view name = {}) : holdable("shared mutex", released_by::in_turn, name) {}

  /// Unlocks on destruction. May be moved to another task; may outlive the mutex and then does nothing.
  class [[nodiscard("the mutex is unlocked when the guard dies")]] guard final : public detail::ownership {
  public:
    /// Whether other tasks may hold the mutex too. \pre owns()
    bool shares() const noexcept { return shared(); }

    /// Unlocks now. \throws usage_error when nothing is held
    void unlock(std::source_location where = std::source_location::current()) {
      let_go("unlock of a shared mutex that this guard does not hold", where);
    }

  private:
    friend class shared_mutex;
    friend class detail::acquisition_of<guard>;
    guard() noexcept = default;
  };

  /// What lock() and lock_shared() return: a place in the queue, taken when awaited.
  using acquisition = detail::acquisition_of<guard>;

  /// Waits until no task holds the mutex and returns its guard.
  acquisition lock(std::source_location where = std::source_location::current()) noexcept {
    return {*this, false, where};
  }

  /// Waits until no task holds the mutex exclusively or has waited longer to do so, and returns a guard.
  acquisition lock_shared(std::source_location where = std::source_location::current()) noexcept {
    return {*this, true, where};
  }

  /// The guard, if lock() would not wait. \throws usage_error outside of tasks
  std::optional<guard> try_lock(std::source_location where = std::source_location::current()) {
    return try_take("try_lock", false, where);
  }

  /// The guard, if lock_shared() would not wait. \throws usage_error outside of tasks
  std::optional<guard> try_lock_shared(std::source_location where = std::source_location::current()) {
    return try_take("try_lock_shared", true, where);
  }

  bool locked() const noexcept {
    looked_at();
    return exclusive_ || sharers_ > 0;
  }

  /// The number of tasks that share it.
  std::size_t sharers() const noexcept {
    looked_at();
    return sharers_;
  }

private:
  std::optional<guard> try_take(const char *by_what, bool to_share, std::source_location where);

  bool is_free(bool to_share) const noexcept override { return !exclusive_ && (to_share || sharers_ == 0); }
  void taken(bool shared) noexcept override;
  void given_back(bool shared) noexcept override;

  bool exclusive_ = false;
  std::size_t sharers_ = 0;
};

} // namespace async
