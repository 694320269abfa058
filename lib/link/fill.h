// Completes a program of some translation units with the summaries of the others.
#pragma once

#include "link/program.h"
#include "summaries/other-files.h"

namespace asynctidy::link {

/// Adds to \p Into the summaries in \p From of functions that it calls without having their bodies, and the lock
/// nestings of other files if it holds any lock itself. Leaves out what depends on a file that has changed since.
llvm::Error fill(Program &Into, const OtherFiles &From);

} // namespace asynctidy::link
