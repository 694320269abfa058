// The cache as a run uses it: what is known of its files, and what is kept of those that had to be analysed.
#pragma once

#include "driver/analysis.h"
#include "driver/cache-directory.h"
#include "driver/cache-disk.h"
#include "driver/cache-entry.h"
#include "driver/cache-indexes.h"
#include "driver/cache-stamps.h"
#include "driver/recording-files.h"

#include "llvm/ADT/StringSet.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// What the worker of a file gives back: its result, and what it takes to keep that. Without a World in it when it is
/// not to be kept, and always when \p Seen is null.
std::string answerOf(const Result &R, const World *Seen);

/// Reads it; without Errors, which are not the worker's to give. Its Result is damaged when \p Bytes are.
CacheEntry answerFrom(llvm::StringRef Bytes);

class RunCache {
public:
  /// The cache of a run over the files of \p BuildDirectory, which may be empty; null when there is none. \p Problem is
  /// set to a sentence when the user asked for a cache that cannot be used.
  static std::unique_ptr<RunCache> open(const Options &O, const std::vector<std::string> &SystemPaths,
                                        llvm::StringRef ResourceDirectory, llvm::StringRef BuildDirectory,
                                        std::string &Problem);

  struct Known {
    Result Found;
    std::string Errors; ///< what the worker wrote to stderr
  };
  /// What an analysis of \p J would give. Writes the facts file if one is wanted.
  std::optional<Known> find(const Job &J, const Request &Wanted);

  /// Keeps what the worker of \p J answered, if that may be.
  void keep(const Job &J, const Request &Wanted, const CacheEntry &Answer);

  size_t hits() const { return Hits; }

  /// Ends the run over \p Files files. Returns what is wrong with the cache when the user should know: a sentence, or
  /// nothing.
  std::string finish(size_t Files);

private:
  RunCache(std::string Path, const Digest &Run, const Options &O);
  /// Takes the error of a write. After the first nothing is written any more.
  void note(llvm::Error Failed);

  CacheDirectory Place;
  Digest Run;
  uint64_t MostBytes;
  bool IsNamed; ///< by the user
  Stamps ByTime;
  Disk Now{ByTime};
  Indexes Others;
  llvm::StringSet<> Read; ///< the files that new results rest on
  size_t Hits = 0;
  std::string Problem; ///< of writing
};

} // namespace asynctidy::driver
