// What exceptions may leave a coroutine, as far as its text and its awaits show.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::facts {

/// Something that throws, and what, as far as is known.
struct Thrown {
  const clang::Stmt *At = nullptr;
  const clang::CXXRecordDecl *Type = nullptr;

  explicit operator bool() const { return At; }
};

/// The error that an await of something other than a coroutine of the user is known to throw; null when none is known.
using KnownErrors = llvm::function_ref<const clang::CXXRecordDecl *(const clang::CoawaitExpr &)>;

/// The first `throw` or await of the coroutine \p F whose exception leaves it, in the order of the source. What other
/// calls throw does not count. An await counts when it is known to throw.
Thrown firstThrown(const clang::FunctionDecl &F, TranslationUnit &Unit, KnownErrors Known);

/// Whether \p Await may throw: its `await_resume` is not noexcept, and if it awaits a coroutine of the user, something
/// may leave that.
bool mayThrow(const clang::CoawaitExpr &Await, TranslationUnit &Unit);

} // namespace asynctidy::facts
