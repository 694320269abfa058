#pragma once

#include "async/scheduler.hpp"
#include "async/wait_queue.hpp"

#include <source_location>

namespace async {

/// What sleep_until() returns: a wait that a timer ends.
class [[nodiscard("the task does not sleep until this is awaited")]] sleep_operation : public wait, private timer {
public:
  sleep_operation(scheduler &loop, time_point deadline, std::source_location where) noexcept
      : wait(loop.clock(), where), loop_(loop), deadline_(deadline) {}

  template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
    if (!enter(caller.promise()))
      return false;
    enqueue();
    loop_.timers().arm(*this, deadline_);
    return true;
  }

  void await_resume() {
    disarm();
    leave();
  }

private:
  void fire() noexcept override;
  bool only_wakes() const noexcept override { return true; }

  scheduler &loop_;
  time_point deadline_;
};

/// What yield() returns: a wait that is over at once.
class [[nodiscard("the task does not yield until this is awaited")]] yield_operation : public wait {
public:
  yield_operation(scheduler &loop, std::source_location where) noexcept : wait(loop.clock(), where) {}

  template <class Promise> bool await_suspend(std::coroutine_handle<Promise> caller) {
    if (!enter(caller.promise()))
      return false;
    enqueue();
    waits_in()->wake(*this);
    return true;
  }
  void await_resume() { leave(); }
};

/// Waits until the loop's clock shows \p deadline; always gives other tasks a turn. \throws usage_error outside of
/// run()
sleep_operation sleep_until(time_point deadline, std::source_location where = std::source_location::current());

/// Waits for \p time of the loop's clock, counted from this call.
sleep_operation sleep_for(duration time, std::source_location where = std::source_location::current());

/// Gives every task that is ready now a turn.
yield_operation yield(std::source_location where = std::source_location::current());

/// The loop's clock. \throws usage_error outside of run()
time_point now(std::source_location where = std::source_location::current());

} // namespace async
