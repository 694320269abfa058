// References to a result that is stored in the awaited task.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::analyses {

/// A local reference, view or pointer to the result of `co_await` of a temporary task or to a part of it, when that
/// result is stored in the task, or is a temporary itself: both are destroyed at the end of the statement.
struct AwaitedReference {
  const clang::VarDecl *Reference;
  const clang::CoawaitExpr *Await;
  const clang::Stmt *FirstUse;
  bool IsRange;     ///< the range of a range-for: every iteration uses it
  bool IsTemporary; ///< the result is a value of its own, and not stored in the task
  summaries::Assumptions Assumes = {};
};

/// The awaited references of \p F that are used after the statement. Left out: tasks of references (`task<T &>`), where
/// the result is stored elsewhere, and tasks that are seen to leave their frame.
std::vector<AwaitedReference> awaitedReferences(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
