// Guards and locks that a function gives to others, who may unlock them.
#pragma once

#include "facts/locks/lock-actions-builder.h"

#include "clang/AST/ExprCXX.h"

namespace asynctidy::facts {

/// A guard lent to a function by reference: what waits on a condition gives it back locked; of anything else we do not
/// know what it does, unless it cannot do anything.
void lendGuard(const clang::Expr &Argument, const clang::FunctionDecl &Callee, unsigned Index,
               const clang::CallExpr &Call, LockActionsBuilder &Into);

/// An object made of a guard, or anything given a lock that is held, by a reference through which it can unlock:
/// `reverse_lock unlocked(guard);`. Whether it does, and for how long, is not seen here.
void lend(const clang::Expr &Argument, const clang::FunctionDecl &Callee, unsigned Index, const clang::Stmt &At,
          LockActionsBuilder &Into);

/// `[&] { m.unlock(); }`, to whatever calls it.
void giveUpTo(const clang::LambdaExpr &Lambda, LockActionsBuilder &Into);

/// `void release() { mutex_.unlock(); }`: what a function of the user's own unlocks and does not lock, of the same
/// object or of all.
void giveUpInside(const clang::CallExpr &Call, const clang::FunctionDecl &Callee, LockActionsBuilder &Into);

} // namespace asynctidy::facts
