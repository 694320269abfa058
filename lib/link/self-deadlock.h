// Locks that their holder takes again.
#pragma once

#include "link/lock-summaries.h"

namespace asynctidy::link {

/// Whether the holder of \p Held waits for itself indefinitely when it takes \p Again.
bool neverReturns(const Hold &Held, const Lock &Again);

/// Whether the holder of \p Held can take \p Again without waiting: the same recursive lock.
bool neverWaits(const Hold &Held, const Lock &Again);

/// Findings of SelfDeadlock: a lock that is held on every path is taken again, here or in a callee.
std::vector<Finding> selfDeadlocks(const Program &Whole, const LockSummaries &Summaries, const CallGraph &Graph);

} // namespace asynctidy::link
