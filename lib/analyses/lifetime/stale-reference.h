// References, pointers, iterators and views into containers, used after the coroutine was suspended.
#pragma once

#include "facts/aliases/container-borrows.h"
#include "facts/aliases/mutation-index.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include <vector>

namespace asynctidy::analyses {

struct StaleReference {
  const clang::VarDecl *Local; ///< of a structured binding: the declaration of all its names
  facts::ContainerBorrow Borrow;
  const clang::Stmt *Use;                       ///< the first, in the order of the source
  const clang::CoawaitExpr *Suspension;         ///< on the way there
  const clang::CXXForRangeStmt *Loop = nullptr; ///< whose own iterator it is
  const facts::Mutation *Evidence = nullptr;    ///< what may run meanwhile; null when it is in code nobody sees here
};

/// The locals of the coroutine \p F that refer into a container which it shares with others, and are used on a path
/// that has been suspended since, with no lock held meanwhile: one entry a local, in the order of their declarations.
/// Left out are containers that nothing visible changes in a way that matters, unless they can be changed where nobody
/// sees it.
std::vector<StaleReference> staleReferences(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
