// Numbers and texts as bytes: small numbers take one byte, and nothing is read beyond the end.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <limits>
#include <string>

namespace asynctidy::summaries {

/// Appends numbers, seven bits to a byte, and texts with their sizes before them.
class ByteWriter {
public:
  void number(uint64_t N) {
    for (; N >= 0x80; N >>= 7)
      Bytes += static_cast<char>(N | 0x80);
    Bytes += static_cast<char>(N);
  }
  void text(llvm::StringRef S) {
    number(S.size());
    Bytes.append(S.data(), S.size());
  }

  std::string Bytes;
};

/// Reads what a ByteWriter wrote. After a failure everything read is 0 or empty.
class ByteReader {
public:
  explicit ByteReader(llvm::StringRef Bytes) : At(Bytes.bytes_begin()), End(Bytes.bytes_end()) {}

  /// A number that is at most \p Most; else reading fails.
  uint64_t number(uint64_t Most = std::numeric_limits<uint64_t>::max()) {
    uint64_t N = 0;
    for (unsigned Shift = 0; At != End && Shift < 64; Shift += 7) {
      const uint8_t Byte = *At++;
      N |= uint64_t(Byte & 0x7f) << Shift;
      if (Byte < 0x80)
        return N <= Most ? N : fail();
    }
    return fail();
  }
  /// A number of elements that follow, each of at least one byte.
  size_t count() { return number(left()); }
  llvm::StringRef text() { return bytes(number()); }
  llvm::StringRef bytes(uint64_t Size) {
    if (Size > left())
      Size = fail();
    const llvm::StringRef S(reinterpret_cast<const char *>(At), Size);
    At += Size;
    return S;
  }

  size_t left() const { return static_cast<size_t>(End - At); }
  bool failed() const { return HasFailed; }
  uint64_t fail() {
    HasFailed = true;
    At = End;
    return 0;
  }

private:
  const uint8_t *At, *End;
  bool HasFailed = false;
};

} // namespace asynctidy::summaries
