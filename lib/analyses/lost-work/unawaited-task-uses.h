// What a use of a local does to the work that it holds.
#pragma once

#include "facts/types/work.h"

#include "clang/AST/Expr.h"
#include "llvm/ADT/ArrayRef.h"

#include <utility>

namespace asynctidy::analyses {

enum class LocalUse {
  Nothing,
  Test,
  Await,
  MoveAway,
  Consume,
  Refill,  ///< assigned new work
  Replace, ///< assigned other work: no longer tracked
};

/// What the use \p Name of a local with the work \p Holds does to it, judged by the enclosing expressions (\p Parents,
/// innermost last), and the expression that does it.
std::pair<LocalUse, const clang::Stmt *> useOf(const clang::DeclRefExpr &Name,
                                               llvm::ArrayRef<const clang::Stmt *> Parents, const facts::Work &Holds);

} // namespace asynctidy::analyses
