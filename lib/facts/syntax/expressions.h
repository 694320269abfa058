// Strips implicit nodes, moves and copies around an expression.
#pragma once

#include "clang/AST/Expr.h"

namespace asynctidy::facts {

/// \p E without parentheses, implicit casts, clean-ups and the making of temporaries.
const clang::Expr *withoutTemporaries(const clang::Expr *E);

/// X of `std::move(X)`, `std::forward<T>(X)` and `static_cast<T &&>(X)`; null when \p E is none of them.
const clang::Expr *movedFrom(const clang::Expr *E);

/// withoutTemporaries(), and without any movedFrom() around the expression.
const clang::Expr *withoutMoves(const clang::Expr *E);

/// \p E without the moves, copies and temporaries around it.
const clang::Expr *valueIn(const clang::Expr *E);

/// The variable or member that \p E names, without moves around it; null when \p E computes anything.
const clang::ValueDecl *onlyNames(const clang::Expr *E);

/// The local variable that \p E, which may be null, names; else null.
const clang::VarDecl *localIn(const clang::Expr *E);

/// Whether \p E is a literal, an enumerator, or an object that is constructed from such; also as a default argument.
bool isMadeOfLiterals(const clang::Expr &E);

} // namespace asynctidy::facts
