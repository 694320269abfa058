// Awaits that move the coroutine to another thread.
#pragma once

#include "facts/unit/translation-unit.h"

#include "clang/AST/ExprCXX.h"

namespace asynctidy::facts {

/// Where the coroutine goes on after an await.
enum class Hop {
  None,             ///< where it was, or on a thread of which nothing is known
  ToBlockingThread, ///< on a thread that may block
  ToLoop,           ///< on a single thread that runs others as well
};

/// Where the coroutine goes on after \p Await. A model says so, or the members of what is awaited: an awaiter that
/// belongs to an object with several threads of its own, a pool, is resumed by one of these, and they are there to be
/// kept busy; an object with one thread is an event loop or a timer, whose thread has other coroutines to resume. The
/// awaiter belongs to what it is, what it refers to, and the object and arguments of the call that makes it, with what
/// these were made of. The await of a task tells nothing, the coroutine goes on wherever the task ends, unless a model
/// says that an argument binds it to a pool.
Hop hopOf(const clang::CoawaitExpr &Await, TranslationUnit &Unit);

} // namespace asynctidy::facts
