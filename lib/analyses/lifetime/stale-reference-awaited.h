// References to a result that lies in the task it was awaited from.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A local reference bound to what `co_await` of a temporary task gives, when that is a reference into the task: task
/// and result are destroyed at the end of the statement.
struct AwaitedReference {
  const clang::VarDecl *Reference;
  const clang::CoawaitExpr *Await;
  const clang::Stmt *FirstUse;
  bool IsRange; ///< the range of a range-for: all rounds of the loop use it
};

/// Those of \p F that are used afterwards. Left out: tasks of references (`task<T &>`), whose result lies elsewhere,
/// and tasks whose frame lives on without them.
std::vector<AwaitedReference> awaitedReferences(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
