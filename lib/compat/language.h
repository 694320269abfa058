// The language of a translation unit.
#pragma once

#include "clang/Basic/LangOptions.h"
#include "llvm/Config/llvm-config.h"

namespace asynctidy::compat {

/// C++23 or later, which LLVM 16 calls 2b.
inline bool isCPlusPlus23(const clang::LangOptions &Language) {
#if LLVM_VERSION_MAJOR >= 17
  return Language.CPlusPlus23;
#else
  return Language.CPlusPlus2b;
#endif
}

} // namespace asynctidy::compat
