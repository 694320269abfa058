// What a file contained when it had a certain size, time and inode: as long as it has these, it need not be read again.
#pragma once

#include "driver/cache-bytes.h"

#include "llvm/ADT/StringMap.h"

#include <cstdint>
#include <optional>
#include <string>

struct stat;

namespace asynctidy::driver {

/// What changes with a file's content.
struct Stamp {
  uint64_t Size = 0, Inode = 0;
  int64_t Modified = 0, Changed = 0; ///< in nanoseconds

  bool operator==(const Stamp &) const = default;
};

Stamp stampOf(const struct stat &Status);

/// Whether a write right after \p S could leave the same stamp: file systems count time in steps of up to two seconds.
bool isRacy(const Stamp &S, int64_t Now);

class Stamps {
public:
  /// Reads what toBytes() wrote; nothing of it when anything is wrong.
  void read(llvm::StringRef Bytes);
  std::string toBytes() const;

  std::optional<Digest> find(llvm::StringRef Path, const Stamp &Now) const;
  void add(llvm::StringRef Path, const Stamp &Now, const Digest &Content);
  /// Whether there is something that read() did not bring.
  bool hasNew() const { return New; }

private:
  struct Known {
    Stamp When;
    Digest Content{};
    bool Used = false; ///< in this run
  };
  static constexpr size_t Most = 200'000; ///< files; of more only those of this run are kept

  mutable llvm::StringMap<Known> Files;
  bool New = false;
};

} // namespace asynctidy::driver
