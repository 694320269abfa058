// Writing: fixes into the sources, findings into a file. Every file is written aside and moved into place, so an
// interruption leaves the old one or the new one, never half of one.
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

/// Applies the fixes of \p Errors, of which none may overlap. The code around them is formatted when the file's
/// .clang-tidy gives a FormatStyle.
AppliedFixes applyFixes(const std::vector<clang::tidy::ClangTidyError> &Errors, ConfigProvider &Config);

/// Writes \p Errors as clang-apply-replacements reads them.
llvm::Error exportFixes(const std::vector<clang::tidy::ClangTidyError> &Errors, llvm::StringRef Path);

} // namespace asynctidy::driver
