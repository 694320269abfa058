// Where an edit may put a `co_await`.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

namespace asynctidy::checks {

/// True when \p E, a part of \p F, stands where the language forbids to suspend: in a handler, or in what initializes
/// a variable of static or thread storage.
bool isSuspensionForbidden(const clang::Expr &E, const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

/// True when \p E stands in an instantiation and the arguments of its template decide what it is: an edit that suits
/// this instantiation need not suit the others.
bool dependsOnTemplate(const clang::Expr &E, const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::checks
