// Coroutines that continue after a coroutine that they await has ended because of cancellation.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/ArrayRef.h"

#include <utility>

namespace asynctidy::analyses {

/// Whether a cancelled coroutine continues its work by \p S: an await, or a `co_yield` that may suspend.
bool goesOnBy(const clang::Stmt &S, facts::TranslationUnit &Unit);

/// The awaits of \p Callee by the coroutines of this file, each with the one that awaits.
using AwaitIn = std::pair<const clang::FunctionDecl *, const clang::CoawaitExpr *>;
llvm::ArrayRef<AwaitIn> awaitsOf(const clang::FunctionDecl &Callee, facts::TranslationUnit &Unit);

/// An await of \p Callee in this file after which the awaiting coroutine continues without any information from the
/// result: there is none, or it is not used. Null when there is no such await. Where the awaiting coroutine ends
/// instead, its callers are searched, up to \p Depth levels.
const clang::Stmt *awaitThatGoesOn(const clang::FunctionDecl &Callee, unsigned Depth, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
