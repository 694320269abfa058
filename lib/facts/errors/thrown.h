// What errors are known to leave a coroutine.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/StmtCXX.h"

namespace asynctidy::facts {

/// The first `throw` or await of the coroutine \p F whose exception leaves it, in the order of the source, or null.
/// What other calls throw does not count. An await counts when it is known to throw errors: it awaits a coroutine of
/// the user that does, or a model says so of its library (`maybe-cancelled`).
const clang::Stmt *throwsOutOf(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
