// The source files that facts were made from, with digests to detect changes.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <compare>
#include <optional>
#include <string>

namespace asynctidy::summaries {

/// A source file and the digest of its content.
struct InputFile {
  std::string Path; ///< relative to the project
  std::string Digest;

  auto operator<=>(const InputFile &) const = default;
};

/// A hash of a file's content.
std::string digestOf(llvm::StringRef Content);
/// The digest of the file on disk; nothing when it cannot be read.
std::optional<std::string> digestOfFile(llvm::StringRef Path);

} // namespace asynctidy::summaries
