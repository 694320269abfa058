#include "checks/lost-work/detached-task.h"

#include "analyses/lost-work/detached-task-ending.h"
#include "analyses/lost-work/detached-task-orphans.h"
#include "analyses/lost-work/detached-task.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

std::string quoted(const FunctionDecl &Coroutine) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&Coroutine);
  return Method && Method->getParent()->isLambda() ? "this lambda" : "'" + Coroutine.getNameAsString() + "'";
}

} // namespace

void DetachedTaskCheck::ending(const EndingThrow &Found, const FunctionDecl &F) {
  const SourceLocation At = Found.At->getBeginLoc();
  if (!isNew(At, FindingKind::LeavesWork, Found.Assumes))
    return;
  if (const auto *Await = dyn_cast<CoawaitExpr>(Found.At))
    warn(At, subjectOf(*Await), "exception of this 'co_await' leaves %0, and then its promise ends the program")
        << quoted(F);
  else
    warn(At, F, "exception leaves %0, and then its promise ends the program") << quoted(F);
  if (Found.Throws)
    note(Found.Throws->getBeginLoc(), "an exception may come from here");
  if (Found.Guarded)
    note(Found.Guarded->getBeginLoc(), "a handler is around this 'co_await' of the same library");
  note(Found.EndsIn->getLocation(), "the promise ends the program here");
  noteAssumptions(At, Found.Assumes);
}

void DetachedTaskCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const EndingThrow &Found : endingThrowsIn(F, Unit))
    ending(Found, F);
  for (const DetachedWork &Detached : detachedWorkIn(F, Unit)) {
    const SourceLocation At = Detached.Call->getBeginLoc();
    if (!isNew(At, FindingKind::LeavesWork))
      continue;
    if (Detached.Reason) {
      warn(At, *Detached.Coroutine,
           "coroutine of %0 is detached, so an exception ends it silently and the rest of the program goes on")
          << quoted(*Detached.Coroutine);
      noteReason(At, *Detached.Reason);
    } else {
      warn(Detached.Ignored->getLocation(), *Detached.Coroutine,
           "completion handler ignores this exception, so a failure of %0 goes unnoticed")
          << quoted(*Detached.Coroutine);
    }
    note(Detached.Throws->getBeginLoc(), "an exception that ends it may come from here");
  }
  for (const LeftAloneWork &Left : workLeftAloneIn(F, Unit)) {
    const SourceLocation At = Left.Work->getBeginLoc();
    if (!isNew(At, FindingKind::LeavesWork, Left.Assumes))
      continue;
    warn(At, *Left.Coroutine,
         "nothing waits for %0, so when an exception ends it, coroutines that wait for %1 are not told")
        << quoted(*Left.Coroutine) << Left.Leaves.Signal;
    note(Left.Leaves.Thrower->getBeginLoc(), "an exception that ends it may come from here");
    note(Left.Leaves.Completes->getBeginLoc(), "those that wait go on here");
    note(Left.Leaves.Waits->getBeginLoc(), "another coroutine waits here");
    noteAssumptions(At, Left.Assumes);
  }
}

} // namespace asynctidy::checks
