// Runs the checks over a translation unit and over all mutants of its places.
#pragma once

#include "place.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/StringRef.h"

namespace asynctidy::mutate {

/// Where the result of the mutant of \p PlaceIndex, or of the unmutated translation unit, is stored below \p Prefix.
std::string mutantPath(llvm::StringRef Prefix, unsigned PlaceIndex, unsigned Mutant);
std::string baselinePath(llvm::StringRef Prefix);

/// Parses the translation unit of \p Command once; just before the top-level declaration that contains a place of
/// \p Places it splits off one process per mutant, which goes on from there with the place changed. Everything that
/// comes before is thus parsed once, and every mutant is nevertheless seen through a full, ordinary parse.
/// Stores one RunResult per mutant and one for the unmutated text, and ends the process. \p Index: an index of other
/// files, or empty.
[[noreturn]] void runMutants(const clang::tooling::CompileCommand &Command, const std::vector<Place> &Places,
                             llvm::StringRef Checks, llvm::StringRef Index, llvm::StringRef Prefix);

} // namespace asynctidy::mutate
