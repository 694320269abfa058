// What exceptions may leave a coroutine.
#pragma once

#include "facts/facts.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

namespace asynctidy::facts {

/// The first `throw` or await of the coroutine \p F whose exception leaves it, in the order of the source, or null.
/// What other calls throw does not count. An await counts when it is known to throw errors: it awaits a coroutine of
/// the user that does, or a model says so of its library (`maybe-cancelled`).
const clang::Stmt *throwsOutOf(const clang::FunctionDecl &F, Facts &All);

/// Whether \p Await may throw: its `await_resume` is not noexcept, and if it awaits a coroutine of the user, something
/// may leave that.
bool mayThrow(const clang::CoawaitExpr &Await, Facts &All);

/// True for a handler that lets no error through: `...`, or the root of the standard exceptions.
bool catchesErrors(const clang::CXXCatchStmt &Handler);

/// \p F, if calling it surely runs a coroutine of the user that has a body here: that definition; else null.
const clang::FunctionDecl *userCoroutine(const clang::FunctionDecl *F, const Facts &All);

/// \p E without what moves, copies or keeps it.
const clang::Expr *valueIn(const clang::Expr *E);

} // namespace asynctidy::facts
