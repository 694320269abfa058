#pragma once

#include "async/wait_queue.hpp"

#include <coroutine>
#include <cstddef>
#include <source_location>
#include <string_view>

namespace async {

/// Lets tasks go on when a given number of them has arrived, again and again. Belongs to the thread of its loop.
class barrier {
public:
  /// \p name tells it from other barriers in reports. \throws usage_error for no parties
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

  /// Arrives, and waits until all parties have. Gives the place in the order of arrival, from 0: each is given once in
  /// each round. One that is cancelled while it waits has not arrived; the other tasks go on waiting for another.
  arrival arrive_and_wait(std::source_location where = std::source_location::current()) noexcept {
    return {*this, where};
  }

  std::size_t parties() const noexcept { return parties_; }

  /// How many tasks wait for the rest.
  std::size_t waiting() const noexcept { return waiters_.size(); }

private:
  std::size_t parties_;
  wait_queue waiters_;
};

} // namespace async
