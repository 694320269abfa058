// A program of which not every file is at hand, filled up with what is known of the others.
#pragma once

#include "link/program.h"
#include "summaries/other-files.h"

namespace asynctidy::link {

/// Adds to \p Into what \p From knows of functions that are called there and have no body there, and the orders of
/// locks elsewhere when it holds any lock itself. Nothing is said that rests on a file which is not fresh any more.
llvm::Error fill(Program &Into, const OtherFiles &From);

} // namespace asynctidy::link
