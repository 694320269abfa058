// Tasks that are returned out of a `try`, whose handlers therefore never see the errors of the task.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Expr.h"
#include "clang/AST/StmtCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A `return` of a task from within a `try` of a function that is not a coroutine: the task's coroutine runs, or
/// continues, after the `try` has been left.
struct ReturnOutOfTry {
  const clang::ReturnStmt *Return;
  const clang::CallExpr *Makes; ///< creates the task
  const clang::CXXTryStmt *Try;
  summaries::Assumptions Assumes; ///< none: the body of the coroutine is visible
};
/// The returns out of a `try` of \p F, in source order; none for a coroutine.
std::vector<ReturnOutOfTry> returnsOutOfTry(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
