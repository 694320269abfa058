#include "report/utf8.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/JSON.h"

namespace asynctidy::report {

std::string repaired(llvm::StringRef Bytes) { return llvm::json::fixUTF8(Bytes); }

void forEachUtf16Unit(llvm::StringRef Bytes, llvm::function_ref<void(char16_t)> Take) {
  llvm::SmallVector<llvm::UTF16, 0> Units;
  llvm::convertUTF8ToUTF16String(repaired(Bytes), Units);
  llvm::for_each(Units, Take);
}

size_t utf16Length(llvm::StringRef Bytes) {
  size_t Units = 0;
  forEachUtf16Unit(Bytes, [&](char16_t) { ++Units; });
  return Units;
}

} // namespace asynctidy::report
