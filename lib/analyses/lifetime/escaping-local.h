// Results that a function hands out although they need what it takes down.
#pragma once

#include "facts/aliases/borrowed-objects.h"

#include "clang/AST/StmtCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A `co_return` of a reference, pointer or view to something that dies with the coroutine.
struct EscapingView {
  const clang::CoreturnStmt *Return;
  facts::BorrowedObject To; ///< a local, a parameter by value, or a temporary of the statement
};
std::vector<EscapingView> escapingViews(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// A `return` of a task from within a `try` of a function that is no coroutine: the coroutine runs, or goes on, when
/// the `try` has been left.
struct ReturnOutOfTry {
  const clang::ReturnStmt *Return;
  const clang::CallExpr *Makes; ///< the task; its coroutine is visible
  const clang::CXXTryStmt *Try;
};
std::vector<ReturnOutOfTry> returnsOutOfTry(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
