// Work that has begun and is left behind because the function leaves while it awaits the others.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"

#include <vector>

namespace asynctidy::analyses {

/// One of several pieces of work that begin at once and are awaited one by one.
struct OrphanedSibling {
  const clang::VarDecl *Task;
  facts::Work Holds;
  const clang::VarDecl *First; ///< awaited before it
  const clang::Stmt *Exit;     ///< the jump, or what throws the exception, that leaves it behind
  const clang::Stmt *Uses;     ///< where it uses a local of the function that is gone then; null: not known to
  summaries::Assumptions Assumes;
};

/// Those of \p F, one entry a local, in source order. Left out is what async-scope-order reports: work that an
/// exception leaves behind although it uses a local.
std::vector<OrphanedSibling> orphanedSiblings(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
