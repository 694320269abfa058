#pragma once

#include "async/detail/task_record.hpp"
#include "async/report.hpp"

#include <vector>

namespace async::detail {

/// The wait-for graph: which tasks wait for what other tasks must do.
///
/// A task is *hopeless* when it waits for something that only other tasks can end, no timer or outside event can end
/// it, and those others are hopeless in turn: all of them where one would do (a_holder), one of them where all must
/// (every_holder). The hopeless tasks among those reachable from a task are the greatest such set.

/// \p task has just been parked, which may have closed a cycle: reports `deadlock` if it did.
void check_last_edge(task_record &task);

/// The cycle that a task runs into when its waits are followed, whatever else could end them; empty when it runs into
/// none.
std::vector<wait_edge> find_cycle(task_record &task);

/// "task 'a' waits for mutex 'm', held by task 'b'" for each edge, with the places.
std::vector<report_note> notes_of(const std::vector<wait_edge> &cycle);

} // namespace async::detail
