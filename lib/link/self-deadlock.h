// Locks that are taken again by who holds them.
#pragma once

#include "link/lock-summaries.h"

namespace asynctidy::link {

/// Findings of SelfDeadlock: a lock that is surely held, and surely the same, is taken again here or in a callee.
std::vector<Finding> selfDeadlocks(const Program &Whole, const LockSummaries &Summaries, const CallGraph &Graph);

} // namespace asynctidy::link
