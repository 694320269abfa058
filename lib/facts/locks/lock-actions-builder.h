// Collects the holders of one function and what is done to them. Only for what makes LockActions.
#pragma once

#include "facts/locks/lock-actions.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace asynctidy::facts {

/// What a method that is called \p Name does with a lock, or with a guard of one.
bool isUnlock(llvm::StringRef Name);
bool isLock(llvm::StringRef Name);
bool isTry(llvm::StringRef Name);

/// "" for an operator and for none.
llvm::StringRef simpleNameOf(const clang::FunctionDecl *F);

class LockActionsBuilder : public LockActions {
public:
  explicit LockActionsBuilder(const models::ModelSet &Models) : Models(Models) {}

  LockName nameLock(const clang::Expr &E, LockKind Kind, bool Shared) const;

  unsigned add(LockHolder H);
  /// The holder of a lock taken by hand.
  unsigned byHand(const LockName &Lock);
  /// From some point on the guard that is the holder \p I holds \p Locks.
  void rename(unsigned I, llvm::ArrayRef<LockName> Locks);

  void act(const clang::Stmt &At, HoldAction Does) { Actions[&At].push_back(Does); }
  void acquireByHand(unsigned I, const clang::CallExpr &Call, bool Tries, bool TrueMeansHeld = true);
  void release(const AccessPath &Path, const clang::Stmt &At);
  void mayUnlock(const AccessPath &Path, const clang::Stmt &At);

  const models::ModelSet &Models;
};

} // namespace asynctidy::facts
