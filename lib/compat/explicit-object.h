// Explicit object parameters (`this auto self`), which Clang knows since 18.
#pragma once

#include "clang/AST/DeclCXX.h"
#include "llvm/Config/llvm-config.h"

namespace asynctidy::compat {

inline bool hasExplicitObject(const clang::FunctionDecl &F) {
#if LLVM_VERSION_MAJOR >= 18
  return F.hasCXXExplicitFunctionObjectParameter();
#else
  return false;
#endif
}

inline bool isExplicitObject(const clang::ParmVarDecl &Parameter) {
#if LLVM_VERSION_MAJOR >= 18
  return Parameter.isExplicitObjectParameter();
#else
  return false;
#endif
}

} // namespace asynctidy::compat
