// Which functions run where nothing can cancel them.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/ArrayRef.h"

namespace asynctidy::facts {

/// True for a call of what a model says that it shields its arguments from cancellation.
bool shields(const clang::Stmt &S, const models::ModelSet &Models);

/// How often the body of one function mentions another, or makes the lambda whose body that is; how often of these in
/// an argument of what shields, and else in what is awaited, which has ended when the await has.
struct Mentions {
  const clang::FunctionDecl *In;
  unsigned Total = 0;
  unsigned Shielded = 0;
  unsigned Awaited = 0;
};

/// The functions of the user's code that mention \p F, each once. All are read at the first request.
llvm::ArrayRef<Mentions> mentionsOf(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
