#include "checks/cancellation/unresolved-promise.h"

#include "analyses/cancellation/unresolved-event.h"
#include "analyses/cancellation/unresolved-promise.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void UnresolvedPromiseCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  awaiters(F, Unit);
  events(F, Unit);
}

void UnresolvedPromiseCheck::awaiters(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const UnresolvedPromise &Found : unresolvedPromiseIn(F, Unit)) {
    const SourceLocation At = Found.At                                        ? Found.At->getBeginLoc()
                              : Found.What == UnresolvedPromise::Kind::OnPath ? F.getBody()->getEndLoc()
                                                                              : F.getLocation();
    if (!isNew(At, Found.Assumes))
      continue;
    switch (Found.What) {
    case UnresolvedPromise::Kind::OnPath:
      warn(At, Found.Handle,
           "'await_suspend' ends here with the coroutine suspended and %0 neither kept nor resumed, so the "
           "coroutine never wakes")
          << Found.Handle;
      break;
    case UnresolvedPromise::Kind::Nowhere:
      warn(At, Found.Handle, "'await_suspend' keeps %0 nowhere, so the coroutine never wakes") << Found.Handle;
      note(Found.Member->getLocation(), "no code of this file sets this member");
      break;
    case UnresolvedPromise::Kind::ByReference:
      warn(At, Found.Handle,
           "this lambda refers to %0, which is gone when 'await_suspend' has returned, so it resumes a handle that "
           "does not exist any more")
          << Found.Handle;
      break;
    }
    noteAssumptions(At, Found.Assumes);
  }
}

void UnresolvedPromiseCheck::events(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const UnresolvedEvent &Open : unresolvedEvents(F, Unit)) {
    const SourceLocation At = (Open.Thrower ? Open.Thrower : Open.Opened)->getBeginLoc();
    if (!isNew(At, Open.Assumes))
      continue;
    if (Open.Thrower)
      warn(At, Open.Event,
           "exception of this %select{call|'co_await'|'throw'}0 skips the completion of %1, so coroutines that wait "
           "for it are never resumed")
          << (isa<CoawaitExpr>(Open.Thrower)    ? 1
              : isa<CXXThrowExpr>(Open.Thrower) ? 2
                                                : 0)
          << Open.Event;
    else
      warn(At, Open.Event,
           "%0 is reset here and on some path not completed, so coroutines that wait for it are never resumed")
          << Open.Event;
    if (Open.Thrower)
      note(Open.Opened->getBeginLoc(), "%0 is reset here") << Open.Event;
    note(Open.Completed->getBeginLoc(), "it is completed here on other paths");
    note(Open.Waits->getBeginLoc(), "a coroutine waits for it here");
    noteAssumptions(At, Open.Assumes);
  }
}

} // namespace asynctidy::checks
