// Calls that wait for what could be awaited.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"

#include <optional>
#include <string>

namespace asynctidy::facts {

/// What a call could be instead.
struct AsynchronousTwin {
  bool IsAwaitOfObject; ///< `co_await task` instead of `task.get()`; else the operation Name of the same object
  std::string Name;
};

/// The twin of \p Call, a member function whose body is not visible: its object can be awaited, which gives the same as
/// the function, `get`, `wait` or `join`; or the class has an operation with that name and a word more, which gives an
/// awaitable: `read` and `async_read`, `load` and `loadAsync`.
std::optional<AsynchronousTwin> asynchronousTwin(const clang::CXXMemberCallExpr &Call, TranslationUnit &Unit);

/// Whether the object of \p Call is the outcome of an await in \p In, or was awaited there before, alone or among
/// others: it is ready then, and nothing is waited for.
bool isReadyByAwait(const clang::CXXMemberCallExpr &Call, const clang::FunctionDecl &In, TranslationUnit &Unit);

/// Whether the object of \p Call is a parameter: the caller may have waited for it. What a lambda is given, a
/// continuation, is usually ready.
bool isGivenByCaller(const clang::CXXMemberCallExpr &Call);
bool isGivenToLambda(const clang::CXXMemberCallExpr &Call);

} // namespace asynctidy::facts
