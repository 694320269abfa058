// Cycles in the lock-order graph: possible deadlocks.
#pragma once

#include "link/lock-graph.h"

namespace asynctidy::link {

/// A cycle of edges with one witness for each, such that all witnesses may run concurrently.
struct LockCycle {
  std::vector<size_t> Edges; ///< indices of LockGraph::edges(), each starting at the target of the one before
  std::vector<const LockGraph::Witness *> Witnesses; ///< one for each edge
};

/// The result of cyclesOf().
struct LockCycles {
  std::vector<LockCycle> Cycles;
  bool AreAll = true; ///< else so many places take these locks in so many orders that some were not looked at
};

/// The shortest cycle through each edge that is not in another cycle, each set of nodes once. Left out are cycles with
/// witnesses that share a gate lock or are not part of one program, those where all witnesses are readers, and silenced
/// ones.
LockCycles cyclesOf(const LockGraph &Locks);

/// What a finding about \p Cycle is about: its locks, sorted.
std::string subjectOf(const LockGraph &Locks, const LockCycle &Cycle);

/// The steps of \p Nesting, a witness of \p E that \p Actor is: where the one lock is taken, the calls, and where the
/// other is taken.
std::vector<Finding::Note> notesOf(const Program &Whole, const LockGraph &Locks, const LockGraph::Edge &E,
                                   const LockNesting &Nesting, const std::string &Actor = "");

/// Findings of LockOrder. A cycle with witnesses only from other files is reported there.
std::vector<Finding> lockOrderFindings(const Program &Whole, const LockGraph &Locks);

} // namespace asynctidy::link
