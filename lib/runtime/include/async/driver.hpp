#pragma once

#include "async/timer.hpp"

#include <cstddef>
#include <optional>

namespace async {

/// What differs between kinds of loop: where time comes from, who chooses among ready tasks, and how to wait for the
/// world outside. All functions are called by the thread that runs the loop.
class driver {
public:
  driver() = default;
  driver(const driver &) = delete;
  driver &operator=(const driver &) = delete;
  virtual ~driver() = default;

  virtual time_point now() const noexcept = 0;

  /// Which of \p options, at least two, comes next; 0 is the one that has been ready longest.
  virtual std::size_t choose(std::size_t options);

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
};

/// Real time; waits by sleeping.
class real_time_driver : public driver {
public:
  time_point now() const noexcept override;
  void idle(std::optional<time_point> until) override;
};

/// Virtual time, which stands still while tasks run and jumps to the next timer when none is ready. No waiting, and
/// equal programs run equally.
class virtual_time_driver : public driver {
public:
  time_point now() const noexcept override { return now_; }
  void idle(std::optional<time_point> until) override;

  /// Lets time pass although a task runs, for calls that would block the thread.
  void advance(duration by) noexcept { now_ += by; }

private:
  time_point now_;
};

} // namespace async
