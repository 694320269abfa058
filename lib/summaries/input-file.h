// The files that facts were made from, and whether they are still the same.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <compare>
#include <optional>
#include <string>

namespace asynctidy::summaries {

struct InputFile {
  std::string Path; ///< relative to the project
  std::string Digest;

  auto operator<=>(const InputFile &) const = default;
};

/// What tells contents of files apart.
std::string digestOf(llvm::StringRef Content);
/// Of the file as it is now; nothing when it cannot be read.
std::optional<std::string> digestOfFile(llvm::StringRef Path);

} // namespace asynctidy::summaries
