#pragma once

#include "async/wait_queue.hpp"

#include <coroutine>
#include <cstddef>
#include <optional>
#include <source_location>
#include <string_view>
#include <utility>

namespace async {

/// A number of permits, each held by at most one task. Fair (FIFO). Belongs to the thread of its loop.
///
/// A permit goes back only through the object that stands for it, so it is always known who holds them, and a deadlock
/// over them is exact. To signal from task to task use an event or a queue.
class semaphore {
public:
  /// \p name tells it from other semaphores in reports.
  explicit semaphore(std::size_t permits, std::string_view name = {})
      : available_(permits), waiters_("semaphore", released_by::a_holder, name) {}

  /// Gives its permit back on destruction. May be moved to another task; may outlive the semaphore.
  class [[nodiscard("the permit is given back when this dies")]] permit {
  public:
    permit(permit &&) noexcept = default;
    permit &operator=(permit &&other) noexcept {
      if (this != &other) {
        give_back();
        semaphore_ = other.semaphore_;
        hold_ = std::move(other.hold_);
      }
      return *this;
    }
    ~permit() { give_back(); }

    /// Whether it stands for a permit.
    bool owns() const noexcept { return hold_.active(); }

    /// Gives the permit back now. \throws usage_error when there is none
    void release(std::source_location where = std::source_location::current());

  private:
    friend class semaphore;
    permit() noexcept = default;
    void take(semaphore & from, detail::task_record & holder, std::source_location where) noexcept;
    void give_back() noexcept;

    semaphore *semaphore_ = nullptr; ///< valid while hold_ is active
    hold hold_;
  };

  /// What acquire() returns: a place in the queue, taken when awaited.
  class [[nodiscard("no permit is taken until this is awaited")]] acquisition : public wait {
  public:
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      return suspend(caller.promise());
    }
    permit await_resume();

  private:
    friend class semaphore;
    acquisition(semaphore & wanted, std::source_location where) noexcept
        : wait(wanted.waiters_, where, report_kind::guard_never_held), wanted_(wanted) {}
    bool suspend(detail::frame & caller);

    semaphore &wanted_;
    permit granted_; ///< given by the one who releases; passed on when the waiter is destroyed before it runs
  };

  /// Waits for a permit.
  acquisition acquire(std::source_location where = std::source_location::current()) noexcept { return {*this, where}; }

  /// A permit, if one is free. \throws usage_error outside of tasks
  std::optional<permit> try_acquire(std::source_location where = std::source_location::current());

  std::size_t available() const noexcept {
    waiters_.looked_at();
    return available_;
  }

private:
  /// The permit goes straight to the next waiter, so that nobody can overtake it.
  void pass_on() noexcept;

  std::size_t available_;
  wait_queue waiters_;
};

} // namespace async
