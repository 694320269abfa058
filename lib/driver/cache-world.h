// What the analysis of a file saw of the file system: every path that it asked for, found or not. A result holds as
// long as all of them would give the same answers again.
#pragma once

#include "driver/cache-bytes.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem/UniqueID.h"

#include <optional>
#include <string>

namespace asynctidy::driver {

/// What was seen at a path.
struct Seen {
  enum class Kind : uint8_t { Missing, File, Directory, Other };

  Kind Is = Kind::Missing;
  int Error = 0; ///< of what is missing: errno
  /// Equal for paths that lead to one file or directory, and different for others: Clang reads a header once, however
  /// it is spelt.
  uint32_t Object = 0;
  std::optional<Digest> Content{};       ///< of a file that was read
  std::optional<Digest> Listing{};       ///< of a directory whose entries were asked for
  std::optional<std::string> RealPath{}; ///< if it was asked for
};

class World {
public:
  /// Adds what was seen at \p Path, an absolute one. Two different answers for one path make the world unusable.
  void note(llvm::StringRef Path, const Seen &What);
  uint32_t objectOf(llvm::sys::fs::UniqueID Id) {
    return Objects.try_emplace(Id, static_cast<uint32_t>(Objects.size())).first->second;
  }

  /// There was something that the next run could not compare.
  void giveUp() { Usable = false; }
  bool isUsable() const { return Usable; }

  const llvm::StringMap<Seen> &paths() const { return Paths; }

  std::string toBytes() const;

private:
  llvm::StringMap<Seen> Paths;
  llvm::DenseMap<llvm::sys::fs::UniqueID, uint32_t> Objects;
  bool Usable = true;
};

/// Calls \p Visit for all that World::toBytes() wrote, until it returns false. Returns whether there was nothing wrong
/// with \p Bytes and \p Visit never returned false.
bool forEachSeen(llvm::StringRef Bytes, llvm::function_ref<bool(llvm::StringRef Path, const Seen &What)> Visit);

} // namespace asynctidy::driver
