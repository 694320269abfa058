// Reads a program from the facts files of its translation units.
#pragma once

#include "link/link-state.h"
#include "link/program.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::link {

/// Adds the facts of all files to \p Into and completes it. Returns what each file was made from, in the
/// order of main files; or the first error. With a \p State, which is of the same texts, only files that have changed
/// are read; the program is the same.
llvm::Expected<std::vector<UnitInfo>> readProgram(std::vector<std::string> Paths, Program &Into,
                                                  LinkState *State = nullptr);

} // namespace asynctidy::link
