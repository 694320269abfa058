// The lock-order graph as a Graphviz file.
#pragma once

#include "link/lock-graph.h"

#include "llvm/Support/raw_ostream.h"

namespace asynctidy::link {

/// Nodes are locks, ellipses those for tasks. An edge leads from the held lock to the acquired one and shows the place;
/// it is red if it is part of a cycle. Equal graphs give equal text.
void writeDot(llvm::raw_ostream &Out, const Program &Whole, const LockGraph &Locks);

} // namespace asynctidy::link
