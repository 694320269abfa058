// Findings as data, from the diagnostics that are shown.
#pragma once

#include "driver/results.h"
#include "link/finding.h"
#include "report/finding.h"
#include "report/source-files.h"

#include <vector>

namespace asynctidy::driver {

/// Gives each of \p Errors, the diagnostics of one translation unit, those of \p Known that belong to it.
void attachDetails(std::vector<Reported> &Errors, std::vector<report::Details> Known);

/// The findings among \p Errors, in their order; identified if they are recognized. Reads the source files for lines
/// and columns.
std::vector<report::Finding> findingsAmong(const std::vector<Reported> &Errors, report::SourceFiles &Sources);

/// \p P, which is relative to \p Root.
report::Place linkedPlace(const summaries::Place &P, const summaries::Strings &Names, llvm::StringRef Root,
                          report::SourceFiles &Sources);

/// The findings of a link, whose places are relative to \p Root; not identified. The source files need not exist.
std::vector<report::Finding> linkedFindings(const std::vector<link::Finding> &Found, const summaries::Strings &Names,
                                            llvm::StringRef Root, report::SourceFiles &Sources);

} // namespace asynctidy::driver
