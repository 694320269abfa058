// How child processes hand back what they found: one small JSON file each.
#pragma once

#include "place.h"

#include "llvm/ADT/StringRef.h"

#include <optional>

namespace asynctidy::mutate {

void storeSights(const Sights &Seen, llvm::StringRef Path);
/// Nothing if the run did not finish.
std::optional<Sights> loadSights(llvm::StringRef Path);

void storeResult(const RunResult &Result, llvm::StringRef Path);
/// A file that is missing or cut short is a run that did not finish.
RunResult loadResult(llvm::StringRef Path);

} // namespace asynctidy::mutate
