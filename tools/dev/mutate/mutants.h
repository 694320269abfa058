// Runs the checks over a translation unit and over all mutants of its places.
#pragma once

#include "place.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/StringRef.h"

namespace asynctidy::mutate {

/// The path below \p Prefix for the result of a mutant, or of the unmutated translation unit.
std::string mutantPath(llvm::StringRef Prefix, unsigned PlaceIndex, unsigned Mutant);
std::string baselinePath(llvm::StringRef Prefix);

/// Parses the translation unit of \p Command once. Just before a top-level declaration that contains a place of
/// \p Places it forks one process per mutant, which continues with the changed text. So everything before is parsed
/// once, and every mutant still gets a full, ordinary parse. Stores one RunResult per mutant and one for the unmutated
/// text, and ends the process. \p Index: an index of other files, or empty.
[[noreturn]] void runMutants(const clang::tooling::CompileCommand &Command, const std::vector<Place> &Places,
                             llvm::StringRef Checks, llvm::StringRef Index, llvm::StringRef Prefix);

} // namespace asynctidy::mutate
