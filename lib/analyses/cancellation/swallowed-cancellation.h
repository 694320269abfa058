// Coroutines that continue although they were told of their cancellation.
#pragma once

#include "facts/errors/cancellation.h"
#include "facts/unit/translation-unit.h"

#include <vector>

namespace asynctidy::analyses {

/// A place where a coroutine catches or receives its cancellation, and continues as if it had not been cancelled.
struct SwallowedCancellation {
  enum class Continues {
    Retries,  ///< with the await that was cancelled, in a loop
    GoesOn,   ///< with another suspension
    InCaller, ///< it ends normally, and the coroutine that awaits it continues
  };
  /// The handler that catches the cancellation; null when it is an error code.
  const clang::CXXCatchStmt *Handler;
  /// The test of the error code; null when the cancellation is thrown.
  const clang::IfStmt *Test;
  const clang::ValueDecl *Code;
  /// The await that may be cancelled.
  const clang::CoawaitExpr *Await;
  facts::CancellationType Type; ///< Thrown and Reason are null for an error code
  Continues How;
  /// The suspension that it reaches; for InCaller, the await of this coroutine.
  const clang::Stmt *Next;
};

/// The places of the coroutine \p F that swallow cancellation, one for each handler. Not counted: handlers that throw,
/// end the program, test the exception and leave, store it or pass it on; paths that test whether to stop; coroutines
/// that end after the handler, unless a coroutine that awaits them is known to continue.
std::vector<SwallowedCancellation> swallowedCancellations(const clang::FunctionDecl &F, facts::TranslationUnit &Unit);

} // namespace asynctidy::analyses
