#include "async/inspect.hpp"

#include "async/detail/json.hpp"
#include "async/scheduler.hpp"

namespace async {

std::vector<task_snapshot> all_tasks() {
  detail::touch_everything();
  std::vector<task_snapshot> tasks;
  if (scheduler *loop = scheduler::current())
    for (const detail::task_record &task : loop->tasks())
      tasks.push_back(task.snapshot());
  return tasks;
}

std::optional<task_snapshot> current_task() {
  const scheduler *loop = scheduler::current();
  if (!loop || !loop->running())
    return std::nullopt;
  return loop->running()->snapshot();
}

std::vector<stack_entry> async_stack() {
  const scheduler *loop = scheduler::current();
  return loop && loop->running() ? loop->running()->stack() : std::vector<stack_entry>();
}

std::string to_text(const std::vector<task_snapshot> &tasks) {
  std::string text;
  for (const task_snapshot &task : tasks) {
    text += (text.empty() ? "" : "\n") + std::string("task '") + task.name + "' is " + task.state;
    if (!task.waits_for.empty())
      text += " for " + task.waits_for;
    if (!task.parent.empty())
      text += ", spawned by task '" + task.parent + "'";
    for (const stack_entry &entry : task.stack)
      text += "\n  in " + entry.function + "\n     " + entry.where.file_name() + ":" +
              std::to_string(entry.where.line()) + ":" + std::to_string(entry.where.column());
  }
  return text;
}

std::string to_json(const std::vector<task_snapshot> &tasks) {
  return detail::json_object::array_of(tasks, detail::write_task);
}

} // namespace async
