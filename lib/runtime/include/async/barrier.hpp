#pragma once

#include "async/wait_queue.hpp"

#include <coroutine>
#include <cstddef>
#include <source_location>
#include <string_view>

namespace async {

/// Lets tasks continue when a given number of them has arrived; reusable. Belongs to the thread of its loop.
class barrier {
public:
  /// \p name identifies it in reports. \throws usage_error for no parties
  explicit barrier(std::size_t parties, std::string_view name = {},
                   std::source_location where = std::source_location::current());

  /// What arrive_and_wait() returns.
  class [[nodiscard("the task does not arrive until this is awaited")]] arrival : public wait {
  public:
    template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
      return suspend(caller.promise());
    }
    std::size_t await_resume() {
      leave();
      return place_;
    }

  private:
    friend class barrier;
    arrival(barrier &at, std::source_location where) noexcept : wait(at.waiters_, where), at_(at) {}
    bool suspend(detail::frame &caller);

    barrier &at_;
    std::size_t place_ = 0;
  };

  /// Arrives, and waits until all parties have arrived. Returns the index of the arrival, from 0, unique in each round.
  /// A task that is cancelled while it waits has not arrived; the other tasks still wait for one more.
  arrival arrive_and_wait(std::source_location where = std::source_location::current()) noexcept {
    return {*this, where};
  }

  std::size_t parties() const noexcept { return parties_; }

  /// The number of tasks that have arrived and wait.
  std::size_t waiting() const noexcept { return waiters_.size(); }

private:
  std::size_t parties_;
  wait_queue waiters_;
};

} // namespace async
