// Builds LockActions. Internal to the files that do so.
#pragma once

#include "facts/locks/lock-actions.h"
#include "facts/syntax/names.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringRef.h"

#include <utility>
#include <vector>

namespace asynctidy::facts {

/// Whether a member function named \p Name unlocks, locks or tries to lock its lock or guard.
bool isUnlock(llvm::StringRef Name);
bool isLock(llvm::StringRef Name);
bool isTry(llvm::StringRef Name);

class LockActionsBuilder : public LockActions {
public:
  explicit LockActionsBuilder(const models::ModelSet &Models) : Models(Models) {}

  LockName nameLock(const clang::Expr &E, LockKind Kind, bool Shared) const;

  unsigned add(LockHolder H);
  /// The index of the holder of a lock taken by hand, added if it is new.
  unsigned byHand(const LockName &Lock);
  /// The guard that is the holder \p I is assigned \p Locks at some point.
  void rename(unsigned I, llvm::ArrayRef<LockName> Locks);

  void act(const clang::Stmt &At, HoldAction Does) { Actions[&At].push_back(Does); }
  void acquireByHand(unsigned I, const clang::CallExpr &Call, bool Tries, bool TrueMeansHeld = true);
  void release(const AccessPath &Path, const clang::Stmt &At);
  void mayUnlock(const AccessPath &Path, const clang::Stmt &At);

  const models::ModelSet &Models;
  /// What the functions that were looked into unlock; see unlockInCallee().
  llvm::DenseMap<std::pair<const clang::FunctionDecl *, unsigned>, std::vector<AccessPath>> UnlockedIn;
};

} // namespace asynctidy::facts
