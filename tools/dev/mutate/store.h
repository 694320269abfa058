// Passes results from child processes to the parent: one small JSON file each.
#pragma once

#include "place.h"

#include "llvm/ADT/StringRef.h"

#include <optional>

namespace asynctidy::mutate {

void storeSights(const Sights &Seen, llvm::StringRef Path);
/// Nothing if the file is missing or incomplete.
std::optional<Sights> loadSights(llvm::StringRef Path);

void storeResult(const RunResult &Result, llvm::StringRef Path);
/// A missing or incomplete file is an unfinished run.
RunResult loadResult(llvm::StringRef Path);

} // namespace asynctidy::mutate
