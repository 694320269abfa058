#pragma once

#include "async/detail/descriptor.hpp"
#include "async/driver.hpp"
#include "async/errors.hpp"
#include "async/run.hpp"
#include "async/spawn.hpp"
#include "async/task.hpp"

#include <cstddef>
#include <exception>
#include <future>
#include <memory>
#include <optional>
#include <source_location>
#include <string>
#include <string_view>
#include <utility>

namespace async {

/// The loop for programs with I/O: real time, files and sockets (epoll), work from other threads.
///
/// Construct it on the thread that runs it. It may run several main tasks, one after another, and must outlive
/// everything made from it except streams.
class event_loop final : public driver {
public:
  /// \throws std::system_error
  event_loop();

  /// Like async::run(), on this loop; ignores `options.drives`.
  template <class T>
  T run(task<T> main, run_options options = {}, std::source_location where = std::source_location::current()) {
    options.drives = this;
    return async::run(std::move(main), options, where);
  }

  /// Starts \p work as a task of the loop and returns its result: the value, the exception, task_cancelled when it was
  /// cancelled, or std::future_error when the loop ended before it. May be called by any thread during the lifetime of
  /// the loop object; a loop that does not run starts the work later. Only other threads may wait for the result: the
  /// loop's own thread would block the work itself.
  ///
  /// A loop does not wait for work to come: when its main task ends, so does run(), and when all its tasks wait, that
  /// is a deadlock, unless there is a submitter. \throws usage_error for an empty task
  template <class T>
  std::future<T> submit(task<T> work, std::string_view name = {},
                        std::source_location where = std::source_location::current());

  /// Lets other threads give work to a loop. While a submitter exists, a loop with only waiting tasks is not
  /// deadlocked. Copies are equivalent. May be used by any thread.
  class submitter {
  public:
    /// As event_loop::submit().
    template <class T>
    std::future<T> submit(task<T> work, std::string_view name = {},
                          std::source_location where = std::source_location::current()) const {
      return to_->submit(std::move(work), name, where);
    }

  private:
    friend class event_loop;
    explicit submitter(std::shared_ptr<event_loop> to) noexcept : to_(std::move(to)) {}

    std::shared_ptr<event_loop> to_; ///< not owning; the last submitter wakes the loop
  };

  /// Must be called by the thread of the loop.
  submitter make_submitter();

  /// The event loop that this thread runs. \throws usage_error, which begins with \p by_what, when there is none
  static event_loop &required(const char *by_what, std::source_location where);

  /// \throws usage_error, which begins with \p by_what, when \p used belongs to another loop than that of this thread,
  /// because no thread would wake a task that waits for it here
  static void check_own(const detail::descriptor &used, const char *by_what, std::source_location where);

  const std::shared_ptr<detail::poller> &descriptors() const noexcept { return poller_; }

  time_point now() const noexcept override;
  void poll() override;
  void idle(std::optional<time_point> until) override;
  bool can_be_woken() const noexcept override { return !submitters_.expired(); }
  void interrupt() noexcept override { poller_->interrupt(); }

private:
  std::shared_ptr<detail::poller> poller_;
  std::weak_ptr<event_loop> submitters_;
  std::size_t rounds_ = 0;
};

namespace detail {

template <class T> task<> fulfil(task<T> work, std::promise<T> result) {
  try {
    if constexpr (std::is_void_v<T>) {
      co_await work;
      result.set_value();
    } else {
      result.set_value(co_await work);
    }
  } catch (const cancelled &) {
    result.set_exception(std::make_exception_ptr(task_cancelled("the submitted task was cancelled")));
    throw;
  } catch (...) {
    result.set_exception(std::current_exception());
  }
}

} // namespace detail

template <class T> std::future<T> event_loop::submit(task<T> work, std::string_view name, std::source_location where) {
  if (!work.valid())
    throw usage_error("submit of an empty task: it was moved from, awaited, or never had a coroutine", where);
  std::promise<T> result;
  std::future<T> future = result.get_future();
  post([work = std::move(work), result = std::move(result), name = std::string(name), where]() mutable {
    spawn(detail::fulfil(std::move(work), std::move(result)), name, where).detach();
  });
  return future;
}

} // namespace async
