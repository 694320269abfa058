#pragma once

#include "async/detail/bell.hpp"
#include "async/timer.hpp"
#include "async/wait_queue.hpp"

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <source_location>
#include <span>
#include <string_view>
#include <vector>

namespace async::detail {

class descriptor;

/// The descriptors that one event_loop watches. Shared by the loop and the descriptors, because either may be destroyed
/// first.
class poller {
public:
  /// \throws std::system_error
  poller();
  poller(const poller &) = delete;
  poller &operator=(const poller &) = delete;
  ~poller();

  void add(descriptor &watched);
  void remove(const descriptor &watched) noexcept;

  /// Waits for events, at most \p patience, and continues the operations that wait for them.
  void wait(std::optional<duration> patience) noexcept;

  /// Ends a wait() of the loop's thread. May be called by any thread.
  void interrupt() noexcept { bell_.ring(); }

private:
  bell bell_;
  int epoll_;
};

/// An open file descriptor in non-blocking mode, with the operations that wait for it. Closes it on destruction.
class descriptor {
public:
  /// Takes ownership of \p number, even when it throws. \p kind and \p name identify it in reports.
  /// \throws std::system_error when it cannot be watched, as a regular file
  descriptor(std::shared_ptr<poller> watcher, int number, std::string_view kind, std::string_view name);
  descriptor(const descriptor &) = delete; // operations and the poller point here
  descriptor &operator=(const descriptor &) = delete;
  ~descriptor();

  int number() const noexcept { return number_; }
  bool watched_by(const std::shared_ptr<poller> &one) const noexcept { return watcher_ == one; }
  wait_queue &readers() noexcept { return readers_; }
  wait_queue &writers() noexcept { return writers_; }

  /// \p events as from epoll.
  void became_ready(std::uint32_t events) noexcept;

  /// Stores the bytes of a cancelled read: the next read begins with them.
  void put_back(std::span<const std::byte> bytes);
  /// Fills \p into with bytes that were put back, and returns their number.
  std::size_t take_back(std::span<std::byte> into) noexcept;

private:
  /// Operations in FIFO order.
  class line final : public wait_queue {
  public:
    using wait_queue::wait_queue;

    /// Continues the operations that can succeed.
    void move_on() noexcept;

  private:
    void gave_up(wait &left) noexcept override;
  };

  std::shared_ptr<poller> watcher_;
  int number_;
  line readers_;
  line writers_;
  std::vector<std::byte> unread_;
};

/// A wait for a system call that would block. The loop makes the call when it can succeed and only then wakes the task,
/// so operations are served in order, and one that is cancelled has either been done or done nothing.
class io_operation : public wait {
public:
  template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
    return suspend(caller.promise());
  }

  /// Tries the call once. False when it would block; otherwise it has succeeded or failed.
  virtual bool attempt() noexcept = 0;

  /// Called when the task was cancelled while it waited: undoes a partial operation.
  virtual void undo() noexcept {}

protected:
  io_operation(wait_queue &turn, std::source_location where) noexcept : wait(turn, where) {}
  ~io_operation() = default;

  /// The end of attempt(): records the error if the call failed; returns the result of attempt().
  bool settle(bool succeeded) noexcept;

  /// To be called first in await_resume. \throws cancelled, std::system_error
  void finish(const char *what);

  int error_ = 0; ///< as errno; of the last attempt

private:
  bool suspend(frame &caller);
};

} // namespace async::detail
