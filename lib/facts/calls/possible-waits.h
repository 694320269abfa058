// The statements of one function that may wait for work, by what they would wait for. For joins.h.
#pragma once

#include "facts/aliases/access-path.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <map>
#include <optional>

namespace asynctidy::facts {

/// The function that \p S names if it returns a reference to an object of its own, as `global_loop()` does; or null.
const clang::FunctionDecl *accessorNamed(const clang::Stmt &S);

/// What an object is found by.
struct ObjectKey {
  AccessPath::Root From;
  const clang::VarDecl *Variable;
  llvm::SmallVector<const clang::FunctionDecl *, 1> Accessors; ///< that the expression asks

  explicit ObjectKey(const clang::Expr &E);
};

/// A call with what it may wait for.
struct WaitingCall {
  bool Always = false;  ///< it waits whatever it is given, as models say
  bool ForWork = false; ///< such a call waits for work rather than for a time, an answer or a lock
  bool Never = false;   ///< unless it ends the work of an object: it hands on or stores what it is given
  llvm::SmallVector<ObjectKey, 1> Ends; ///< the objects whose work has ended after it
  std::optional<ObjectKey> Object;      ///< of a member function
  bool ObjectMayWait = false;           ///< what is called of it can wait
  llvm::SmallVector<ObjectKey, 1> Lent; ///< the arguments that it may change
};

class PossibleWaits {
public:
  PossibleWaits(const clang::FunctionDecl &F, TranslationUnit &Unit);

  using Candidates = llvm::SmallVector<const clang::Stmt *, 2>;
  /// The awaits, calls and conditions of loops that have to do with a variable, with `this` or with an accessor. Those
  /// that wait always are left out.
  llvm::ArrayRef<const clang::Stmt *> about(const clang::VarDecl &V) const { return listOf(ByVariable, &V); }
  llvm::ArrayRef<const clang::Stmt *> aboutThis() const { return OfThis; }
  llvm::ArrayRef<const clang::Stmt *> about(const clang::FunctionDecl &Accessor) const {
    return listOf(ByAccessor, &Accessor);
  }

  /// What is said of \p Call, which must have a direct callee.
  const WaitingCall &of(const clang::CallExpr &Call) const { return Calls.find(&Call)->second; }

  bool waitsAlways(const clang::Stmt &S) const {
    const auto *Call = clang::dyn_cast<clang::CallExpr>(&S);
    const auto It = Calls.find(Call);
    return Call && It != Calls.end() && It->second.Always;
  }
  /// Whether \p S, which waits always, waits for work.
  bool waitsForWork(const clang::Stmt &S) const { return Calls.find(clang::cast<clang::CallExpr>(&S))->second.ForWork; }
  /// The calls that wait always in the body of the loop over a range \p S, or of the `if` of whose condition it is a
  /// part.
  llvm::ArrayRef<const clang::Stmt *> alwaysBelow(const clang::Stmt &LoopOrIf) const {
    return listOf(AlwaysBelow, &LoopOrIf);
  }
  /// The loop over a range that evaluates \p S first, or the `if` without an `else` with a condition that \p S is a
  /// part of, when it has calls that wait always; or null.
  const clang::Stmt *skipping(const clang::Stmt &S) const { return Skipping.lookup(&S); }

private:
  template <class K> static llvm::ArrayRef<const clang::Stmt *> listOf(const llvm::DenseMap<K, Candidates> &In, K Key) {
    const auto It = In.find(Key);
    return It == In.end() ? llvm::ArrayRef<const clang::Stmt *>() : llvm::ArrayRef<const clang::Stmt *>(It->second);
  }

  void look(const clang::Stmt &S);
  void call(const clang::CallExpr &Call);
  void index(const ObjectKey &Key, const clang::Stmt &S);
  template <class Map, class K> static void add(Map &To, K Key, const clang::Stmt &S);
  void noteAlways(const clang::Stmt &S);
  bool decidesWhetherToLoop(const clang::Stmt &S) const;

  TranslationUnit &Unit;
  const class Parents &Up;
  llvm::DenseMap<const clang::CallExpr *, WaitingCall> Calls;
  llvm::DenseMap<const clang::VarDecl *, Candidates> ByVariable;
  llvm::DenseMap<const clang::FunctionDecl *, Candidates> ByAccessor;
  Candidates OfThis;
  llvm::DenseMap<const clang::Stmt *, Candidates> AlwaysBelow;
  llvm::DenseMap<const clang::Stmt *, const clang::Stmt *> Skipping;
};

/// Those of \p F, found once.
const PossibleWaits &possibleWaitsIn(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
