// Merges the workers' findings.
#pragma once

#include "driver/results.h"

#include "llvm/ADT/STLFunctionalExtras.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// All results as one list, sorted by place. A finding in a header that several files have is kept once, from the first
/// of \p Results, so that the output does not depend on timing.
std::vector<Reported> mergeResults(std::vector<Result> Results);

/// Names the files of \p Message as \p Spell does. Of edits that clash when two names become one the first is kept.
void respell(clang::tooling::DiagnosticMessage &Message, llvm::function_ref<std::string(llvm::StringRef)> Spell);

/// Removes fixes that overlap with an earlier one in the list, and adds a note that says so.
void dropOverlappingFixes(std::vector<Reported> &Errors);

} // namespace asynctidy::driver
