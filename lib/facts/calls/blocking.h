// Which calls park the thread they are made on.
#pragma once

#include "facts/calls/calls.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include <optional>
#include <vector>

namespace asynctidy::facts {

/// What a model or `[[clang::blocking]]` says of a call that parks the calling thread.
struct BlockingCall {
  const models::Entry *Reason; ///< why; null when an attribute says so
  bool WaitsForWork;           ///< for asynchronous work to end, which may need this very thread
};

/// Whether the call \p Site, made by \p In, parks its thread. Not counted: calls other than the model speaks of, waits
/// with a timeout of zero, waits for something whose readiness the same function has tested, destructors of what was
/// given away or waited for before, and event loops run by a coroutine that is there for nothing else.
std::optional<BlockingCall> blockerCalled(const CallSite &Site, const clang::FunctionDecl &In, TranslationUnit &Unit);

/// Whether what \p Site calls need not be looked into for what blocks: a model has spoken of the function (and
/// blockerCalled() decided that this call does not block), it is declared `nonblocking`, or the call is written in a
/// macro of another file, as assertions and logging are.
bool mayBlockUnseen(const CallSite &Site, const models::ModelSet &Models, const clang::SourceManager &Sources);

/// What a model names for \p In to do instead of calling \p Blocker; null when it knows nothing.
const models::Entry *asynchronousForm(const clang::FunctionDecl &Blocker, const clang::FunctionDecl &In,
                                      const models::ModelSet &Models);

/// A call that parks the thread unless its descriptor or object was made non-blocking, which nobody sees here.
struct MaybeBlocking {
  const clang::CallExpr *At;
  const models::Entry *Reason;
};

/// Those that \p Coroutine makes itself, in the order of its source.
std::vector<MaybeBlocking> maybeBlockingCallsIn(const clang::FunctionDecl &Coroutine, const models::ModelSet &Models);

/// Whether what follows \p Await runs on a thread that may block, as a model says.
bool movesToBlockingThread(const clang::CoawaitExpr &Await, const models::ModelSet &Models);

} // namespace asynctidy::facts
