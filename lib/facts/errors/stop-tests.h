// Where a coroutine tests whether it was asked to stop.
#pragma once

#include "facts/flow/conditions.h"
#include "facts/flow/def-use.h"
#include "facts/unit/translation-unit.h"

namespace asynctidy::facts {

/// The parts of conditions in \p Body on which a coroutine leaves because it was asked to stop: a token, a flag or a
/// state that other code changes. Counts, sizes and the results of awaits do not count.
Statements stopTestsIn(const clang::Stmt *Body);

/// Those in writtenBody() of \p F, found once.
const Statements &stopTestsIn(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
