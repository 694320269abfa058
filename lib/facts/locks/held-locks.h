// Which locks a function holds where, followed along its paths.
#pragma once

#include "facts/locks/guard-origin.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/Decl.h"
#include "clang/AST/ExprCXX.h"

#include <vector>

namespace asynctidy::facts {

struct HeldLock {
  LockName Lock;
  const clang::Stmt *Since;    ///< where it was taken, or the parameter's function body for one that came with a call
  const clang::VarDecl *Guard; ///< the local that holds it; null for a lock taken by hand
  bool OnEveryPath;            ///< that leads here
};

/// Something that happens while locks may be held.
struct LockEvent {
  enum class Happening : unsigned char {
    Suspends, ///< a co_await or co_yield that can really suspend
    Acquires, ///< another lock is taken
    Calls,    ///< another function or constructor is called, or something is awaited
    Destroys, ///< the life of a local ends
  };
  Happening What;
  const clang::Stmt *At;
  LockName Lock;          ///< for Acquires
  bool OnlyTries = false; ///< for Acquires: gives up when somebody else has it
  bool Together = false;  ///< for Acquires: taken with others in one step that cannot deadlock with them
  std::vector<HeldLock> Held;
  const clang::VarDecl *Local = nullptr; ///< for Destroys
};

/// The suspensions and calls of \p F that happen with a lock held, and all its acquisitions, in the order of
/// evaluation. A lock is held here when some path leads here with it. Guards are followed through moves, unlock(),
/// release() and owns_lock(); locks taken by hand through lock(), try_lock() in a condition, unlock(), and the
/// thread-safety attributes. An await that is given the guard may release it, and does not count as a suspension under
/// it.
const std::vector<LockEvent> &lockEventsIn(const clang::FunctionDecl &F, TranslationUnit &Unit);

} // namespace asynctidy::facts
