// What it takes to see the effect of changed files: which units are analysed for them, and how these are compiled.
#pragma once

#include "driver/file-selection.h"
#include "driver/git.h"

#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

struct ChangedUnits {
  Selection Selected;
  std::vector<std::string> Remarks; ///< sentences for the user
};

/// Whether the name of \p File is one of C++, or of a file that C++ may include.
bool mayBeCxx(llvm::StringRef File);

/// Whether the name of \p File is one of a translation unit.
bool isSource(llvm::StringRef File);

/// The units of \p All, a whole database, that show what changed in \p Files, paths below git's top level: the sources
/// among them, as many of those that include the headers among them as \p O wants, and new sources, which borrow the
/// command of the most similar file. \p State shows the project.
llvm::Expected<ChangedUnits> unitsOf(const std::vector<std::string> &Files, Selection All, const Git &Repository,
                                     const Options &O, llvm::vfs::FileSystem &State);

} // namespace asynctidy::driver
