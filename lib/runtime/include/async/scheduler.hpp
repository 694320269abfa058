#pragma once

#include "async/detail/intrusive_list.hpp"
#include "async/detail/pulse.hpp"
#include "async/detail/task_record.hpp"
#include "async/detail/worker_threads.hpp"
#include "async/driver.hpp"
#include "async/timer.hpp"

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace async {

namespace detail {
struct in_loops;
}

/// Runs the tasks of one thread. run() creates one; programs use it only through the functions of the other headers.
///
/// A task is ready, running, waiting or finished. Waking makes a waiting task ready; only step() makes it run. Other
/// threads must not access it.
class scheduler : public detail::link<detail::in_loops> {
public:
  /// \p drives must outlive this. \throws usage_error when this thread runs a scheduler already, or another thread one
  /// with the same driver
  scheduler(driver &drives, std::source_location where);
  scheduler(const scheduler &) = delete;
  scheduler &operator=(const scheduler &) = delete;

  ~scheduler();

  /// The scheduler of this thread, or null.
  static scheduler *current() noexcept;

  /// The scheduler of this thread. \throws usage_error, which begins with \p by_what, when there is none
  static scheduler &required(const char *by_what, std::source_location where);

  /// The running task. \throws usage_error outside of tasks
  static detail::task_record &required_task(const char *by_what, std::source_location where);

  /// Adds a new task, ready to run from \p root on.
  void start(detail::task_record &task, detail::frame &root);

  /// Runs tasks until \p main has ended, then reports the tasks that have not, cancels them, runs them for at most
  /// \p grace of the loop's time and destroys those that are still there. No report is made after that first one.
  /// \throws deadlock_error, after the report, when \p main can never end
  void run(detail::task_record &main, duration grace);
  bool closing() const noexcept { return closing_; }

  void make_ready(detail::task_record &task) noexcept;

  /// The task that is running now; null in timers.
  detail::task_record *running() const noexcept { return running_; }

  time_point now() const noexcept { return driver_.now(); }
  timer_list &timers() noexcept { return timers_; }
  driver &drives() noexcept { return driver_; }

  /// The queue of tasks that wait for time to pass.
  wait_queue &clock() noexcept { return clock_; }

  detail::intrusive_list<detail::task_record, detail::in_registry> &tasks() noexcept { return tasks_; }

  /// The only part that other threads may access.
  detail::pulse &pulse() noexcept { return pulse_; }
  const detail::pulse &pulse() const noexcept { return pulse_; }

  /// The threads for blocking calls. They are joined when the loop is destroyed.
  detail::worker_threads &workers() noexcept { return workers_; }

private:
  friend void detail::resume_next(detail::task_record &, std::coroutine_handle<>) noexcept;
  friend class wait;
  friend class wait_queue;

  /// Runs one task, or lets time pass, to \p latest at most. False when no task can ever run.
  bool step(std::optional<time_point> latest = std::nullopt);
  /// Removes the task that runs next from the ready tasks; null when the choice is to let time pass.
  detail::task_record *pick();
  void fire_timers();
  void resume(detail::task_record &task);
  void suspended(detail::task_record &task);
  void finish(detail::task_record &task);
  void report_orphans();
  void report_standstill();
  void report_pending();
  void close(duration grace);
  void destroy_tasks() noexcept;

  driver &driver_;
  timer_list timers_;
  detail::intrusive_list<detail::task_record, detail::in_ready_list> ready_;
  detail::intrusive_list<detail::task_record, detail::in_registry> tasks_; ///< not finished, in order of spawning
  detail::task_record *main_ = nullptr;
  detail::task_record *running_ = nullptr;
  std::coroutine_handle<> next_; ///< set by detail::resume_next
  std::size_t ready_count_ = 0;
  std::size_t round_left_ = 0; ///< tasks to run before outside events are processed
  std::size_t outside_waits_ = 0;
  std::uint64_t last_id_ = 0;
  bool closing_ = false;
  bool main_ended_ = false;
  bool orphans_ = false; ///< a queue was destroyed with tasks waiting in it
  detail::shared_object spawning_;
  wait_queue clock_{"timer", released_by::clock};
  detail::pulse pulse_;
  detail::worker_threads workers_; ///< last member: its jobs refer to the loop

  friend class detail::task_record;
};

} // namespace async
