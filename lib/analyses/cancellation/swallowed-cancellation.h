// Coroutines that learn that they were cancelled, and go on.
#pragma once

#include "facts/errors/cancellation.h"
#include "facts/unit/translation-unit.h"

#include <vector>

namespace asynctidy::analyses {

/// A place where a coroutine learns that it was cancelled, and goes on as if it had not been.
struct SwallowedCancellation {
  enum class Continues {
    Retries,  ///< to the very await that was cancelled, in a loop
    GoesOn,   ///< to another suspension
    InCaller, ///< it ends normally, and the coroutine that awaits it goes on
  };
  /// What catches it; null when it comes as an error code.
  const clang::CXXCatchStmt *Handler;
  /// The test of that error code; null when it is thrown.
  const clang::IfStmt *Test;
  const clang::ValueDecl *Code;
  /// The await that may be cancelled.
  const clang::CoawaitExpr *Await;
  facts::CancellationType Type; ///< Thrown and Reason are null when it comes as a code
  Continues How;
  /// The suspension it goes on to; in the caller, the await of this coroutine.
  const clang::Stmt *Next;
};

/// The places of the coroutine \p F that swallow cancellation, one for each handler. Not counted: handlers that throw,
/// end the program, test the exception and leave, store it or pass it on; paths that test whether to stop; coroutines
/// that end after the handler, unless the one that awaits them is known to go on.
std::vector<SwallowedCancellation> swallowedCancellations(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
