// Which types can be locked and which hold a lock, by their operations.
#pragma once

#include "facts/types/awaitable.h"
#include "models/model-set.h"

#include "clang/AST/DeclCXX.h"

#include <optional>

namespace asynctidy::facts {

enum class LockKind : unsigned char {
  Thread, ///< who holds it is a thread: std::mutex and its kind
  Async,  ///< who holds it is a task: one waits for it with co_await
};

/// The kind of lock that a \p T (references and pointers looked through) is, or nothing when it is none: a class with
/// the operations of Lockable, `[[clang::capability]]`, or a model. A guard is no lock, and neither is a class whose
/// `lock` is in sight and never waits.
std::optional<LockKind> lockableKind(clang::QualType T, const models::ModelSet &Models);

/// Whether \p F may have to wait: its body is out of sight, loops, or calls something that returns.
bool mayWait(const clang::FunctionDecl &F);

/// True when its holder may take it again.
bool isRecursiveLock(clang::QualType T, const models::ModelSet &Models);

/// A type whose objects hold a lock while they live.
struct GuardShape {
  LockKind Holds;
  bool Shared; ///< together with other readers
};

/// How objects of type \p T, no reference, hold a lock: a lock guard, a class with a guard as a member of its own or of
/// a base, or an optional or owning pointer of one. Nothing when it is none, or when neither its template arguments nor
/// its members tell which kind of lock it is for.
std::optional<GuardShape> guardShape(clang::QualType T, const models::ModelSet &Models);

} // namespace asynctidy::facts
