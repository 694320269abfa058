// What a mention of a local that holds work does to the work.
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
  Refill,  ///< given fresh work
  Replace, ///< given something else: no longer our business
};

/// What the mention \p Name of a local that \p Holds work does to it, by the expressions it stands in (\p Parents,
/// innermost last), and the expression that does it.
std::pair<LocalUse, const clang::Stmt *> useOf(const clang::DeclRefExpr &Name,
                                               llvm::ArrayRef<const clang::Stmt *> Parents, const facts::Work &Holds);

} // namespace asynctidy::analyses
