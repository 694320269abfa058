// Tasks and awaitables in local variables that are never consumed.
#pragma once

#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"

#include <vector>

namespace asynctidy::analyses {

/// How the work in a local is lost.
enum class LocalFate {
  NeverConsumed,         ///< nothing in the function awaits it or hands it on
  UnconsumedAtScopeEnd,  ///< consumed on some paths, but one that runs to the end of its scope does not
  UnconsumedWhenTested,  ///< the same, and the function tests it somewhere: that path may know that it is empty
  UnconsumedAtEarlyExit, ///< consumed on some paths, but one that leaves its scope early does not
  AwaitedWhenEmpty,      ///< awaited where every path left it default-constructed or moved from
};

/// A local with lost work.
struct LocalWorkFate {
  const clang::ValueDecl *Local; ///< a variable or a structured binding
  facts::Work Holds;
  LocalFate Fate;
  /// Where to look: the exit for the early exit, the await for the empty one, the first consumer for the other paths.
  const clang::Stmt *Where = nullptr;
  bool IsAsked = false; ///< the function tests it somewhere
  /// Of the other paths: the first assignment of another task; null when there is none.
  const clang::Stmt *Refilled = nullptr;
  summaries::Assumptions Assumes = {};
};

/// The locals of \p F's own body with a task, or an awaitable that a call returned, which is lost. One entry a local,
/// in source order. Consumed means awaited, returned, moved, passed as an argument, captured, its address taken, or the
/// object of a member call other than a test. Types with a joining destructor and types that may be dropped are left
/// out.
const std::vector<LocalWorkFate> &lostLocals(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
