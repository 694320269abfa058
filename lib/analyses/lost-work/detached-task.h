// Detached work that an exception may end.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Expr.h"

#include <vector>

namespace asynctidy::analyses {

/// Detached work with an exception that is lost.
struct DetachedWork {
  const clang::Expr *Call;              ///< the call that detaches it
  const clang::FunctionDecl *Coroutine; ///< the detached coroutine
  const clang::Stmt *Throws; ///< the `throw` or await, in it or in a callee, with an exception that leaves it
  /// Why the exception is lost: what a model says, or a handler that ignores its parameter. The other one is null.
  const models::Entry *Reason;
  const clang::ParmVarDecl *Ignored;
};

/// The work that \p F detaches and that loses its exceptions. Only coroutines of the user with a visible body count;
/// those that catch every exception on every path do not.
std::vector<DetachedWork> detachedWorkIn(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
