#pragma once

#include "async/report.hpp"
#include "async/spawn.hpp"

#include <optional>
#include <source_location>
#include <string>
#include <vector>

namespace async {

/// The tasks of this thread's loop that have not ended, in order of spawning. Empty outside of run().
std::vector<task_snapshot> all_tasks();

/// The task that calls this, or none.
std::optional<task_snapshot> current_task();

/// The coroutines of the task that calls this, from the innermost outwards, each with its latest co_await.
std::vector<stack_entry> async_stack();

/// The coroutines of a task, from the one that waits outwards; empty when it has ended.
/// \throws usage_error for a handle without task
template <class T>
std::vector<stack_entry> async_stack(const task_handle<T> &task,
                                     std::source_location where = std::source_location::current()) {
  return task.record("async_stack", where).stack();
}

/// The tasks as lines of text, without a final line break.
std::string to_text(const std::vector<task_snapshot> &tasks);

/// The tasks as a JSON array on one line, keys sorted.
std::string to_json(const std::vector<task_snapshot> &tasks);

} // namespace async
