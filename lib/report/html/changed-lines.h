// A fix as whole lines, before and after it.
#pragma once

#include "report/finding.h"
#include "report/source-files.h"

#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <vector>

namespace asynctidy::report {

/// Lines of \p File from \p Line on that a fix replaces; without the last line's end.
struct ChangedLines {
  std::string File;
  unsigned Line;
  std::string Before, After;
};

/// What \p Fix, sorted, changes; edits of one line are shown together. Leaves out files that cannot be read.
std::vector<ChangedLines> changedLines(llvm::ArrayRef<Edit> Fix, SourceFiles &Sources);

} // namespace asynctidy::report
