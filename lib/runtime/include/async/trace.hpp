#pragma once

#include "async/report.hpp"
#include "async/timer.hpp"

#include <cstdint>
#include <source_location>
#include <string>
#include <string_view>

namespace async {

namespace detail {
class task_record;
}

/// A task at a traced event. Valid only inside the hook that gets it.
class traced_task {
public:
  explicit traced_task(const detail::task_record &record) noexcept : record_(record) {}

  /// Counted from 1 in each loop.
  std::uint64_t id() const noexcept;
  std::string_view name() const noexcept;
  /// The time of the event by the clock of its loop.
  time_point at() const noexcept;
  /// The full state; costs more than the other functions.
  task_snapshot snapshot() const;

private:
  const detail::task_record &record_;
};

/// Events of tasks, for timelines and counters. A task begins, is resumed and suspends alternately any number of times,
/// and ends; between resume and suspend or end it runs on the thread.
///
/// All functions are called by the thread of the task's loop, at once, and must not use the library otherwise.
class trace_hooks {
public:
  virtual ~trace_hooks() = default;

  virtual void begin(traced_task) {} ///< it was spawned
  virtual void resume(traced_task) {}
  virtual void suspend(traced_task) {}
  virtual void end(traced_task) {} ///< also when it is destroyed because run() ends
};

/// Calls \p hooks for all tasks of all loops from now on; null to stop. Returns the previous hooks. With several loops,
/// the hooks are called by several threads. They must live until they are replaced and no other thread runs a loop.
trace_hooks *set_trace_hooks(trace_hooks *hooks) noexcept;

} // namespace async
