// Errors that are known to leave a coroutine.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/StmtCXX.h"

namespace asynctidy::facts {

/// The first `throw` or await in source order whose exception leaves the coroutine \p F, or null. Exceptions of other
/// calls do not count. An await counts when it is known to throw errors: it awaits a coroutine of the user that does,
/// or a model says so of its library (`maybe-cancelled`).
const clang::Stmt *throwsOutOf(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
