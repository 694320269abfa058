// Compile commands for files that a database does not have: that of the file with the most similar path.
#pragma once

#include "driver/file-selection.h"

#include <memory>
#include <optional>
#include <vector>

namespace asynctidy::driver {

class BorrowedCommands {
public:
  /// \p Jobs must outlive this.
  explicit BorrowedCommands(const std::vector<Job> &Jobs) : Jobs(Jobs) {}

  /// The job of \p File, absolute, which need not be on disk; none if there is nothing to borrow from.
  std::optional<Job> jobFor(llvm::StringRef File);

private:
  const std::vector<Job> &Jobs;
  std::unique_ptr<clang::tooling::CompilationDatabase> Similar;
};

} // namespace asynctidy::driver
