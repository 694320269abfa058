// Where a coroutine lets others run while it holds nothing that could stop them.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"

#include <optional>
#include <vector>

namespace asynctidy::facts {

/// Whether \p Await can give up the thread: its `await_ready` is not the constant true.
bool canSuspend(const clang::CoroutineSuspendExpr &Await);

/// The awaits of a coroutine that can really suspend, apart from those with a lock held. A `co_yield` is none of them:
/// who asks a generator for the next value knows what it iterates over.
class Suspensions {
public:
  Suspensions(const clang::FunctionDecl &F, const models::ModelSet &Models);

  const std::vector<const clang::CoawaitExpr *> &all() const { return Awaits; }
  /// Which of them \p S is.
  std::optional<unsigned> indexOf(const clang::Stmt *S) const;

private:
  std::vector<const clang::CoawaitExpr *> Awaits;
  llvm::DenseMap<const clang::Stmt *, unsigned> Indices;
};

} // namespace asynctidy::facts
