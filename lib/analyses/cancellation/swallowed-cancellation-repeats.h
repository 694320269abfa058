// Coroutines that go on because of what the awaited coroutine gave when it had been cancelled.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <optional>

namespace asynctidy::analyses {

struct RepeatingAwait {
  const clang::CoawaitExpr *Await;
  summaries::Assumptions Assumes; ///< none: only the coroutine that awaits can end its loop
};

/// An await of \p Callee in a loop of this file that comes back to the same await, with the same arguments and no test
/// whether to stop, when \p Callee returns the constant of \p Given.
std::optional<RepeatingAwait> awaitThatRepeats(const clang::FunctionDecl &Callee, const clang::CoreturnStmt &Given,
                                               facts::TranslationUnit &Unit);

/// An await of \p Callee in this file after which a coroutine goes on to another await without a test whether to stop,
/// when \p Callee returns the constant of \p Given.
std::optional<RepeatingAwait> awaitThatGoesOnGiven(const clang::FunctionDecl &Callee, const clang::CoreturnStmt &Given,
                                                   facts::TranslationUnit &Unit);

/// Whether \p F itself may ask for a cancellation: it has an object by which work is cancelled, or calls such a
/// function.
bool mayCancel(const clang::FunctionDecl &F);

} // namespace asynctidy::analyses
