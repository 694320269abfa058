// Results that refer to locals, or need the handlers, of the function that returns them.
#pragma once

#include "facts/aliases/borrowed-objects.h"

#include "clang/AST/StmtCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A `co_return` of a reference, pointer or view to an object that is destroyed with the coroutine.
struct EscapingView {
  const clang::CoreturnStmt *Return;
  facts::BorrowedObject To; ///< a local, a parameter by value, or a temporary of the statement
};
/// The escaping views of the coroutine \p F, in source order.
std::vector<EscapingView> escapingViews(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// A `return` of a task from within a `try` of a function that is not a coroutine: the task's coroutine runs, or
/// continues, after the `try` has been left.
struct ReturnOutOfTry {
  const clang::ReturnStmt *Return;
  const clang::CallExpr *Makes; ///< creates the task; the body of its coroutine is visible
  const clang::CXXTryStmt *Try;
};
/// The returns out of a `try` of \p F, in source order; none for a coroutine.
std::vector<ReturnOutOfTry> returnsOutOfTry(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
