// Guards and locks that escape to callees or lambdas, which may unlock them.
#pragma once

#include "facts/locks/lock-actions-builder.h"

#include "clang/AST/ExprCXX.h"

namespace asynctidy::facts {

/// A guard passed to a function by reference: a wait on a condition returns it locked; after any other function that
/// can change it its state is unknown.
void lendGuard(const clang::Expr &Argument, const clang::FunctionDecl &Callee, unsigned Index,
               const clang::CallExpr &Call, LockActionsBuilder &Into);

/// A guard or a held lock passed by a reference through which the callee can unlock: `reverse_lock unlocked(guard);`.
/// Whether it does, and for how long, is unknown.
void lend(const clang::Expr &Argument, const clang::FunctionDecl &Callee, unsigned Index, const clang::Stmt &At,
          LockActionsBuilder &Into);

/// `[&] { m.unlock(); }`: the lock's state is unknown from the lambda on, because any code may call it.
void unlockInLambda(const clang::LambdaExpr &Lambda, LockActionsBuilder &Into);

/// `void release() { mutex_.unlock(); }`: locks of the same object, and global ones, that the user's function \p Callee
/// unlocks and does not lock.
void unlockInCallee(const clang::CallExpr &Call, const clang::FunctionDecl &Callee, LockActionsBuilder &Into);

} // namespace asynctidy::facts
