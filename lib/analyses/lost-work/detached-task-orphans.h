// Work that is started and left alone, although other coroutines wait for what it does.
#pragma once

#include "analyses/lost-work/orphaned-wait.h"
#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::analyses {

struct LeftAloneWork {
  const clang::Expr *Work; ///< the call of the coroutine, or the coroutine lambda
  const clang::FunctionDecl *Coroutine;
  OrphanedWait Leaves;
  summaries::Assumptions Assumes;
};

/// The work that \p F hands to a function which runs it beside its caller, or drops behind a chain of operations.
/// Left out: work whose statement deals with its end by a callable that lets the waiting coroutines go on.
std::vector<LeftAloneWork> workLeftAloneIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
