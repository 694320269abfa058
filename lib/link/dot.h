// The lock-order graph as a picture, for Graphviz.
#pragma once

#include "link/lock-graph.h"

#include "llvm/Support/raw_ostream.h"

namespace asynctidy::link {

/// Locks as nodes, those that tasks wait for as ellipses; an edge from the lock that is held to the one that is taken,
/// with the place; red where the edge is part of a cycle. Equal graphs make equal text.
void writeDot(llvm::raw_ostream &Out, const Program &Whole, const LockGraph &Locks);

} // namespace asynctidy::link
