// Where a fix-it may insert a `co_await`.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace asynctidy::checks {

/// True when \p E, a part of \p F, stands where the language forbids suspension: in a handler, or in the initializer of
/// a variable with static or thread storage.
bool isSuspensionForbidden(const clang::Expr &E, const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// True when \p E is in an instantiation and its type depends on the template arguments: an edit that is correct for
/// this instantiation may be wrong for others.
bool dependsOnTemplate(const clang::Expr &E, const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::checks
