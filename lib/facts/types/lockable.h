// Which types can be locked and which hold a lock, by their operations.
#pragma once

#include "facts/types/awaitable.h"
#include "models/model-set.h"

#include "clang/AST/DeclCXX.h"

#include <optional>

namespace asynctidy::facts {

enum class LockKind : unsigned char {
  Thread, ///< held by a thread: std::mutex and the like
  Async,  ///< held by a task: a coroutine waits for it with co_await
};

/// The kind of lock that a \p T (references and pointers looked through) is, or nothing when it is none: a class with
/// the operations of Lockable, `[[clang::capability]]`, or a model. A guard is not a lock, and neither is a class with
/// a visible `lock` that never waits.
std::optional<LockKind> lockableKind(clang::QualType T, const models::ModelSet &Models);

/// Whether \p F may wait: its body is not visible, has a loop, or calls a function that returns.
bool mayWait(const clang::FunctionDecl &F);

/// True for a lock that its holder may take again.
bool isRecursiveLock(clang::QualType T, const models::ModelSet &Models);

/// A type with objects that hold a lock during their lifetime.
struct GuardShape {
  LockKind Holds;
  bool Shared; ///< together with other readers
};

/// How objects of type \p T, which is not a reference, hold a lock: a lock guard, a class with a guard as a member or
/// as a member of a base, or an optional or owning pointer of one. Nothing for any other type, or when neither template
/// arguments nor members show the kind of lock.
std::optional<GuardShape> guardShape(clang::QualType T, const models::ModelSet &Models);

} // namespace asynctidy::facts
