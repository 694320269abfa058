// Work that is started and left alone, although an exception may end it.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::analyses {

struct DetachedWork {
  const clang::Expr *Call;              ///< what detaches it
  const clang::FunctionDecl *Coroutine; ///< the work
  const clang::Stmt *Throws;            ///< the `throw` or await in it, or below it, whose exception leaves it
  /// Why the exception is lost: what a model says, or else a handler with a parameter that it does not look at.
  const models::Entry *Reason;
  const clang::ParmVarDecl *Ignored;
};

/// The work that \p F detaches, and whose exceptions nobody sees. Only coroutines of the user that have a body here
/// count; one that catches everything, on every path, does not.
std::vector<DetachedWork> detachedWorkIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
