// Detached coroutines with an exception that ends the program.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"

#include <optional>

namespace asynctidy::analyses {

/// An await in a detached coroutine whose promise ends the program when an exception leaves it.
struct EndingAwait {
  const clang::CoawaitExpr *Await;      ///< may throw, and no handler is around it
  const clang::FunctionDecl *EndsIn;    ///< the `unhandled_exception` of the promise
  const clang::Stmt *Throws = nullptr;  ///< what throws in the awaited coroutine, if that is in sight
  const clang::Stmt *Guarded = nullptr; ///< an await of the same kind in this coroutine that a handler is around
  summaries::Assumptions Assumes = {};  ///< none when there is one of these two
};

/// That of the coroutine \p F: the first that is sure, else the first; nothing when an exception that leaves \p F does
/// not end the program. Awaits of the parameters of \p F are left out: it runs what the caller gives it.
std::optional<EndingAwait> endingAwaitIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
