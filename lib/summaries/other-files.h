// The interface to summaries of functions in other files than the analysed one.
#pragma once

#include "summaries/function-summary.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>
#include <vector>

namespace asynctidy::summaries {

/// Implemented by the index. Every error is one sentence for the user.
class OtherFiles {
public:
  virtual ~OtherFiles() = default;

  /// The project's folder, absolute: all paths are relative to it.
  virtual const std::string &root() const = 0;
  /// The summary of the function \p Id, with texts of \p Names; nothing when it is unknown.
  virtual llvm::Expected<std::optional<FunctionSummary>> find(llvm::StringRef Id, Strings &Names) const = 0;
  /// The Ids of all functions that override \p Id.
  virtual llvm::Expected<std::vector<std::string>> overridersOf(llvm::StringRef Id) const = 0;
  /// All lock nestings of the other files, with texts of \p Names.
  virtual llvm::Expected<std::vector<LockNesting>> nestings(Strings &Names) const = 0;
  /// Whether \p File is unchanged since its summaries were made. False for an unknown file.
  virtual llvm::Expected<bool> isFresh(llvm::StringRef File) const = 0;
};

} // namespace asynctidy::summaries
