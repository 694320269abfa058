// From what the workers found, file by file, to one list for the user.
#pragma once

#include "driver/results.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// All results as one list, sorted by place. What several files found at one place of a header is there once: as the
/// first of \p Results has it, so the order they finished in does not show.
std::vector<clang::tidy::ClangTidyError> mergeResults(std::vector<Result> Results);

/// Takes the fix from findings whose fix overlaps with an earlier one of the list, and says so in a note.
void dropOverlappingFixes(std::vector<clang::tidy::ClangTidyError> &Errors);

} // namespace asynctidy::driver
