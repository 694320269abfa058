// `virtual void f() = 0;`: Clang 18 gave the question another name.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "llvm/Config/llvm-config.h"

namespace asynctidy::compat {

inline bool isPureVirtual(const clang::CXXMethodDecl &Method) {
#if LLVM_VERSION_MAJOR >= 18
  return Method.isPureVirtual();
#else
  return Method.isPure();
#endif
}

} // namespace asynctidy::compat
