// One entry of the cache: what the worker of a file gave back, and what that rests on.
#pragma once

#include "driver/cache-bytes.h"

#include "llvm/ADT/StringRef.h"

#include <optional>
#include <string>

namespace asynctidy::driver {

struct CacheEntry {
  std::string Result;               ///< what toText() made of it
  std::string Errors;               ///< what the worker wrote to stderr
  std::optional<std::string> Facts; ///< the content of the facts file
  std::string Answers;              ///< of the index; see answersToBytes()
  std::string World;                ///< what World::toBytes() wrote; empty: unknown, so it cannot be kept
};

/// With a digest of it all, so that damage is seen.
std::string toBytes(const CacheEntry &Entry, const Digest &Key);

/// Nothing when \p Bytes are not what toBytes() wrote for \p Key.
std::optional<CacheEntry> entryFrom(llvm::StringRef Bytes, const Digest &Key);

/// The content of a file in the cache, of the kind that \p Magic names: that line, a digest, \p Content.
std::string sealed(llvm::StringRef Magic, llvm::StringRef Content);

/// What was sealed; nothing when the digest is another.
std::optional<llvm::StringRef> unsealed(llvm::StringRef Magic, llvm::StringRef Bytes);

} // namespace asynctidy::driver
