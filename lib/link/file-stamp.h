// Whether a file on disk is the one that it was, without reading it.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <compare>
#include <cstdint>
#include <optional>

namespace asynctidy::link {

/// What changes when a file is written or replaced. Times are in nanoseconds.
struct FileStamp {
  uint64_t Device = 0, Inode = 0, Size = 0, Modified = 0, Changed = 0;

  bool operator==(const FileStamp &) const = default;

  /// Nothing when \p Path is no regular file.
  static std::optional<FileStamp> of(llvm::StringRef Path);
  /// Now, for isSettled().
  static uint64_t now();
  /// False when the file was written so shortly before \p Time that another change may leave the same stamp.
  bool isSettled(uint64_t Time) const;
};

} // namespace asynctidy::link
