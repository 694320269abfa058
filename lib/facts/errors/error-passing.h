// Whether an error gets to somebody who can do something about it.
#pragma once

#include "facts/flow/conditions.h"
#include "facts/flow/def-use.h"
#include "facts/unit/translation-unit.h"

namespace asynctidy::facts {

/// Whether an error in hand, which \p Error names, or the exception being handled gets out of \p Body, a part of \p F,
/// whole: returned, stored where somebody looks, thrown on or given to a function that keeps it. With \p Unknown, a
/// call without arguments of something whose body nobody sees counts as well: it may look at the exception being
/// handled.
bool passesOn(const clang::Stmt *Body, const clang::FunctionDecl &F, const Variables &Error, bool Unknown,
              TranslationUnit &Unit);

} // namespace asynctidy::facts
