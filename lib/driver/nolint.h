// NOLINT comments as text, read as clang-tidy reads them.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// A NOLINT, NOLINTNEXTLINE, NOLINTBEGIN or NOLINTEND with a list in parentheses.
struct Nolint {
  llvm::StringRef Kind;   ///< "NOLINTNEXTLINE"
  unsigned Offset = 0;    ///< of its N
  llvm::StringRef Checks; ///< what stands in the parentheses
  unsigned ChecksOffset = 0;
  bool HasReason = false; ///< words follow
};

/// Those in \p Comment, which begins at \p Offset; its texts are parts of that.
std::vector<Nolint> nolintsIn(llvm::StringRef Comment, unsigned Offset);

/// A name or glob of a list of checks.
struct ListedCheck {
  llvm::StringRef Glob;
  unsigned Offset = 0;
};

/// The items of \p Checks, a list that begins at \p Offset, that name checks of async-tidy: "async-lock-order" and
/// "async-*", but not "*".
std::vector<ListedCheck> ourChecksIn(llvm::StringRef Checks, unsigned Offset);

/// A comment that suppresses findings of async-tidy in some lines of a file.
struct SuppressionComment {
  std::string File;
  unsigned Offset = 0; ///< in the file, in bytes
  std::string Kind;
  unsigned FirstLine = 0, LastLine = 0; ///< what it suppresses findings in
  std::string Checks;
  unsigned ChecksOffset = 0;
  bool HasReason = false;

  bool operator==(const SuppressionComment &) const = default;
};

/// A NOLINT and the number of its line.
struct NolintAt {
  Nolint What;
  unsigned Line = 0;
};

/// Those of \p All, the comments of one file of \p Lines lines in order, that name a check of async-tidy. File is left
/// empty.
std::vector<SuppressionComment> suppressionsAmong(const std::vector<NolintAt> &All, unsigned Lines);

} // namespace asynctidy::driver
