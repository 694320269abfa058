// Findings that a project lives with for now: what --baseline leaves out, and `async-tidy baseline` keeps.
#pragma once

#include "driver/config.h"
#include "driver/options.h"
#include "driver/results.h"
#include "report/baseline.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// The baseline that \p Asked names, if it names one; an empty one for a file that --accept is to make. The error is
/// one sentence for the user.
llvm::Expected<std::optional<report::Baseline>> baselineOf(const Options &Asked);

/// What a run looked at.
struct Scope {
  llvm::StringSet<> Files;      ///< those with code of the user that could be analysed, as findings name them
  llvm::StringSet<> MainFiles;  ///< which no header filter is about
  bool IsWhole = false;         ///< the whole project was, without a failure
  bool HasSuppressions = false; ///< NOLINT comments were looked at, too
};

/// What a run looked at whose \p Results are of \p MainFiles: these, and their headers \p WithHeaders.
Scope scopeOf(const std::vector<Result> &Results, const std::vector<std::string> &MainFiles, bool WithHeaders);

/// What a summary says of a baseline.
struct KnownCount {
  size_t Known = 0; ///< findings that are not shown
  size_t Gone = 0;  ///< lines of the baseline that no finding belongs to any more
};

KnownCount countKnown(const report::Comparison &Compared,
                      llvm::function_ref<bool(const report::KnownFinding &)> WasSought);

/// Says what \p Count has of gone ones.
void sayGone(const KnownCount &Count, llvm::StringRef Path);

/// The findings among \p Errors, which are told what they are recognized by.
report::Run recognize(std::vector<Reported> &Errors, std::string Root, report::SourceFiles &Sources);

/// Removes the findings from \p Errors that \p Old knows; the others are told what they are recognized by among all.
/// For `async-tidy baseline` updates the file instead. \p Asked and \p Config are of the run.
llvm::Expected<KnownCount> applyBaseline(std::vector<Reported> &Errors, const report::Baseline &Old,
                                         const Scope &Looked, const std::string &Root, const Options &Asked,
                                         ConfigProvider &Config, report::SourceFiles &Sources);

} // namespace asynctidy::driver
