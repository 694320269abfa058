// Handlers and promises that discard every exception silently.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A handler around an await that catches every error and discards it silently.
struct SilencedError {
  const clang::CXXCatchStmt *Handler;
  const clang::CoawaitExpr *Await; ///< may throw
  const clang::Expr *Value;        ///< what the handler returns instead; null when it does nothing
  bool HidesCheck;                 ///< the try has a check of a test, which the error skips, or which throws it
};

/// The handlers of the coroutine \p F that do nothing, or only return a constant that looks like a normal result. Not
/// counted: those with a comment that says why, those of swallowedCancellations(), and those with a visible failure:
/// the try ends in a jump, or later code tests a variable that the try assigns.
std::vector<SilencedError> silencedErrors(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// An await of several tasks that returns their exceptions as results, which are not read.
struct UnreadJoin {
  const clang::CoawaitExpr *Await;
  const clang::FunctionDecl *Join; ///< as a model says
  const clang::Stmt *Throws;       ///< an exception that may leave one of the tasks
};

/// The joins of the coroutine \p F with results that are discarded, or kept in locals that are not used, and with a
/// task that is known to throw.
std::vector<UnreadJoin> unreadJoins(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// True when \p F is the `unhandled_exception` of a promise and does nothing, without a comment that says why.
bool dropsUnhandledException(const clang::FunctionDecl &F);

} // namespace asynctidy::analyses
