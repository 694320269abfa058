// Lock operations that a model or an attribute declares.
#pragma once

#include "facts/locks/lock-actions-builder.h"
#include "facts/syntax/call-parts.h"

namespace asynctidy::facts {

/// Adds the locks that the attributes of \p F, with the body \p Body, require its callers to hold.
void holdRequired(const clang::FunctionDecl &F, const clang::Stmt &Body, LockActionsBuilder &Into);

/// Adds what models say of \p Callee: that it locks or unlocks its arguments or, for a member function, its object.
void actByModel(const clang::CallExpr &Call, const clang::FunctionDecl &Callee, LockActionsBuilder &Into);

/// Adds what `[[clang::acquire_capability(m)]]` and the like say, in terms of the caller.
void actByAttributes(const clang::CallExpr &Call, const clang::FunctionDecl &Callee, LockActionsBuilder &Into);

/// The locks that must not be held at the call \p Made, as `[[clang::locks_excluded(m)]]` and `requires_capability(!m)`
/// of its callee say, in terms of the caller.
std::vector<LockName> locksExcludedBy(const CallParts &Made, const models::ModelSet &Models);

} // namespace asynctidy::facts
