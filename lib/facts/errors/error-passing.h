// Whether an error is passed on to code that can handle it.
#pragma once

#include "facts/flow/conditions.h"
#include "facts/flow/def-use.h"
#include "facts/unit/translation-unit.h"

namespace asynctidy::facts {

/// Whether the error in the variables \p Error, or the exception being handled, leaves \p Body, a part of \p F, as a
/// whole: it is returned, stored in a variable that is read, rethrown, or passed to a function that keeps it. With
/// \p Unknown, a call without arguments of a function without a visible body counts as well: it may inspect the
/// exception being handled.
bool passesOn(const clang::Stmt *Body, const clang::FunctionDecl &F, const Variables &Error, bool Unknown,
              TranslationUnit &Unit);

} // namespace asynctidy::facts
