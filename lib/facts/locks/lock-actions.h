// What in a function can hold a lock, and what each of its statements does to that.
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

/// What a path may have left of one holder; a set of these is joined over paths.
enum HoldState : unsigned char { Free = 1, Held = 2, Either = Free | Held };

/// One thing that holds locks: a guard variable, or one lock taken by hand.
struct LockHolder {
  const clang::VarDecl *Guard = nullptr;
  llvm::SmallVector<LockName, 1> Locks;
  const clang::Stmt *Since = nullptr;
  bool Together = false;  ///< one step takes all of Locks
  bool IsSeveral = false; ///< it holds one lock now and another one then: nobody can name it
};

/// What one expression does to a holder.
struct HoldAction {
  unsigned Which;
  unsigned char Leaves; ///< a set of HoldState
  bool Takes = false;   ///< counts as an acquisition
  bool Tries = false;
  bool Again = false; ///< given up for a while and taken back, as a wait on a condition does
};

/// A condition that tells whether a holder holds.
struct HoldTest {
  unsigned Which;
  bool Negated = false;
};

/// What happens to the locks of one function, whatever path it takes. Holders are known by their number.
struct LockActions {
  using Numbers = llvm::SmallVector<unsigned, 1>;

  std::vector<LockHolder> Holders;
  llvm::SmallVector<unsigned, 2> AtEntry;                     ///< those that hold when the function begins
  llvm::DenseMap<const clang::VarDecl *, unsigned> Guards;    ///< the holder of each
  llvm::DenseMap<const clang::VarDecl *, unsigned> MovedFrom; ///< guard → the holder it was moved from
  llvm::DenseMap<const clang::VarDecl *, Numbers> Adopted;    ///< guard → locks taken by hand before
  llvm::DenseMap<const clang::Stmt *, llvm::SmallVector<HoldAction, 1>> Actions;
  llvm::DenseMap<const clang::CallExpr *, HoldTest> Tests;
  llvm::DenseMap<const clang::CallExpr *, Numbers> Lent; ///< what is given to it by reference
  llvm::DenseMap<const clang::Stmt *, Numbers> Perhaps;  ///< what may be free after it, if held
  llvm::DenseMap<const clang::Stmt *, Numbers> GivenUp;  ///< what others can unlock from then on: nobody knows when
  llvm::DenseSet<const clang::Stmt *> TakenTogether;     ///< calls
};

/// The locks that \p F handles: guards of every form, locks taken by hand, by models and by the thread-safety
/// attributes, and those it is called with.
LockActions lockActionsIn(const clang::FunctionDecl &F, const models::ModelSet &Models);

} // namespace asynctidy::facts
