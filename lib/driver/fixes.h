// Applies fixes to the sources, and exports findings to a file. Every file is written to a temporary file and renamed,
// so that an interruption leaves the old or the new file, never a partial one.
#pragma once

#include "driver/config.h"
#include "driver/results.h"

#include "llvm/Support/Error.h"

#include <vector>

namespace asynctidy::driver {

struct AppliedFixes {
  size_t Fixes = 0, Files = 0;
  std::vector<std::string> Problems; ///< one sentence for each file that could not be changed
};

/// Applies the fixes of \p Errors, which must not overlap. Formats the changed code when the file's .clang-tidy has a
/// FormatStyle.
AppliedFixes applyFixes(const std::vector<Reported> &Errors, ConfigProvider &Config);

/// Writes \p Errors in the format of clang-apply-replacements.
llvm::Error exportFixes(const std::vector<Reported> &Errors, llvm::StringRef Path);

} // namespace asynctidy::driver
