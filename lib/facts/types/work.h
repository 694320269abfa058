// Whether a value of a type represents asynchronous work that its owner must wait for.
#pragma once

#include "facts/types/awaitable.h"
#include "facts/types/promise.h"
#include "models/model-set.h"

namespace asynctidy::facts {

enum class WorkKind {
  None,      ///< an ordinary type, a detached coroutine's, or an awaiter that never suspends
  Task,      ///< has a promise type, and is awaitable, if only by that, or owns its frame
  Generator, ///< a task that yields values and is not awaited
  Awaitable, ///< awaitable without a promise of its own: an operation, a future, a sender
};

/// Defines the "task or awaitable" of docs/checks, for all checks.
struct Work {
  WorkKind Kind = WorkKind::None;
  Start Begins = Start::Unknown;
  FrameOwner Owner = FrameOwner::Unknown;
  bool Yields = false; ///< a task that yields values on the way: a generator that is awaited for each of them

  explicit operator bool() const { return Kind != WorkKind::None; }
  bool isTask() const { return Kind == WorkKind::Task; }
  /// The body has not started when the call returns; discarded work never runs.
  bool isLazy() const { return Begins == Start::Lazy; }
};

Work workOf(clang::QualType T, const models::ModelSet &Models);

/// True when the destructor of a \p T calls a member function called \p Name.
bool destructorCalls(clang::QualType T, llvm::StringRef Name);

/// True when the destructor of a \p T waits for its work.
bool joinsInDestructor(clang::QualType T, const models::ModelSet &Models);

/// True for a class that holds a lock or permit and releases it in the destructor.
bool isGuard(clang::QualType T, const models::ModelSet &Models);

/// Whether awaiting a \p T returns a lock guard.
bool awaitsGuard(clang::QualType T, const models::ModelSet &Models);

/// True when models call \p T an error outcome.
bool isErrorOutcome(clang::QualType T, const models::ModelSet &Models);

/// True when the class of \p T, its template or the enumeration is modelled as \p Is.
bool isModelled(clang::QualType T, models::Means Is, const models::ModelSet &Models);

/// The consequence of discarding such work, as the end of a sentence that begins "... is discarded, ".
llvm::StringRef consequenceOfDropping(const Work &Dropped);

} // namespace asynctidy::facts
