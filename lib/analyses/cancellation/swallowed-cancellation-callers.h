// Coroutines that continue after a coroutine that they await has ended because of cancellation.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"

namespace asynctidy::analyses {

/// Whether a cancelled coroutine continues its work by \p S: an await, or a `co_yield` that may suspend.
bool goesOnBy(const clang::Stmt &S, facts::TranslationUnit &Unit);

/// An await of \p Callee in this file after which the awaiting coroutine continues without any information from the
/// result; null when there is none. Where the awaiting coroutine ends instead, its callers are searched, up to \p Depth
/// levels.
const clang::Stmt *awaitThatGoesOn(const clang::FunctionDecl &Callee, unsigned Depth, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
