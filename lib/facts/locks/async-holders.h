// How one function holds locks for coroutines.
#pragma once

#include "facts/aliases/access-path.h"
#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "llvm/ADT/DenseSet.h"

namespace asynctidy::facts {

/// The locals of the coroutine \p F that are given the holder of a lock after they are declared: `holder = co_await
/// m.lock()`, `holder.emplace(co_await m.lock())`.
llvm::DenseSet<const clang::VarDecl *> lateHoldersIn(const clang::FunctionDecl &F, const models::ModelSet &Models);

/// Whether \p F has an operation that gives back what it took of \p Lock. Else a semaphore is a signal: one task waits
/// for what another one gives.
bool givesBackByHand(const clang::FunctionDecl &F, const AccessPath &Lock);

/// Whether the value of \p E is moved from something.
bool isMovedFromAnother(const clang::Expr &E);

} // namespace asynctidy::facts
