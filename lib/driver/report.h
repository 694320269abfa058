// The form in which findings are printed. Another form is written here.
#pragma once

#include "driver/options.h"
#include "driver/results.h"
#include "link/finding.h"
#include "summaries/strings.h"

#include "llvm/Support/VirtualFileSystem.h"

#include <vector>

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

/// Prints findings, merged and sorted, in clang-tidy's form to stdout, with their lines from \p Files.
void printReport(const std::vector<Reported> &Errors, const Options &Asked,
                 llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files);

/// Prints what `async-tidy link` has found: relative to the project that \p Asked names, and without the lines
/// themselves, for the sources need not be here. In the order of whole paths, as a run over a database prints them.
void printLinked(const std::vector<link::Finding> &Found, const summaries::Strings &Names, const Options &Asked,
                 llvm::raw_ostream &Out);

} // namespace asynctidy::driver
