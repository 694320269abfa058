// Coroutines that go on after one that they await has ended because it was cancelled.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

namespace asynctidy::analyses {

/// Whether a coroutine that was cancelled goes on by \p S: an await, or a `co_yield` that may suspend.
bool goesOnBy(const clang::Stmt &S, facts::TranslationUnit &Unit);

/// An await of \p Callee in this file whose coroutine goes on although it learns nothing from the result; callers of
/// callers that end are asked up to \p Depth.
const clang::Stmt *awaitThatGoesOn(const clang::FunctionDecl &Callee, unsigned Depth, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
