// Locks that are taken again by their holder.
#pragma once

#include "link/lock-summaries.h"

namespace asynctidy::link {

/// Whether the holder of \p Held waits for itself indefinitely when it takes \p Again.
bool neverReturns(const Hold &Held, const Lock &Again);

/// Whether the holder of \p Held may take \p Again at once: a recursive lock, once more.
bool neverWaits(const Hold &Held, const Lock &Again);

/// Findings of SelfDeadlock: a lock that is surely held, and surely the same, is taken again here or in a callee.
std::vector<Finding> selfDeadlocks(const Program &Whole, const LockSummaries &Summaries, const CallGraph &Graph);

} // namespace asynctidy::link
