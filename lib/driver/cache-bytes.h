// Digests, and the bytes of the files in the cache. What is read may come from any other program: a reader checks
// every length against what there is, and after the first that is wrong reads nothing more.
#pragma once

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

class ByteWriter {
public:
  void number(uint64_t N) {
    for (; N >= 0x80; N >>= 7)
      Bytes += static_cast<char>(N | 0x80);
    Bytes += static_cast<char>(N);
  }
  void text(llvm::StringRef Text) {
    number(Text.size());
    Bytes += Text;
  }
  void digest(const Digest &D) { Bytes.append(reinterpret_cast<const char *>(D.data()), D.size()); }

  std::string Bytes;
};

class ByteReader {
public:
  explicit ByteReader(llvm::StringRef Bytes) : Rest(Bytes) {}

  uint64_t number() {
    uint64_t N = 0;
    for (unsigned Shift = 0; Shift < 64 && !Rest.empty(); Shift += 7) {
      const auto Byte = static_cast<uint8_t>(Rest.front());
      Rest = Rest.drop_front();
      N |= uint64_t(Byte & 0x7f) << Shift;
      if (Byte < 0x80)
        return N;
    }
    return fail(), 0;
  }
  llvm::StringRef text() { return bytes(number()); }
  llvm::StringRef bytes(uint64_t Size) {
    if (Size > Rest.size())
      return fail(), llvm::StringRef();
    const llvm::StringRef Taken = Rest.take_front(Size);
    Rest = Rest.drop_front(Size);
    return Taken;
  }
  Digest digest() {
    Digest D{};
    if (const llvm::StringRef Taken = bytes(D.size()); !Taken.empty())
      std::memcpy(D.data(), Taken.data(), D.size());
    return D;
  }
  void fail() {
    Failed = true;
    Rest = {};
  }

  bool hasFailed() const { return Failed; }
  bool atEnd() const { return Rest.empty(); }
  /// Everything was there, and nothing else.
  bool isDone() const { return !Failed && Rest.empty(); }

private:
  llvm::StringRef Rest;
  bool Failed = false;
};

} // namespace asynctidy::driver
