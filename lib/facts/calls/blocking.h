// Which calls block the calling thread.
#pragma once

#include "facts/calls/calls.h"
#include "facts/unit/translation-unit.h"
#include "summaries/assumptions.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include <optional>
#include <string>
#include <vector>

namespace asynctidy::facts {

/// A call that blocks the calling thread, as a model, `[[clang::blocking]]` or its asynchronous twin says.
struct BlockingCall {
  const models::Entry *Reason;         ///< why; null when an attribute says so
  bool WaitsForWork;                   ///< it waits for asynchronous work, which may need this very thread
  bool RunsLoop = false;               ///< the same, and it runs an event loop meanwhile
  bool EndsResult = false;             ///< the destructor of the callee's result does so, not the callee
  summaries::Assumptions Assumes = {}; ///< what makes it block
  std::string Instead = {};            ///< of its asynchronous twin
};

/// Whether the call \p Site, made by \p In, blocks its thread; nothing if not. Not counted: calls with other arguments
/// than the model names, waits with a timeout of zero, waits for an object that the same function has tested for
/// readiness, destructors of objects that were moved away or waited for before, and event loops run by a coroutine that
/// does nothing else.
std::optional<BlockingCall> blockerCalled(const CallSite &Site, const clang::FunctionDecl &In, TranslationUnit &Unit);

/// Whether blocking calls below the callee of \p Site are not the caller's fault: a model names the function (and
/// blockerCalled() decided that this call does not block), it is declared `nonblocking`, or the call is written in a
/// macro of another file, as assertions and logging are, or it ends a local that \p In has waited for.
bool mayBlockUnseen(const CallSite &Site, const clang::FunctionDecl &In, TranslationUnit &Unit);

/// The entry of the function that \p In should call instead of \p Blocker, as a model says; null when no model does.
const models::Entry *asynchronousForm(const clang::FunctionDecl &Blocker, const clang::FunctionDecl &In,
                                      const models::ModelSet &Models);

/// A call that blocks the thread unless its descriptor or object was made non-blocking, which is not visible here.
struct MaybeBlocking {
  const clang::CallExpr *At;
  const models::Entry *Reason;
};

/// Those that \p Coroutine makes itself, in the order of its source.
std::vector<MaybeBlocking> maybeBlockingCallsIn(const clang::FunctionDecl &Coroutine, const models::ModelSet &Models);

} // namespace asynctidy::facts
