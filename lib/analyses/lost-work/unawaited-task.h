// Tasks and awaitables in local variables that are never consumed.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"

#include <vector>

namespace asynctidy::analyses {

/// How the work in a local is lost.
enum class LocalFate {
  NeverConsumed,         ///< nothing in the function consumes it
  UnconsumedAtScopeEnd,  ///< consumed on some paths, but not on one to the end of its scope
  UnconsumedAtEarlyExit, ///< consumed on some paths, but not on one to an early exit, or in the branch of a test of it
  AwaitedWhenEmpty,      ///< awaited where it is default-constructed or moved from on every path
};

/// A local with lost work.
struct LocalWorkFate {
  const clang::ValueDecl *Local; ///< a variable or a structured binding
  facts::Work Holds;
  LocalFate Fate;
  /// The early exit, the await of the empty work, or for the scope end the first consumer; else null.
  const clang::Stmt *Where = nullptr;
};

/// The locals of \p F's own body with a task, or an awaitable that a call returned, which is lost. One entry a local,
/// in source order. Consumed means awaited, returned, moved, passed as an argument, captured, its address taken, or the
/// object of a member call other than a test. Types with a joining destructor and types that may be dropped are left
/// out.
const std::vector<LocalWorkFate> &lostLocals(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
