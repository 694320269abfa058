#pragma once

#include "async/detail/deliver.hpp"
#include "async/detail/footprint.hpp"
#include "async/detail/intrusive_list.hpp"
#include "async/detail/job.hpp"
#include "async/timer.hpp"

#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace async {

namespace detail {
class task_record;
struct in_ready_list;
using ready_tasks = intrusive_list<task_record, in_ready_list>;
} // namespace detail

/// The customization point of a loop: the clock, the choice among ready tasks, and how to wait for outside events. All
/// functions are called by the thread that runs the loop, unless they say otherwise.
class driver {
public:
  driver() = default;
  driver(const driver &) = delete;
  driver &operator=(const driver &) = delete;
  virtual ~driver();

  virtual time_point now() const noexcept = 0;

  /// Selects one of \p options, at least two; 0 is the one that has been ready longest.
  virtual std::size_t choose(std::size_t options);

  /// Selects the next of the \p count tasks in \p ready, at least one; the result \p count lets time pass instead, if
  /// that is allowed.
  virtual std::size_t pick(const detail::ready_tasks &ready, std::size_t count, bool time_may_pass);

  /// Whether to process timers and outside events before each step instead of once a round, so that the effect of a
  /// step does not depend on its position in the round.
  virtual bool every_step_is_a_round() const noexcept { return false; }

  /// Whether timers may also fire while tasks are ready, as if the tasks took time.
  virtual bool timers_may_overtake() const noexcept { return false; }

  /// Processes outside events. Called once a round, that is after all tasks that were ready have run.
  virtual void poll() {}

  /// Called before each task runs.
  virtual void before_step() {}

  /// Called when no task is ready: returns at \p until, or earlier after an outside event.
  virtual void idle(std::optional<time_point> until) = 0;

  /// Whether a task may still be made ready from outside although no task waits for an outside event.
  virtual bool can_be_woken() const noexcept { return false; }

  /// Makes the current or next idle() return. May be called by any thread.
  virtual void interrupt() noexcept;

  /// Calls \p does in the loop's thread, outside of any task, before the next round. It must not throw. May be called
  /// by any thread, also while no loop runs: then the next loop calls it.
  template <class F> void post(F does) { post_job(detail::make_job(std::move(does))); }

  /// Sends the reports of the loops with this driver to \p handler instead of the process's handler: all reports made
  /// on their thread while they run, and reports about them from outside (`loop-blocked`). An empty handler restores
  /// the process's handler. Returns the previous handler, which is not called any more; no handler is called after the
  /// destruction of this. May be called by any thread.
  report_handler set_report_handler(report_handler handler);

  /// The handler of set_report_handler(). May be called by any thread.
  detail::loop_handler handler() const;

  /// Calls the posted functions.
  void run_posted();

protected:
  /// An implementation of idle(): returns at \p until on the steady clock, or earlier after post() or interrupt().
  void wait_for_post(std::optional<time_point> until);

private:
  friend class scheduler;

  void post_job(std::unique_ptr<detail::job> added);

  mutable std::mutex lock_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<detail::job>> posted_;
  std::atomic<bool> any_posted_ = false; ///< avoids locking in rounds without posted functions
  bool interrupted_ = false;
  std::atomic<bool> drives_ = false; ///< a loop runs
  detail::loop_handler handler_;
};

/// Real time; waits by sleeping. Other threads can wake it; for descriptors use event_loop.
class real_time_driver : public driver {
public:
  time_point now() const noexcept override;
  void idle(std::optional<time_point> until) override;
};

/// Virtual time, which stands still while tasks run and jumps to the next timer when no task is ready. It never waits
/// for timers, and runs are deterministic. Without a timer it waits for other threads; with one it jumps, as if they
/// took longer.
class virtual_time_driver : public driver {
public:
  time_point now() const noexcept override { return now_; }
  void idle(std::optional<time_point> until) override;

  /// Lets time pass although a task runs, for calls that would block the thread.
  void advance(duration by) noexcept {
    detail::touch_everything();
    now_ += by;
  }

private:
  time_point now_;
};

} // namespace async
