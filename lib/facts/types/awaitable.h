// How a type can be awaited, from its structure alone.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

namespace asynctidy::facts {

/// How `co_await x` finds its awaiter: by x itself or, at least in coroutines that return such an x, by their promise.
enum class AwaitForm {
  None,
  Awaiter,         ///< await_ready, await_suspend and await_resume are members
  MemberOperator,  ///< member `operator co_await`
  FreeOperator,    ///< `operator co_await` in the type's own namespace
  ForeignOperator, ///< `operator co_await` in the global namespace: not of the type's own library
  Transform,       ///< `await_transform` of the promise of coroutines that return the type
};

struct Awaitable {
  AwaitForm Form = AwaitForm::None;
  /// The class with the await functions, or null when the operator's result type is not known.
  const clang::CXXRecordDecl *Awaiter = nullptr;
  /// What makes the awaiter: the operator, or `await_transform`.
  const clang::FunctionDecl *Operator = nullptr;

  explicit operator bool() const { return Form != AwaitForm::None; }
};

Awaitable awaitableForm(clang::QualType T);

/// The type of `co_await` of a \p T, or null when it is not known. Where it depends on a template that was not
/// instantiated, the first type argument: int for `task<int>`.
clang::QualType awaitResult(clang::QualType T);

/// Whether awaiting suspends, by the result of `await_ready`.
enum class Suspends { Always, Never, Unknown };
Suspends suspends(clang::QualType T);

/// Whether awaiting a \p T leaves the coroutine for good where it suspends, as that of an empty optional does:
/// `await_ready` and `await_suspend` are visible, the one looks whether there is a value, the other drops the handle or
/// ends the coroutine.
bool neverResumes(clang::QualType T);

/// Whether \p Await can suspend, and go on later: its `await_ready` is not the constant true, and its `await_suspend`
/// does not end the coroutine.
bool canSuspend(const clang::CoroutineSuspendExpr &Await);

} // namespace asynctidy::facts
