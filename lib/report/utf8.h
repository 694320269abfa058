// UTF-8 as reports need it: source files may hold anything.
#pragma once

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::report {

/// \p Bytes with each ill-formed sequence replaced by U+FFFD.
std::string repaired(llvm::StringRef Bytes);

/// Calls \p Take for each UTF-16 code unit of \p Bytes, repaired.
void forEachUtf16Unit(llvm::StringRef Bytes, llvm::function_ref<void(char16_t)> Take);

/// The number of UTF-16 code units of \p Bytes, repaired.
size_t utf16Length(llvm::StringRef Bytes);

} // namespace asynctidy::report
