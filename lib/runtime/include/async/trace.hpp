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

/// A task at the moment something happens to it. Valid only inside the hook that it is given to.
class traced_task {
public:
  explicit traced_task(const detail::task_record &record) noexcept : record_(record) {}

  /// Counted from 1 in each loop.
  std::uint64_t id() const noexcept;
  std::string_view name() const noexcept;
  /// By the clock of its loop.
  time_point at() const noexcept;
  /// Everything that is known; costs more than the others.
  task_snapshot snapshot() const;

private:
  const detail::task_record &record_;
};

/// What happens to tasks, for timelines and counters. A task begins, is resumed and suspends any number of times in
/// turn, and ends; between resume and suspend or end, it has the thread.
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

/// Calls \p hooks for all tasks of all loops from now on; null to stop. Returns what was set before. With several
/// loops, the hooks are called by several threads. They must live until after a later call of this, and until no other
/// thread runs a loop.
trace_hooks *set_trace_hooks(trace_hooks *hooks) noexcept;

} // namespace async
