// Member coroutines that go on while the owner of their object may let it go.
#pragma once

#include "facts/calls/object-ends.h"
#include "facts/calls/use-after-return.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::analyses {

/// One piece of work that uses its object after a suspension, and that nothing keeps the object alive for: neither the
/// coroutine, nor the function that makes the work.
struct UnheldWork {
  const clang::Expr *Work;           ///< the call of the member coroutine, or a coroutine lambda
  const clang::FunctionDecl *Callee; ///< the coroutine
  facts::UseAfterReturn Use;         ///< of the object, after a suspension
  const clang::ValueDecl *Owner;     ///< the member or global that owns the object; null: it is `this`, owned elsewhere
  const facts::ObjectEnd *End;       ///< where Owner lets it go
  const clang::Stmt *Starts = nullptr; ///< where work of `this` is handed over
  summaries::Assumptions Assumes = {};
};

/// The unheld work that \p F makes, in the order of evaluation. Left out: objects that end their work or wait for it,
/// and those of classes with shared_from_this() or the like, see danglingWorkIn().
std::vector<UnheldWork> unheldWorkIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
