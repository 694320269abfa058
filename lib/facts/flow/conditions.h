// Conditions in a function and what hangs on them, as far as their text shows it.
#pragma once

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"
#include "llvm/ADT/SmallVector.h"

namespace asynctidy::facts {

/// How the arms of a branch count as leaving.
enum class Leaving {
  ForGood,  ///< out of the loop or the function
  InAnyWay, ///< to the next round as well, or by setting something
};

/// A condition and what hangs on it.
struct Branching {
  const clang::Stmt *Condition = nullptr; ///< an expression, or the declaration of a condition variable
  const clang::Expr *Tested = nullptr;    ///< null for a statement that tests nothing
  llvm::SmallVector<const clang::Stmt *, 2> Arms;
  bool IsLoop = false;
};

Branching branchingOf(const clang::Stmt &S);

/// Whether some arm of \p Branch, which branchingOf() made of \p Whole, leaves.
bool leaves(const Branching &Branch, Leaving How, const clang::Stmt &Whole);

} // namespace asynctidy::facts
