// Calls of coroutines that return only when the work is done.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Expr.h"

namespace asynctidy::facts {

/// Whether \p E, in \p F, calls a coroutine that gives the thread at each of its awaits to whichever coroutine a
/// scheduler chooses: control is back in \p F, which is no coroutine, when the scheduler has none left, and the work
/// has ended. The bodies of the coroutine and of its awaiters must be in sight.
bool runsToItsEnd(const clang::Expr &E, const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
