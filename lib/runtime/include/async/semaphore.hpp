#pragma once

#include "async/detail/holdable.hpp"

#include <cstddef>
#include <optional>
#include <source_location>
#include <string_view>

namespace async {

/// A number of permits, each held by at most one task. Fair (FIFO). Belongs to the thread of its loop.
///
/// A permit is returned only by its permit object, so the tasks that hold permits are always known, and deadlock
/// detection is exact. To signal from task to task use an event or a queue.
class semaphore final : private detail::holdable {
public:
  /// \p name identifies it in reports.
  explicit semaphore(std::size_t permits, std::string_view name = {})
      : holdable("semaphore", released_by::a_holder, name), available_(permits) {}

  /// Returns the permit on destruction. May be moved to another task; may outlive the semaphore.
  class [[nodiscard("the permit is given back when this dies")]] permit final : public detail::ownership {
  public:
    /// Returns the permit now. \throws usage_error when there is none
    void release(std::source_location where = std::source_location::current()) {
      let_go("release of a permit that was given back before", where);
    }

  private:
    friend class semaphore;
    friend class detail::acquisition_of<permit>;
    permit() noexcept = default;
  };

  /// What acquire() returns: a place in the queue, taken when awaited.
  using acquisition = detail::acquisition_of<permit>;

  /// Waits for a permit.
  acquisition acquire(std::source_location where = std::source_location::current()) noexcept {
    return {*this, false, where};
  }

  /// A permit, if one is free. \throws usage_error outside of tasks
  std::optional<permit> try_acquire(std::source_location where = std::source_location::current());

  std::size_t available() const noexcept {
    looked_at();
    return available_;
  }

private:
  bool is_free(bool) const noexcept override { return available_ > 0; }
  void taken(bool) noexcept override { --available_; }
  void given_back(bool) noexcept override { ++available_; }

  std::size_t available_;
};

} // namespace async
