// The suspension points of a coroutine at which it holds no lock, so that other coroutines may change shared state.
#pragma once

#include "facts/locks/guard-origin.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <optional>
#include <vector>

namespace asynctidy::facts {

/// The awaits of a coroutine that can suspend, without those with a lock or a permit held and those of a lazy coroutine
/// in sight that ends without a suspension of its own. A `co_yield` does not count:
/// the code that asks a generator for the next value knows what it iterates over.
class Suspensions {
public:
  /// Only locks that \p Protects count as held.
  Suspensions(const clang::FunctionDecl &F, TranslationUnit &Unit, llvm::function_ref<bool(const LockName &)> Protects);

  const std::vector<const clang::CoawaitExpr *> &all() const { return Awaits; }
  /// The index of \p S in all(); nothing if it is not among them.
  std::optional<unsigned> indexOf(const clang::Stmt *S) const;

private:
  std::vector<const clang::CoawaitExpr *> Awaits;
  llvm::DenseMap<const clang::Stmt *, unsigned> Indices;
};

/// The suspensions of \p F, computed once and owned by \p Unit.
const Suspensions &suspensionsIn(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
