#include "report/utf8.h"

#include "llvm/Support/JSON.h"

namespace asynctidy::report {

std::string repaired(llvm::StringRef Bytes) { return llvm::json::fixUTF8(Bytes); }

void forEachUtf16Unit(llvm::StringRef Bytes, llvm::function_ref<void(char16_t)> Take) {
  std::string Fixed;
  if (!llvm::json::isUTF8(Bytes)) {
    Fixed = repaired(Bytes);
    Bytes = Fixed;
  }
  for (size_t I = 0; I < Bytes.size();) {
    const auto Lead = static_cast<unsigned char>(Bytes[I]);
    const size_t Length = Lead < 0x80 ? 1 : Lead < 0xE0 ? 2 : Lead < 0xF0 ? 3 : 4;
    uint32_t Code = Length == 1 ? Lead : Lead & (0x7F >> Length);
    for (size_t J = 1; J < Length; ++J)
      Code = Code << 6 | (static_cast<unsigned char>(Bytes[I + J]) & 0x3F);
    I += Length;
    if (Code < 0x10000) {
      Take(static_cast<char16_t>(Code));
    } else {
      Take(static_cast<char16_t>(0xD7C0 + (Code >> 10)));
      Take(static_cast<char16_t>(0xDC00 + (Code & 0x3FF)));
    }
  }
}

size_t utf16Length(llvm::StringRef Bytes) {
  size_t Units = 0;
  forEachUtf16Unit(Bytes, [&](char16_t) { ++Units; });
  return Units;
}

} // namespace asynctidy::report
