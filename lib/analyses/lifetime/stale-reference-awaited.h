// References to a result that is stored in the awaited task.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A local reference bound to the result of `co_await` of a temporary task, when that result is stored in the task:
/// both are destroyed at the end of the statement.
struct AwaitedReference {
  const clang::VarDecl *Reference;
  const clang::CoawaitExpr *Await;
  const clang::Stmt *FirstUse;
  bool IsRange; ///< the range of a range-for: every iteration uses it
};

/// The awaited references of \p F that are used after the statement. Left out: tasks of references (`task<T &>`), where
/// the result is stored elsewhere, and tasks that do not own their frame.
std::vector<AwaitedReference> awaitedReferences(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
