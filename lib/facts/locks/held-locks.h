// Which locks a function holds at which point; flow-sensitive.
#pragma once

#include "facts/locks/guard-origin.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::facts {

/// A lock that a function holds at one point.
struct HeldLock {
  LockName Lock;
  const clang::Stmt *Since;    ///< where it was taken; the function's body for one that the caller holds
  const clang::VarDecl *Guard; ///< the guard variable; null for a lock taken by hand
  bool OnEveryPath;            ///< that leads here
};

/// An operation with the locks that may be held at it.
struct LockEvent {
  enum class Happening : unsigned char {
    Suspends, ///< a suspension point that can suspend
    Acquires, ///< another lock is taken
    Calls,    ///< another function or constructor is called, or something is awaited
    Destroys, ///< a local is destroyed
  };
  Happening What;
  const clang::Stmt *At;
  LockName Lock;          ///< for Acquires
  bool OnlyTries = false; ///< for Acquires: gives up when another holder has it
  bool Together = false;  ///< for Acquires: taken with others in one step that cannot deadlock with them
  std::vector<HeldLock> Held;
  const clang::VarDecl *Local = nullptr; ///< for Destroys
};

/// The suspensions and calls of \p F that happen with a lock held, and all its acquisitions, in the order of
/// evaluation. A lock counts as held when it is held on some path (may analysis; see HeldLock::OnEveryPath). Guards are
/// followed through moves, unlock(), release() and owns_lock(); locks taken by hand through lock(), try_lock() in a
/// condition, unlock(), and the thread-safety attributes. An await that is passed the guard may release it, and does
/// not count as a suspension with that lock held.
const std::vector<LockEvent> &lockEventsIn(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
