// Detached coroutines with an exception that ends the program.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// An await or `throw` in a detached coroutine whose promise ends the program when an exception leaves it.
struct EndingThrow {
  const clang::Expr *At;                ///< a co_await that may throw, or a throw; no handler is around it
  const clang::FunctionDecl *EndsIn;    ///< the `unhandled_exception` of the promise
  const clang::Stmt *Throws = nullptr;  ///< what throws in the awaited coroutine, if that is in sight
  const clang::Stmt *Guarded = nullptr; ///< an await of the same kind in this coroutine that a handler is around
  summaries::Assumptions Assumes = {};  ///< none when there is one of these two
};

/// Those of the coroutine \p F: of its awaits the first that is sure, else the first, and its first throw; none when an
/// exception that leaves \p F does not end the program. Awaits of the parameters of \p F are left out: it runs what the
/// caller gives it. So are a throw before the first await, which ends the program in the call itself, and one that goes
/// on with what a handler caught.
std::vector<EndingThrow> endingThrowsIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
