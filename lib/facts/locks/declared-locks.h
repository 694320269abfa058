// Locks that a function handles because a model or an attribute says so.
#pragma once

#include "facts/locks/lock-actions-builder.h"

namespace asynctidy::facts {

/// The locks that \p F, whose body is \p Body, requires its callers to hold, by its attributes.
void holdRequired(const clang::FunctionDecl &F, const clang::Stmt &Body, LockActionsBuilder &Into);

/// What models say of functions that lock or unlock their arguments, or, for member functions, the object.
void actByModel(const clang::CallExpr &Call, const clang::FunctionDecl &Callee, LockActionsBuilder &Into);

/// What `[[clang::acquire_capability(m)]]` and its kind say, the arguments seen from the call.
void actByAttributes(const clang::CallExpr &Call, const clang::FunctionDecl &Callee, LockActionsBuilder &Into);

} // namespace asynctidy::facts
