#include "async/context_var.hpp"

#include "async/scheduler.hpp"

#include <algorithm>
#include <vector>

namespace async::detail {

/// The variables that are set in a task. Never changed once tasks share it.
struct context {
  struct entry {
    const void *variable;
    std::shared_ptr<const void> value;
  };
  std::vector<entry> entries;
};

std::shared_ptr<const void> find_variable(const void *variable) noexcept {
  const scheduler *loop = scheduler::current();
  if (!loop || !loop->running() || !loop->running()->variables)
    return nullptr;
  for (const context::entry &set : loop->running()->variables->entries)
    if (set.variable == variable)
      return set.value;
  return nullptr;
}

void set_variable(task_record &task, const void *variable, std::shared_ptr<const void> value) {
  auto changed = task.variables ? std::make_shared<context>(*task.variables) : std::make_shared<context>();
  std::erase_if(changed->entries, [variable](const context::entry &set) { return set.variable == variable; });
  if (value)
    changed->entries.push_back({variable, std::move(value)});
  task.variables = std::move(changed);
}

} // namespace async::detail
