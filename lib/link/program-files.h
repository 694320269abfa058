// Programs from the facts files of their translation units.
#pragma once

#include "link/program.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::link {

/// Puts what all files say into \p Into, complete with tellGlobalsApart(); returns what they were made from, in the
/// order of their main files. Stops at the first error.
llvm::Expected<std::vector<UnitInfo>> readProgram(std::vector<std::string> Paths, Program &Into);

} // namespace asynctidy::link
