// The facts files of a project as the commands are given them.
#pragma once

#include "driver/options.h"
#include "link/program.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// How the names of facts files end.
inline constexpr llvm::StringRef FactsExtension = ".facts";

/// The project's folder, absolute: places in facts files are relative to it.
std::string rootOf(const Options &O);
/// Whether there is such a folder.
llvm::Error checkRoot(const Options &O);

/// Reads the facts files that \p O names into \p Into, if they are not older than the sources that are here; returns
/// what they were made from.
llvm::Expected<std::vector<summaries::UnitInfo>> readFacts(const Options &O, link::Program &Into);

} // namespace asynctidy::driver
