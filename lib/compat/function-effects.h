// `[[clang::blocking]]` and `[[clang::nonblocking]]`, which Clang knows since 20.
#pragma once

#include "clang/AST/Decl.h"
#include "llvm/Config/llvm-config.h"

namespace asynctidy::compat {

#if LLVM_VERSION_MAJOR >= 20
inline bool hasEffect(const clang::FunctionDecl &F, clang::FunctionEffect::Kind Wanted) {
  for (const clang::FunctionEffectWithCondition &Effect : F.getFunctionEffects())
    if (Effect.Effect.kind() == Wanted)
      return true;
  return false;
}
#endif

/// True when \p F is declared `[[clang::blocking]]`.
inline bool isDeclaredBlocking([[maybe_unused]] const clang::FunctionDecl &F) {
#if LLVM_VERSION_MAJOR >= 20
  return hasEffect(F, clang::FunctionEffect::Kind::Blocking);
#else
  return false;
#endif
}

/// True when \p F is declared `[[clang::nonblocking]]`, which the compiler then checks.
inline bool isDeclaredNonBlocking([[maybe_unused]] const clang::FunctionDecl &F) {
#if LLVM_VERSION_MAJOR >= 20
  return hasEffect(F, clang::FunctionEffect::Kind::NonBlocking);
#else
  return false;
#endif
}

} // namespace asynctidy::compat
