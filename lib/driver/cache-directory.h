// The directory that the cache lies in. Several programs, on several machines, may use one at a time: every file is
// written aside, then renamed.
#pragma once

#include "driver/cache-bytes.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <optional>
#include <string>

namespace asynctidy::driver {

/// The place for the cache of a build, when no other is named.
std::string cacheBelow(llvm::StringRef BuildDirectory);

class CacheDirectory {
public:
  explicit CacheDirectory(std::string Path) : Path(std::move(Path)) {}

  const std::string &path() const { return Path; }

  /// Makes the directory, or sees to it that it is one of ours. The error is one sentence.
  llvm::Error prepare() const;
  bool exists() const;

  /// The bytes of the entry; nothing when there is none.
  std::optional<std::string> entry(const Digest &Key) const;
  llvm::Error writeEntry(const Digest &Key, llvm::StringRef Bytes) const;
  /// Notes that the entry was of use now.
  void use(const Digest &Key) const;

  /// Another file than an entry, by name.
  std::optional<std::string> file(llvm::StringRef Name) const;
  llvm::Error writeFile(llvm::StringRef Name, llvm::StringRef Bytes) const;

  /// How many files of the last run came from the cache, and of how many.
  struct LastRun {
    size_t Hits = 0, Files = 0;
  };
  llvm::Error writeLastRun(const LastRun &Run) const;
  std::optional<LastRun> lastRun() const;

  struct Size {
    size_t Entries = 0;
    uint64_t Bytes = 0;
  };
  Size size() const;

  /// Removes the entries that were not of use for longest, until the rest has at most \p MostBytes. Returns what it
  /// removed.
  Size prune(uint64_t MostBytes) const;

private:
  std::string pathOf(const Digest &Key) const;

  std::string Path;
};

} // namespace asynctidy::driver
