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
  /// \p name identifies it in reports.
  explicit condition(std::string_view name = {}) : waiters_("condition", released_by::any_task, name) {}

  /// Unlocks \p held, waits for a notification and locks again, so that \p held holds the mutex whenever this ends,
  /// even by cancellation. A cancellation after the notification is delivered at the next suspension point, so no
  /// notification is lost. There are no spurious wakeups, but another task may have held the mutex in between.
  /// \throws usage_error when \p held holds nothing
  task<> wait(mutex::guard &held, std::source_location where = std::source_location::current()) {
    return wait_unlocked(held, where).made_at(where);
  }

  /// Waits until \p holds() is true. It is called with the mutex held: at once, then after each notification.
  template <class Predicate>
  task<> wait(mutex::guard &held, Predicate holds, std::source_location where = std::source_location::current()) {
    return wait_until(held, std::move(holds), where).made_at(where);
  }

  /// Wakes the longest waiting task, if there is one. Usually called after changing the state with the mutex held.
  void notify_one() noexcept { waiters_.wake_one(); }

  /// Wakes all waiting tasks, longest waiting first.
  void notify_all() noexcept { waiters_.wake_all(); }

private:
  class [[nodiscard("nothing waits until this is awaited")]] notification : public async::wait {
  public:
    notification(wait_queue &waiters, std::source_location where) noexcept : async::wait(waiters, where) {}

    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      if (!enter(caller.promise()))
        return false;
      enqueue();
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
