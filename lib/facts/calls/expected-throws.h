// Callables that are run only to see them throw: `assert_throws<error>([&] { parse("{"); });`.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace asynctidy::facts {

/// Whether \p E, in the body of the lambda \p F, is what that is run for: it stands in the last statement, and the
/// function that the lambda is passed to calls it in a `try` alone, returns from a handler, and goes on elsewhere.
bool isExpectedToThrow(const clang::Expr &E, const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
