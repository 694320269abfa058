// Conditions in a function and the statements that depend on them; syntactic, not path-sensitive.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::facts {

/// Which jumps count as leaving an arm of a branch.
enum class Leaving {
  ForGood,  ///< only those out of the loop or the function
  InAnyWay, ///< `continue` and assignments as well
};

/// A condition and the arms that depend on it.
struct Branching {
  const clang::Stmt *Condition = nullptr; ///< an expression, or the declaration of a condition variable
  const clang::Expr *Tested = nullptr;    ///< null for a statement that tests nothing
  llvm::SmallVector<const clang::Stmt *, 2> Arms;
  bool IsLoop = false;
};

/// The branch that \p S is; without Condition and Arms when it is none. A loop has no arms.
Branching branchingOf(const clang::Stmt &S);

/// Whether some arm of \p Branch leaves. \p Branch must be branchingOf(\p Whole).
bool leaves(const Branching &Branch, Leaving How, const clang::Stmt &Whole);

} // namespace asynctidy::facts
