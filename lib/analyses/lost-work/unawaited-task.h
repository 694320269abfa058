// What becomes of the tasks and awaitables a function keeps in local variables.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"

#include <vector>

namespace asynctidy::analyses {

/// How a local holding work ends badly.
enum class LocalFate {
  NeverConsumed,         ///< nothing in the function awaits it or hands it on
  UnconsumedAtScopeEnd,  ///< consumed on some paths, but one that runs to the end of its scope does not
  UnconsumedWhenTested,  ///< the same, and the function tests it somewhere: that path may know that it is empty
  UnconsumedAtEarlyExit, ///< consumed on some paths, but one that leaves its scope early does not
  AwaitedWhenEmpty,      ///< awaited where every path left it default-constructed or moved from
};

struct LocalWorkFate {
  const clang::ValueDecl *Local; ///< a variable or a structured binding
  facts::Work Holds;
  LocalFate Fate;
  /// Where to look: the exit for the early exit, the await for the empty one, the first consumer for the other paths.
  const clang::Stmt *Where = nullptr;
};

/// The locals of \p F's own body that hold a task, or an awaitable some call returned, and are lost. One entry a local,
/// in source order. "Consumed" is meant widely: awaited, returned, moved, passed on, captured, its address taken, a
/// method called other than a test of it. Types whose destructor joins and types that may be dropped are left out.
const std::vector<LocalWorkFate> &lostLocals(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
