// Handlers around suspensions: what they catch, and what the coroutine does afterwards.
#pragma once

#include "facts/cancellation.h"
#include "facts/facts.h"

#include <vector>

namespace asynctidy::facts {

/// A place where a coroutine learns that it was cancelled, and goes on as if it had not been.
struct SwallowedCancellation {
  enum class Continues {
    Retries,   ///< to the very await that was cancelled, in a loop
    GoesOn,    ///< to another suspension
    InCaller,  ///< it ends normally, and the coroutine that awaits it goes on
  };
  /// What catches it; null when it comes as an error code.
  const clang::CXXCatchStmt *Handler;
  /// The test of that error code; null when it is thrown.
  const clang::IfStmt *Test;
  const clang::ValueDecl *Code;
  /// The await that may be cancelled.
  const clang::CoawaitExpr *Await;
  CancellationType Type; ///< Thrown and Said are null when it comes as a code
  Continues How;
  /// The suspension it goes on to; in the caller, the await of this coroutine.
  const clang::Stmt *Next;
};

/// The places of the coroutine \p F that swallow cancellation, one for each handler. Not counted: handlers that throw, end
/// the program, test the exception and leave, store it or pass it on; paths that test whether to stop; coroutines that end
/// after the handler, unless the one that awaits them is known to go on.
std::vector<SwallowedCancellation> swallowedCancellations(const clang::FunctionDecl &F, Facts &All);

/// A handler around an await that catches every error and leaves no trace of it.
struct SilencedError {
  const clang::CXXCatchStmt *Handler;
  const clang::CoawaitExpr *Await; ///< may throw
  const clang::Expr *Value;        ///< what it returns instead; null when it does nothing
};

/// The handlers of the coroutine \p F that do nothing, or nothing but return a constant that is a result like any other.
/// Not counted: those with a comment that says why, those of swallowedCancellations(), and those that can be told from
/// success: the try ends in a jump, or somebody tests what it would have assigned.
std::vector<SilencedError> silencedErrors(const clang::FunctionDecl &F, Facts &All);

/// True when \p F is the `unhandled_exception` of a promise and does nothing, without a comment that says why.
bool dropsUnhandledException(const clang::FunctionDecl &F);

} // namespace asynctidy::facts
