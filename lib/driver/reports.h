// Writes the reports that the user asked for, beside what is printed.
#pragma once

#include "driver/options.h"
#include "report/run.h"
#include "report/source-files.h"

#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// Fails, before the work, when the root is no directory, when two options name one file, or when a file is there that
/// is no earlier report. The error is one sentence for the user.
llvm::Error checkReports(const Options &Asked);

/// Whether findings are printed as text: not where a report goes to standard output.
bool printsText(const Options &Asked);

/// The directory that reports name files below: the one that \p Asked names, else git's top level above \p Project,
/// else \p Project. All absolute, and spelled as \p Project is.
std::string reportRoot(const Options &Asked, llvm::StringRef Project);

/// Whether a report that \p Asked names shows the order of the locks.
bool showsLocks(const Options &Asked);

/// A run of this program with \p Findings, which are identified here unless they are.
report::Run makeRun(std::vector<report::Finding> Findings, std::vector<report::Problem> Problems, std::string Root,
                    report::SourceFiles &Sources);

/// Adds a rule that is no check.
void addRule(report::Run &R, report::Rule Added);

/// Writes every report that \p Asked names. One sentence for each that could not be written.
std::vector<std::string> writeReports(const Options &Asked, const report::Run &R, report::SourceFiles &Sources);

} // namespace asynctidy::driver
