// Waits for a condition whose test is out of date when they begin, or is not repeated when they end.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A wait without a predicate for a condition, which remembers no notification.
struct LostWakeup {
  const clang::ValueDecl *Condition; ///< the member or global
  const clang::Stmt *Wait;
  const clang::Expr *Tested;            ///< the state that is waited for, in the test before the wait
  const clang::CoawaitExpr *Suspension; ///< between test and wait; null: the test is not repeated after the wait
  const clang::FunctionDecl *Changer;   ///< another function, which changes the state; null: not seen
  const clang::Expr *Change;            ///< in Changer
  summaries::Assumptions Assumes;
};

/// Those in the coroutine \p F, in source order. Suspensions with a lock held do not count, nor do tests of what only
/// \p F changes.
std::vector<LostWakeup> lostWakeups(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
