#include "async/trace.hpp"

#include "async/detail/task_record.hpp"
#include "async/detail/trace.hpp"
#include "async/scheduler.hpp"

namespace async {

std::uint64_t traced_task::id() const noexcept { return record_.id; }

std::string_view traced_task::name() const noexcept { return record_.name; }

time_point traced_task::at() const noexcept { return record_.runs_on.now(); }

task_snapshot traced_task::snapshot() const { return record_.snapshot(); }

trace_hooks *set_trace_hooks(trace_hooks *hooks) noexcept {
  return detail::current_trace_hooks.exchange(hooks, std::memory_order_acq_rel);
}

} // namespace async
