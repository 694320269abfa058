// The lock holders of a function, and what each of its statements does to them.
#pragma once

#include "facts/locks/guard-origin.h"
#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace asynctidy::facts {

/// The possible states of one holder; sets of these are united where paths join.
enum HoldState : unsigned char { Free = 1, Held = 2, Either = Free | Held };

/// A guard variable, or one lock taken by hand.
struct LockHolder {
  const clang::VarDecl *Guard = nullptr;
  llvm::SmallVector<LockName, 1> Locks;
  const clang::Stmt *Since = nullptr;
  bool Together = false;    ///< one step takes all of Locks
  bool IsAmbiguous = false; ///< it holds different locks at different times: they cannot be named
};

/// What one expression does to a holder.
struct HoldAction {
  unsigned Which;
  unsigned char Leaves; ///< a set of HoldState
  bool Takes = false;   ///< counts as an acquisition
  bool Tries = false;
  bool Again = false; ///< released and taken again, as a wait on a condition does
};

/// A condition that is true when the holder holds its lock; false when Negated.
struct HoldTest {
  unsigned Which;
  bool Negated = false;
};

/// What the statements of one function do to its locks. Holders are identified by their index in Holders.
struct LockActions {
  using Numbers = llvm::SmallVector<unsigned, 1>;

  std::vector<LockHolder> Holders;
  llvm::SmallVector<unsigned, 2> AtEntry;                     ///< holders that are held at entry
  llvm::DenseMap<const clang::VarDecl *, unsigned> Guards;    ///< guard → its holder
  llvm::DenseMap<const clang::VarDecl *, unsigned> MovedFrom; ///< guard → the holder it was moved from
  llvm::DenseMap<const clang::VarDecl *, Numbers> Adopted;    ///< guard → locks taken by hand before
  llvm::DenseMap<const clang::Stmt *, llvm::SmallVector<HoldAction, 1>> Actions;
  llvm::DenseMap<const clang::CallExpr *, HoldTest> Tests;
  llvm::DenseMap<const clang::CallExpr *, Numbers> Lent;     ///< call → guards passed to it by reference
  llvm::DenseMap<const clang::Stmt *, Numbers> MayRelease;   ///< holders that may be released by it
  llvm::DenseMap<const clang::Stmt *, Numbers> UnknownAfter; ///< holders with unknown state after it
  llvm::DenseSet<const clang::Stmt *> TakenTogether;         ///< calls
};

/// The lock actions of \p F: of guards of every form, locks taken by hand, by models and by the thread-safety
/// attributes, and locks that the caller holds.
LockActions lockActionsIn(const clang::FunctionDecl &F, const models::ModelSet &Models);

} // namespace asynctidy::facts
