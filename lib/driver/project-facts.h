// Reads the facts files that are passed to commands.
#pragma once

#include "driver/options.h"
#include "link/link-state.h"
#include "link/program.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// The extension of facts files.
inline constexpr llvm::StringRef FactsExtension = ".facts";

/// The project's folder, absolute: places in facts files are relative to it.
std::string rootOf(const Options &O);
/// Fails when rootOf() is not a directory.
llvm::Error checkRoot(const Options &O);

/// Reads the facts files that \p O names into \p Into, and returns what they were made from. Fails when a source file
/// has changed since. What \p State knows is not read again.
llvm::Expected<std::vector<summaries::UnitInfo>> readFacts(const Options &O, link::Program &Into,
                                                           link::LinkState *State = nullptr);

} // namespace asynctidy::driver
