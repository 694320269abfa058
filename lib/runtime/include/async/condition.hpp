#pragma once

#include "async/mutex.hpp"
#include "async/task.hpp"
#include "async/wait_queue.hpp"

#include <coroutine>
#include <source_location>
#include <string_view>
#include <utility>

namespace async {

/// Lets tasks wait, without the mutex, for a change of what the mutex protects. Fair (FIFO). Belongs to the thread of
/// its loop.
///
///     auto guard = co_await lock.lock();
///     co_await changed.wait(guard, [&] { return !items.empty(); });
class condition {
public:
  /// \p name tells it from other conditions in reports.
  explicit condition(std::string_view name = {}) : waiters_("condition", released_by::anyone, name) {}

  /// Unlocks \p held, waits for a notification and locks again, so that \p held holds the mutex whenever this ends: by
  /// cancellation too. A task that was notified stays so: a cancellation that comes later waits for the next suspension
  /// point, and no notification is lost. Never wakes without notification; but another task may have had the mutex
  /// since.
  /// \throws usage_error when \p held holds nothing
  task<> wait(mutex::guard &held, std::source_location where = std::source_location::current()) {
    return wait_unlocked(held, where).made_at(where);
  }

  /// Waits until \p holds() is true, which is looked at with the mutex held: first at once, then after each
  /// notification.
  template <class Predicate>
  task<> wait(mutex::guard &held, Predicate holds, std::source_location where = std::source_location::current()) {
    return wait_until(held, std::move(holds), where).made_at(where);
  }

  /// Wakes the longest waiting task, if there is one. What is notified is usually changed with the mutex held.
  void notify_one() noexcept { waiters_.wake_one(); }

  /// Wakes all, longest waiting first.
  void notify_all() noexcept { waiters_.wake_all(); }

private:
  class [[nodiscard("nothing waits until this is awaited")]] notification : public async::wait {
  public:
    notification(wait_queue &waiters, std::source_location where) noexcept : async::wait(waiters, where) {}

    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      if (!enter(caller.promise()))
        return false;
      park();
      return true;
    }
    void await_resume() { leave(); }
  };

  task<> wait_unlocked(mutex::guard &held, std::source_location where);

  template <class Predicate> task<> wait_until(mutex::guard &held, Predicate holds, std::source_location where) {
    while (!holds())
      co_await wait(held, where);
  }

  wait_queue waiters_;
};

} // namespace async
