// Which results of calls may be dropped although they stand for work or an error.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Expr.h"

namespace asynctidy::facts {

/// Whether nothing is lost with the value of \p E, an expression that makes it: its destructor waits for the work;
/// models say that it, or the result of the function called, may be dropped; it has the type of lazy work, but the call
/// has let the work run beside its caller; it is the end of a chain that handles every failure.
bool mayBeDropped(const clang::Expr &E, TranslationUnit &Unit);

/// Whether the error outcome that \p Await gives can hold no error: it is what became of a callable that never throws,
/// as `co_await post([]() noexcept {})` gives a `Try<void>`.
bool isOutcomeOfNoexcept(const clang::CoawaitExpr &Await);

} // namespace asynctidy::facts
