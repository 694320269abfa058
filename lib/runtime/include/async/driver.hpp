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

/// What differs between kinds of loop: where time comes from, what chooses among ready tasks, and how to wait for the
/// world outside. All functions are called by the thread that runs the loop, except those that say otherwise.
class driver {
public:
  driver() = default;
  driver(const driver &) = delete;
  driver &operator=(const driver &) = delete;
  virtual ~driver();

  virtual time_point now() const noexcept = 0;

  /// Which of \p options, at least two, comes next; 0 is the one that has been ready longest.
  virtual std::size_t choose(std::size_t options);

  /// Which of the \p count tasks in \p ready, at least one, runs next; \p count lets time pass instead, if it may.
  virtual std::size_t pick(const detail::ready_tasks &ready, std::size_t count, bool time_may_pass);

  /// Whether to look at timers and the outside before each step instead of once a round, so that what a step does does
  /// not depend on where in a round it comes.
  virtual bool every_step_is_a_round() const noexcept { return false; }

  /// Whether timers may also fire while tasks are ready, as if those took their time.
  virtual bool timers_may_overtake() const noexcept { return false; }

  /// Lets in what happened outside. Called once a round, that is after all tasks that were ready have run.
  virtual void poll() {}

  /// Called before each task runs.
  virtual void before_step() {}

  /// Nothing is ready: returns at \p until, or earlier when something happened outside.
  virtual void idle(std::optional<time_point> until) = 0;

  /// Whether a task may still be made ready from outside although none waits for anything there.
  virtual bool can_be_woken() const noexcept { return false; }

  /// Makes idle() return, now or when it is called next. May be called by any thread.
  virtual void interrupt() noexcept;

  /// Has \p does called in the loop's thread, outside of any task, before the next round. It must not throw.
  /// May be called by any thread, also while no loop runs: then the next one does it.
  template <class F> void post(F does) { post_job(detail::make_job(std::move(does))); }

  /// Sends the reports of the loops that this drives to \p handler instead of the process's: all that are made on their
  /// thread while they run, and those that are made of them from outside (`loop-blocked`). An empty handler leaves them
  /// to the process's again. Returns the handler that was set before; it is not called any more then, and none is after
  /// the end of this. May be called by any thread.
  report_handler set_report_handler(report_handler handler);

  /// What set_report_handler() has set. May be called by any thread.
  detail::loop_handler handler() const;

  /// Does what was posted.
  void run_posted();

protected:
  /// What idle() can be: returns at \p until on the steady clock, or earlier after post() or interrupt().
  void wait_for_post(std::optional<time_point> until);

private:
  friend class scheduler;

  void post_job(std::unique_ptr<detail::job> added);

  mutable std::mutex lock_;
  std::condition_variable changed_;
  std::vector<std::unique_ptr<detail::job>> posted_;
  std::atomic<bool> any_posted_ = false; ///< spares a round that has none the lock
  bool interrupted_ = false;
  std::atomic<bool> drives_ = false; ///< a loop runs
  detail::loop_handler handler_;
};

/// Real time; waits by sleeping. Other threads can wake it, descriptors cannot: see event_loop.
class real_time_driver : public driver {
public:
  time_point now() const noexcept override;
  void idle(std::optional<time_point> until) override;
};

/// Virtual time, which stands still while tasks run and jumps to the next timer when none is ready. No waiting, and
/// equal programs run equally. Without a timer it waits for other threads; with one it jumps, as if they took longer.
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
