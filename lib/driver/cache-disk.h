// What the file system says now, asked once for each path however many results depend on it.
#pragma once

#include "driver/cache-stamps.h"
#include "driver/cache-world.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"

namespace asynctidy::driver {

class Disk {
public:
  /// \p Known spares reading files, and gets to know those that are read.
  explicit Disk(Stamps &Known) : Known(Known) {}

  /// Whether everything in \p Bytes, which World::toBytes() wrote, would be seen again. Only looks at the paths that
  /// they name, and reads none but regular files.
  bool isAsSeen(llvm::StringRef Bytes);

  /// Learns the stamp of the file at \p Path.
  void learn(llvm::StringRef Path);

private:
  struct Now {
    Seen What; ///< Object is a number of Objects; the rest is set once it was asked for
    Stamp When;
    bool TriedContent = false, TriedListing = false, TriedRealPath = false;
  };
  Now &at(llvm::StringRef Path);
  const std::optional<Digest> &contentOf(llvm::StringRef Path, Now &There);
  bool agrees(llvm::StringRef Path, Now &There, const Seen &Then);

  Stamps &Known;
  llvm::StringMap<Now> Paths;
  llvm::DenseMap<std::pair<uint64_t, uint64_t>, uint32_t> Objects; ///< device and inode
};

} // namespace asynctidy::driver
