// Exceptions that may leave a coroutine, by its `throw`s and awaits.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::facts {

/// A throwing statement and the exception's class; Type is null when it is not known.
struct Thrown {
  const clang::Stmt *At = nullptr;
  const clang::CXXRecordDecl *Type = nullptr;

  explicit operator bool() const { return At; }
};

/// The error that an await of something other than a coroutine of the user is known to throw; null when none is known.
using KnownErrors = llvm::function_ref<const clang::CXXRecordDecl *(const clang::CoawaitExpr &)>;

/// The first `throw` or await in source order whose exception leaves the coroutine \p F. Exceptions of other calls do
/// not count. An await counts when it is known to throw.
Thrown firstThrown(const clang::FunctionDecl &F, TranslationUnit &Unit, KnownErrors Known);

/// Whether \p F is declared noexcept. What Clang has not needed to work out counts as no.
bool isNoexcept(const clang::FunctionDecl &F);

/// Whether no exception can leave \p F, as far as its declaration and body tell: it is noexcept, or it throws nothing
/// and calls only what is noexcept.
bool neverThrows(const clang::FunctionDecl &F);

/// Whether \p Await may throw: its `await_resume` is not noexcept, and if it awaits a coroutine of the user, an
/// exception may leave that.
bool mayThrow(const clang::CoawaitExpr &Await, TranslationUnit &Unit);

} // namespace asynctidy::facts
