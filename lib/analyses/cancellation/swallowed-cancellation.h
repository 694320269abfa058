// Coroutines that continue although they were told of their cancellation.
#pragma once

#include "facts/errors/cancellation.h"
#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include <vector>

namespace asynctidy::analyses {

/// A place where a coroutine catches or receives its cancellation, and continues as if it had not been cancelled.
struct SwallowedCancellation {
  enum class Continues {
    Retries,  ///< with the await that was cancelled, in a loop
    GoesOn,   ///< with another suspension
    InCaller, ///< it ends normally, and the coroutine that awaits it continues
    Repeats,  ///< it gives a constant, on which the coroutine that awaits it repeats the await
    Acts,     ///< it changes something before it ends
    Ignores,  ///< with the next round of a loop, which ignores the result of the await
  };
  /// The handler that catches the cancellation; null when it is a result of the await.
  const clang::CXXCatchStmt *Handler;
  /// The test of the error code; null when the cancellation is thrown, or the result is ignored.
  const clang::IfStmt *Test;
  const clang::ValueDecl *Code;
  /// The await that may be cancelled.
  const clang::CoawaitExpr *Await;
  facts::CancellationType Type; ///< Thrown and Reason are null for a result
  Continues How;
  /// The suspension or change that it reaches; for InCaller and Repeats, the await of this coroutine.
  const clang::Stmt *Next;
  summaries::Assumptions Assumes = {};
};

/// The places of the coroutine \p F that swallow cancellation, one for each handler. Not counted: handlers that throw,
/// end the program, test the exception and leave, store it or pass it on; paths that test whether to stop; coroutines
/// that end after the handler, unless they change something before, or a coroutine that awaits them is known to
/// continue.
std::vector<SwallowedCancellation> swallowedCancellations(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
