// Analyses one translation unit with clang-tidy's library. Run it in a separate process: it changes the directory and
// never frees the AST.
#pragma once

#include "driver/config.h"
#include "driver/facts-collector.h"
#include "driver/file-selection.h"
#include "driver/results.h"

#include "llvm/Support/VirtualFileSystem.h"

namespace asynctidy::driver {

/// What to compute for a translation unit.
struct Request {
  bool Findings = true;
  FactsRequest Facts;
  bool UserFiles = false; ///< and what Result says of comments in them
};

/// Reads what \p Disk shows and nothing else.
Result analyse(const Job &J, std::unique_ptr<ConfigProvider> Config, llvm::StringRef ResourceDirectory,
               const Request &Wanted, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Disk);

} // namespace asynctidy::driver
