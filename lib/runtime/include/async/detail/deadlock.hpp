#pragma once

#include "async/detail/task_record.hpp"
#include "async/report.hpp"

#include <vector>

namespace async::detail {

/// The wait-for graph: which tasks wait for actions of which other tasks.
///
/// A task is *hopeless* when it waits for something that only other tasks can end, no timer or outside event can end
/// it, and those others are hopeless in turn: all of them where one would do (a_holder), one of them where all must
/// (every_holder). The hopeless tasks among those reachable from a task are the greatest such set.

/// \p task has just started to wait: reports `deadlock` if that has closed a cycle.
void check_last_edge(task_record &task);

/// The cycle that is reachable from \p task in the graph, whatever else could end the waits; empty when there is none.
std::vector<wait_edge> find_cycle(task_record &task);

/// "task 'a' waits for mutex 'm', held by task 'b'" for each edge, with the places.
std::vector<report_note> notes_of(const std::vector<wait_edge> &cycle);

} // namespace async::detail
