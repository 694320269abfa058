#include "checks/locks/lock-across-suspension.h"

#include "facts/syntax/functions.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void LockAcrossSuspensionCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F))
    return;
  for (const LockEvent &Event : lockEventsIn(F, Unit)) {
    if (Event.What != LockEvent::Happening::Suspends)
      continue;
    for (const HeldLock &Held : Event.Held)
      if (Held.Lock.Kind == LockKind::Thread && isNew(Held.Since->getBeginLoc()))
        report(Held, *Event.At);
  }
}

void LockAcrossSuspensionCheck::report(const HeldLock &Held, const Stmt &Suspension) {
  const SourceLocation Taken = Held.Guard ? Held.Guard->getLocation() : Held.Since->getBeginLoc();
  const std::string Lock = Held.Lock.Path ? "'" + Held.Lock.Path.text() + "'" : "a thread lock";
  warn(Taken, Lock,
       "%0 is still held %select{on some path |}1where this coroutine suspends, so a thread that wants "
       "%select{it|it exclusively}2 blocks until the coroutine resumes")
      << Lock << Held.OnEveryPath << Held.Lock.Shared;
  note(Suspension.getBeginLoc(), Held.OnEveryPath
                                     ? "the coroutine suspends here, and may unlock on another thread after it resumes"
                                     : "on some path the coroutine suspends here with the lock held");
}

} // namespace asynctidy::checks
