// Handlers and promises that drop every exception without a trace.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A handler around an await that catches every error and leaves no trace of it.
struct SilencedError {
  const clang::CXXCatchStmt *Handler;
  const clang::CoawaitExpr *Await; ///< may throw
  const clang::Expr *Value;        ///< what it returns instead; null when it does nothing
};

/// The handlers of the coroutine \p F that do nothing, or nothing but return a constant that is a result like any
/// other. Not counted: those with a comment that says why, those of swallowedCancellations(), and those that can be
/// told from success: the try ends in a jump, or somebody tests what it would have assigned.
std::vector<SilencedError> silencedErrors(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// An await of tasks together that gives their exceptions as results, which nobody looks at.
struct UnreadJoin {
  const clang::CoawaitExpr *Await;
  const clang::FunctionDecl *Join; ///< as a model says
  const clang::Stmt *Throws;       ///< what may leave one of the tasks
};

/// Those of the coroutine \p F whose results are dropped, or kept in locals that nobody mentions again, and of whose
/// tasks one is known to throw.
std::vector<UnreadJoin> unreadJoins(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// True when \p F is the `unhandled_exception` of a promise and does nothing, without a comment that says why.
bool dropsUnhandledException(const clang::FunctionDecl &F);

} // namespace asynctidy::analyses
