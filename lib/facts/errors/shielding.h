// Which functions run only where they cannot be cancelled.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/ArrayRef.h"

namespace asynctidy::facts {

/// True for a call of a function that shields its arguments from cancellation, as a model says.
bool shields(const clang::Stmt &S, const models::ModelSet &Models);

/// How often the body of the function In mentions another function, or contains it as a lambda: in total, in an
/// argument of a shielding function, and otherwise in an awaited expression.
struct Mentions {
  const clang::FunctionDecl *In;
  unsigned Total = 0;
  unsigned Shielded = 0;
  unsigned Awaited = 0;
};

/// The functions of the user's code that mention \p F, each once. The first request indexes the whole translation unit.
llvm::ArrayRef<Mentions> mentionsOf(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
