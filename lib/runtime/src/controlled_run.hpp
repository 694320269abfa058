#pragma once

#include "async/explore.hpp"
#include "reduction.hpp"
#include "schedule.hpp"

#include <functional>

namespace async::detail {

/// Runs a program once, under the given choices, and says what happened. The schedule is left to the caller.
using run_once = std::function<run_outcome(run_choices &, const bounds &)>;

/// \p made must outlive what is returned.
run_once one_loop(const program &made);
run_once several_loops(const loops &made);

/// Runs \p made once, in the next of \p orders.
run_outcome run_reduced(const program &made, reduced_orders &orders, const bounds &within);

} // namespace async::detail
