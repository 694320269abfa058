// Writing the index of a whole program.
#pragma once

#include "link/analysis.h"
#include "summaries/unit-facts.h"

#include "llvm/Support/Error.h"

#include <vector>

namespace asynctidy::driver {

/// Writes \p Known, of the program that \p Units are, to \p Path. \p Root is the folder that its paths are relative to.
/// Leaves files of other programs alone.
llvm::Error writeIndexFile(llvm::StringRef Path, link::Analysis &Known, const std::vector<summaries::UnitInfo> &Units,
                           llvm::StringRef Root);

} // namespace asynctidy::driver
