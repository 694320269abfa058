// References, pointers, iterators and views into containers, used after the coroutine was suspended.
#pragma once

#include "facts/aliases/container-borrows.h"
#include "facts/aliases/mutation-index.h"
#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A local that may refer to a removed or moved element of a container.
struct StaleReference {
  const clang::VarDecl *Local; ///< for a structured binding, the declaration of all its names
  facts::ContainerBorrow Borrow;
  const clang::Stmt *Use;                       ///< the first, in the order of the source
  const clang::CoawaitExpr *Suspension;         ///< on the path to Use
  const clang::CXXForRangeStmt *Loop = nullptr; ///< the range-for that owns the iterator; else null
  const facts::Mutation *Evidence =
      nullptr; ///< a mutation that may run during the suspension; null when it is in code that is not visible here
  summaries::Assumptions Assumes = {};
};

/// The locals of the coroutine \p F that refer into a container which it shares with other code, and that are used on a
/// path with a suspension in between during which no lock is held: one entry a local, in the order of declaration. Left
/// out are containers without a mutation that invalidates references, unless code that is not visible may contain one.
std::vector<StaleReference> staleReferences(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
