// How a type can be awaited, from its structure alone.
#pragma once

#include "clang/AST/ASTContext.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

namespace asynctidy::facts {

/// How `co_await x` finds its awaiter when the promise has no `await_transform`.
enum class AwaitForm {
  None,
  Awaiter,         ///< await_ready, await_suspend and await_resume are members
  MemberOperator,  ///< member `operator co_await`
  FreeOperator,    ///< `operator co_await` in the type's own namespace
  ForeignOperator, ///< `operator co_await` in the global namespace: somebody else's opinion of the type
};

struct Awaitable {
  AwaitForm Form = AwaitForm::None;
  /// The class with the await functions, or null when its operator hides it.
  const clang::CXXRecordDecl *Awaiter = nullptr;
  /// The operator, for the two operator forms.
  const clang::FunctionDecl *Operator = nullptr;

  explicit operator bool() const { return Form != AwaitForm::None; }
};

Awaitable awaitableForm(clang::QualType T);

/// What `co_await` of a \p T gives, or null when structure does not tell. Where a template computes it and was not
/// instantiated, its first type argument: `task<int>` gives int.
clang::QualType awaitResult(clang::QualType T);

/// Whether awaiting suspends, as far as `await_ready` tells.
enum class Suspends { Always, Never, Unknown };
Suspends suspends(clang::QualType T);

/// Whether awaiting a \p T leaves the coroutine for good where it suspends, as that of an empty optional does:
/// `await_ready` and `await_suspend` are visible, the one looks whether there is a value, the other drops the handle.
bool neverResumes(clang::QualType T);

/// Whether \p Await can give up the thread: its `await_ready` is not the constant true.
bool canSuspend(const clang::CoroutineSuspendExpr &Await);

} // namespace asynctidy::facts
