#pragma once

#include "async/wait_queue.hpp"

#include <coroutine>
#include <cstddef>
#include <optional>
#include <source_location>
#include <string_view>
#include <utility>

namespace async {

/// A mutex that one task may hold exclusively, or any number may share; it may be held across co_await.
/// Fair (FIFO): who wants to share waits behind one who waits for exclusion, so neither kind starves. Not recursive:
/// to share it twice in one task is a deadlock when somebody waits for exclusion meanwhile, and reported as one.
/// Belongs to the thread of its loop.
class shared_mutex {
public:
  /// \p name tells it from others in reports.
  explicit shared_mutex(std::string_view name = {}) : waiters_(*this, name) {}

  /// Unlocks on destruction. May be moved to another task; may outlive the mutex and then does nothing.
  class [[nodiscard("the mutex is unlocked when the guard dies")]] guard {
  public:
    guard(guard &&) noexcept = default;
    guard &operator=(guard &&other) noexcept {
      if (this != &other) {
        release();
        mutex_ = other.mutex_;
        hold_ = std::move(other.hold_);
      }
      return *this;
    }
    ~guard() { release(); }

    /// Whether it holds a mutex.
    bool owns() const noexcept { return hold_.active(); }

    /// Whether others may hold the mutex too. \pre owns()
    bool shares() const noexcept { return hold_.shares(); }

    /// Unlocks now. \throws usage_error when nothing is held
    void unlock(std::source_location where = std::source_location::current());

  private:
    friend class shared_mutex;
    guard() noexcept = default;
    void take(shared_mutex & held, detail::task_record & holder, std::source_location where, bool shares) noexcept;
    void release() noexcept;

    shared_mutex *mutex_ = nullptr; ///< valid while hold_ is active
    hold hold_;
  };

  /// What lock() and lock_shared() return: a place in the queue, taken when awaited.
  class [[nodiscard("nothing is locked until this is awaited")]] acquisition : public wait {
  public:
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      return suspend(caller.promise());
    }
    guard await_resume();

  private:
    friend class shared_mutex;
    acquisition(shared_mutex & wanted, bool shares, std::source_location where) noexcept
        : wait(wanted.waiters_, where, report_kind::guard_never_held, shares), wanted_(wanted) {}
    bool suspend(detail::frame & caller);

    shared_mutex &wanted_;
    guard granted_; ///< given by the one who unlocks; passed on when the waiter is destroyed before it runs
  };

  /// Waits until nobody holds the mutex and gives its guard.
  acquisition lock(std::source_location where = std::source_location::current()) noexcept {
    return {*this, false, where};
  }

  /// Waits until nobody holds the mutex exclusively, or waits longer to do so, and gives a guard.
  acquisition lock_shared(std::source_location where = std::source_location::current()) noexcept {
    return {*this, true, where};
  }

  /// The guard, if lock() would not wait. \throws usage_error outside of tasks
  std::optional<guard> try_lock(std::source_location where = std::source_location::current());

  /// The guard, if lock_shared() would not wait. \throws usage_error outside of tasks
  std::optional<guard> try_lock_shared(std::source_location where = std::source_location::current());

  bool locked() const noexcept {
    waiters_.looked_at();
    return exclusive_ || sharers_ > 0;
  }

  /// How many share it.
  std::size_t sharers() const noexcept {
    waiters_.looked_at();
    return sharers_;
  }

private:
  class line final : public wait_queue {
  public:
    line(shared_mutex &of, std::string_view name) : wait_queue("shared mutex", released_by::in_turn, name), of_(of) {}

  private:
    void gave_up() noexcept override { of_.let_in(); }

    shared_mutex &of_;
  };

  bool is_free(bool to_share) const noexcept { return !exclusive_ && (to_share || sharers_ == 0); }
  std::optional<guard> try_take(const char *by_what, bool shares, std::source_location where);

  /// Gives the mutex to as many waiters as can have it now, in turn.
  void let_in() noexcept;

  bool exclusive_ = false;
  std::size_t sharers_ = 0;
  line waiters_;
};

} // namespace async
