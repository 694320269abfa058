// Which calls park the thread they are made on.
#pragma once

#include "models/model-set.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include <optional>

namespace asynctidy::facts {

/// What a model or `[[clang::blocking]]` says of a call that parks the calling thread.
struct BlockingCall {
  const models::Entry *Said; ///< why; null when an attribute says so
  bool WaitsForWork;         ///< for asynchronous work to end, which may need this very thread
};

/// Whether \p S, made by \p In, parks its thread by calling \p Callee. Not counted: waits with a timeout of zero, waits
/// for something whose readiness the same function has tested, and event loops run by a coroutine that is there for
/// nothing else.
std::optional<BlockingCall> blockerCalled(const clang::Stmt &S, const clang::FunctionDecl &Callee,
                                          const clang::FunctionDecl &In, const models::ModelSet &Models);

/// Whether what follows \p Await runs on a thread that may block, as a model says.
bool movesToBlockingThread(const clang::CoawaitExpr &Await, const models::ModelSet &Models);

} // namespace asynctidy::facts
