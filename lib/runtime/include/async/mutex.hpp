#pragma once

#include "async/wait_queue.hpp"

#include <coroutine>
#include <optional>
#include <source_location>
#include <string_view>
#include <utility>

namespace async {

/// A mutex that may be held across co_await: waiting for it suspends the task, never the thread.
/// Fair (FIFO: nobody overtakes a waiter), not recursive, owned by a task. Belongs to the thread of its loop.
class mutex {
public:
  /// \p name tells it from other mutexes in reports.
  explicit mutex(std::string_view name = {}) : waiters_("mutex", released_by::a_holder, name) {}

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

    /// Unlocks now. \throws usage_error when nothing is held
    void unlock(std::source_location where = std::source_location::current());

  private:
    friend class mutex;
    friend class condition;
    guard() noexcept = default;
    void take(mutex & held, detail::task_record & holder, std::source_location where) noexcept;
    void release() noexcept;

    mutex *mutex_ = nullptr; ///< valid while hold_ is active
    hold hold_;
  };

  /// What lock() returns: a place in the queue, taken when awaited.
  class [[nodiscard("nothing is locked until this is awaited")]] acquisition : public wait {
  public:
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      return suspend(caller.promise());
    }
    guard await_resume();

  private:
    friend class mutex;
    acquisition(mutex & wanted, std::source_location where) noexcept
        : wait(wanted.waiters_, where, report_kind::guard_never_held), wanted_(wanted) {}
    bool suspend(detail::frame & caller);

    mutex &wanted_;
    guard granted_; ///< given by the one who unlocks; passed on when the waiter is destroyed before it runs
  };

  /// Waits until the mutex is free and gives its guard. Locking a mutex that the task holds is reported as `deadlock`.
  acquisition lock(std::source_location where = std::source_location::current()) noexcept { return {*this, where}; }

  /// The guard, if the mutex is free. \throws usage_error outside of tasks
  std::optional<guard> try_lock(std::source_location where = std::source_location::current());

  bool locked() const noexcept {
    waiters_.looked_at();
    return locked_;
  }

private:
  friend class condition;

  /// The mutex goes straight to the next waiter, so that nobody can overtake it.
  void pass_on() noexcept;

  bool locked_ = false;
  wait_queue waiters_;
};

} // namespace async
