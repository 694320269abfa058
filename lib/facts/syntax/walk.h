// Walking the statements that run as part of one function.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Stmt.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::facts {

/// True for expressions whose operands are never evaluated: sizeof, noexcept, an unevaluated typeid, requires.
bool isUnevaluated(const clang::Stmt &S);

/// Whether \p S is a loop of any kind.
bool isLoop(const clang::Stmt &S);

/// Calls \p Visit for \p S and everything below it that the same function evaluates, parents first. Left out: bodies of
/// nested lambdas (not their captures), unevaluated operands, and what Clang adds around a written `co_await`.
void forEachEvaluated(const clang::Stmt *S, llvm::function_ref<void(const clang::Stmt &)> Visit);

/// Calls \p Visit for each variable that \p S declares, if it is a declaration.
void forEachDeclared(const clang::Stmt &S, llvm::function_ref<void(const clang::VarDecl &)> Visit);

/// How often what forEachEvaluated() visits names \p V.
unsigned timesNamed(const clang::VarDecl &V, const clang::Stmt *S);

/// The children forEachEvaluated descends to.
void forEachEvaluatedChild(const clang::Stmt &S, llvm::function_ref<void(const clang::Stmt *)> Visit);

} // namespace asynctidy::facts
