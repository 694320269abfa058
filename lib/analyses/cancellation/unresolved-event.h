// Events and promises that a coroutine opens and, on some path, does not complete.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"
#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::analyses {

/// An event that stays open.
struct UnresolvedEvent {
  const clang::ValueDecl *Event; ///< the member or global
  const clang::Stmt *Opened;
  const clang::Stmt *Completed; ///< what the path leaves out
  const clang::Stmt *Waits;     ///< a coroutine waits for it there
  const clang::Stmt *Thrower;   ///< throws the exception that leaves the function; null for an end without one
  summaries::Assumptions Assumes;
};

/// Those that the coroutine \p F opens itself and completes on another path: one entry an event, in source order. Left
/// out is an event that a later call of \p F and other functions both complete.
std::vector<UnresolvedEvent> unresolvedEvents(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
