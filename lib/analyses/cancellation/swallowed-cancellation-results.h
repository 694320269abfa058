// Loops that ignore the result of a wait that says whether it was cancelled.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

struct IgnoredResult {
  const clang::CoawaitExpr *Await;
  summaries::Assumptions Assumes; ///< none: it is given a token by which it is told to stop
};

/// The awaits of the coroutine \p F in loops that come back to them without a question whether to stop. Their result
/// tells of a cancellation: an error code of a library that has one for it, an enumeration that has a word for it, or
/// the truth value of what is given a token to stop by. A result that is cast to void is ignored on purpose.
std::vector<IgnoredResult> ignoredResults(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
