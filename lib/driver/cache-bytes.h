// Digests, and the bytes of the files in the cache. What is read may come from any other program: a reader checks
// every length against what there is, and after the first that is wrong reads nothing more.
#pragma once

#include "summaries/bytes.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/BLAKE3.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

namespace asynctidy::driver {

/// A cryptographic hash: equal digests mean equal contents.
using Digest = std::array<uint8_t, 16>;

inline Digest digestOf(llvm::StringRef Content) { return llvm::BLAKE3::hash<16>(llvm::arrayRefFromStringRef(Content)); }

/// The digest of several texts, each of which counts for itself: ("ab", "c") is not ("a", "bc").
class DigestOfParts {
public:
  DigestOfParts &add(llvm::StringRef Part) {
    add(static_cast<uint64_t>(Part.size()));
    Hasher.update(Part);
    return *this;
  }
  DigestOfParts &add(uint64_t Number) {
    uint8_t Bytes[8];
    for (uint8_t &Byte : Bytes) {
      Byte = static_cast<uint8_t>(Number);
      Number >>= 8;
    }
    Hasher.update(llvm::ArrayRef<uint8_t>(Bytes));
    return *this;
  }
  template <class Texts> DigestOfParts &addAll(const Texts &Parts) {
    add(static_cast<uint64_t>(Parts.size()));
    for (llvm::StringRef Part : Parts)
      add(Part);
    return *this;
  }
  Digest done() { return Hasher.final<16>(); }

private:
  llvm::BLAKE3 Hasher;
};

class ByteWriter : public summaries::ByteWriter {
public:
  void digest(const Digest &D) { Bytes.append(reinterpret_cast<const char *>(D.data()), D.size()); }
};

class ByteReader : public summaries::ByteReader {
public:
  using summaries::ByteReader::ByteReader;

  Digest digest() {
    Digest D{};
    if (const llvm::StringRef Taken = bytes(D.size()); !Taken.empty())
      std::memcpy(D.data(), Taken.data(), D.size());
    return D;
  }
  /// Everything was there, and nothing else.
  bool isDone() const { return !failed() && !left(); }
};

} // namespace asynctidy::driver
