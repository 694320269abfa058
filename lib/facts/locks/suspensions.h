// Where a coroutine lets others run while it holds nothing that could stop them.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <vector>

namespace asynctidy::facts {

/// The awaits of a coroutine that can really suspend, apart from those with a lock held. A `co_yield` is none of them:
/// who asks a generator for the next value knows what it iterates over.
class Suspensions {
public:
  Suspensions(const clang::FunctionDecl &F, TranslationUnit &Unit);

  const std::vector<const clang::CoawaitExpr *> &all() const { return Awaits; }
  /// Which of them \p S is.
  std::optional<unsigned> indexOf(const clang::Stmt *S) const;

private:
  std::vector<const clang::CoawaitExpr *> Awaits;
  llvm::DenseMap<const clang::Stmt *, unsigned> Indices;
};

/// Those of \p F.
const Suspensions &suspensionsIn(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
