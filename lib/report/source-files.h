// The text of source files, by line.
#pragma once

#include "llvm/ADT/IntrusiveRefCntPtr.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"

#include <memory>
#include <utility>
#include <vector>

namespace llvm::vfs {
class FileSystem;
}

namespace asynctidy::report {

/// One file. Lines count from 1; line ends are "\n", "\r\n" or "\r", which belong to no line.
class SourceText {
public:
  explicit SourceText(std::string Content);

  llvm::StringRef content() const { return Content; }
  size_t lines() const { return Starts.size(); }
  /// Empty for a line that does not exist.
  llvm::StringRef line(unsigned Number) const;
  /// Line and column of the byte at \p Offset, which may be one behind the last.
  std::pair<unsigned, unsigned> position(unsigned Offset) const;
  /// The offset of a place; the end of the line for a column behind it, the end of the file for a line behind it.
  unsigned offset(unsigned Line, unsigned Column) const;
  /// The column behind the token that begins at a place: an identifier or number, or else one character.
  unsigned tokenEnd(unsigned Line, unsigned Column) const;

private:
  std::string Content;
  std::vector<unsigned> Starts; ///< of each line, in bytes
};

/// Reads each file once. Not thread-safe.
class SourceFiles {
public:
  SourceFiles(); ///< on disk
  explicit SourceFiles(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files);
  SourceFiles(const SourceFiles &) = delete;
  SourceFiles &operator=(const SourceFiles &) = delete;
  ~SourceFiles();

  /// The text of the file, valid as long as this; null when it cannot be read.
  const SourceText *of(llvm::StringRef Path);

private:
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files;
  llvm::StringMap<std::unique_ptr<SourceText>> Known;
};

} // namespace asynctidy::report
