// What is known of functions in other files than the one that is looked at.
#pragma once

#include "summaries/function-summary.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace asynctidy::summaries {

/// Every error is one sentence for the user.
class OtherFiles {
public:
  virtual ~OtherFiles() = default;

  /// The project's folder, absolute: all paths are relative to it.
  virtual const std::string &root() const = 0;
  /// What is known of the function \p Id, in texts of \p Names.
  virtual llvm::Expected<std::optional<FunctionSummary>> find(llvm::StringRef Id, Strings &Names) const = 0;
  /// The functions that override \p Id.
  virtual llvm::Expected<std::vector<std::string>> overridersOf(llvm::StringRef Id) const = 0;
  /// Where locks are taken while others are held.
  virtual llvm::Expected<std::vector<LockNesting>> nestings(Strings &Names) const = 0;
  /// Whether what was said of \p File still holds: it is as it was then. False too for a file of which nothing was
  /// said.
  virtual llvm::Expected<bool> isFresh(llvm::StringRef File) const = 0;
};

} // namespace asynctidy::summaries
