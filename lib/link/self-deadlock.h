// Locks that are taken again by who holds them.
#pragma once

#include "link/lock-summaries.h"

namespace asynctidy::link {

/// Whether who holds \p Held waits for itself for ever when it takes \p Again.
bool neverReturns(const Hold &Held, const Lock &Again);

/// Whether who holds \p Held may take \p Again at once: a recursive lock, once more.
bool neverWaits(const Hold &Held, const Lock &Again);

/// Findings of SelfDeadlock: a lock that is surely held, and surely the same, is taken again here or in a callee.
std::vector<Finding> selfDeadlocks(const Program &Whole, const LockSummaries &Summaries, const CallGraph &Graph);

} // namespace asynctidy::link
