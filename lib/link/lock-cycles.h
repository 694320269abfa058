// Circles in the order of locks, and the deadlocks they mean.
#pragma once

#include "link/lock-graph.h"

namespace asynctidy::link {

/// A circle of edges, each taken where nothing keeps it from meeting the others.
struct LockCycle {
  std::vector<size_t> Edges; ///< indices of LockGraph::edges(), each beginning where the one before ends
  std::vector<const LockGraph::Witness *> Witnesses; ///< one for each edge
};

struct LockCycles {
  std::vector<LockCycle> Cycles;
  bool AreAll = true; ///< else so many places take these locks in so many orders that some were not looked at
};

/// The shortest cycle through each edge that no other one contains, each set of nodes once. Left out are those whose
/// ways share a lock that is held around both or that no single program has, those where all are readers of everything,
/// and silenced ones.
LockCycles cyclesOf(const LockGraph &Locks);

/// Findings of LockOrder. A cycle whose ways are all known from elsewhere is found there.
std::vector<Finding> lockOrderFindings(const Program &Whole, const LockGraph &Locks);

} // namespace asynctidy::link
