#pragma once

#include "async/wait_queue.hpp"

#include <coroutine>
#include <source_location>
#include <string_view>

namespace async {

/// A flag that tasks can wait for. Stays set until it is cleared. Belongs to the thread of its loop.
class event {
public:
  /// \p name identifies it in reports.
  explicit event(std::string_view name = {}) : waiters_("event", released_by::any_task, name) {}

  /// What wait() returns.
  class [[nodiscard("nothing waits for the event until this is awaited")]] wait_operation : public async::wait {
  public:
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      if (!enter(caller.promise()) || awaited_.is_set_)
        return false;
      enqueue();
      return true;
    }
    void await_resume() { leave(); }

  private:
    friend class event;
    wait_operation(event &awaited, std::source_location where) noexcept
        : async::wait(awaited.waiters_, where), awaited_(awaited) {}

    event &awaited_;
  };

  /// Waits until the event is set. A task that was woken stays so, even if the event is cleared before the task runs.
  wait_operation wait(std::source_location where = std::source_location::current()) noexcept { return {*this, where}; }

  /// Wakes all waiting tasks, longest waiting first.
  void set() noexcept {
    waiters_.changed();
    is_set_ = true;
    waiters_.wake_all();
  }
  void clear() noexcept {
    waiters_.changed();
    is_set_ = false;
  }
  bool is_set() const noexcept {
    waiters_.looked_at();
    return is_set_;
  }

private:
  bool is_set_ = false;
  wait_queue waiters_;
};

} // namespace async
