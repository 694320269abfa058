// Reads a program from the facts files of its translation units.
#pragma once

#include "link/program.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::link {

/// Adds the facts of all files to \p Into and completes it. Returns what each file was made from, in the
/// order of main files; or the first error.
llvm::Expected<std::vector<UnitInfo>> readProgram(std::vector<std::string> Paths, Program &Into);

} // namespace asynctidy::link
