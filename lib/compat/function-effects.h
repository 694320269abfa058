// `[[clang::blocking]]`, which Clang knows since 20.
#pragma once

#include "clang/AST/Decl.h"
#include "llvm/Config/llvm-config.h"

namespace asynctidy::compat {

/// True when \p F is declared `[[clang::blocking]]`.
inline bool isDeclaredBlocking([[maybe_unused]] const clang::FunctionDecl &F) {
#if LLVM_VERSION_MAJOR >= 20
  for (const clang::FunctionEffectWithCondition &Effect : F.getFunctionEffects())
    if (Effect.Effect.kind() == clang::FunctionEffect::Kind::Blocking)
      return true;
#endif
  return false;
}

} // namespace asynctidy::compat
