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
      diag(At, "'await_suspend' ends here with the coroutine suspended and %0 neither kept nor resumed, so the "
               "coroutine never wakes")
          << Found.Handle;
      break;
    case UnresolvedPromise::Kind::Nowhere:
      diag(At, "'await_suspend' keeps %0 nowhere, so the coroutine never wakes") << Found.Handle;
      diag(Found.Member->getLocation(), "no code of this file sets this member", DiagnosticIDs::Note);
      break;
    case UnresolvedPromise::Kind::ByReference:
      diag(At, "this lambda refers to %0, which is gone when 'await_suspend' has returned, so it resumes a handle that "
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
      diag(At,
           "exception of this %select{call|'co_await'|'throw'}0 skips the completion of %1, so coroutines that wait "
           "for it are never resumed")
          << (isa<CoawaitExpr>(Open.Thrower)    ? 1
              : isa<CXXThrowExpr>(Open.Thrower) ? 2
                                                : 0)
          << Open.Event;
    else
      diag(At, "%0 is reset here and on some path not completed, so coroutines that wait for it are never resumed")
          << Open.Event;
    if (Open.Thrower)
      diag(Open.Opened->getBeginLoc(), "%0 is reset here", DiagnosticIDs::Note) << Open.Event;
    diag(Open.Completed->getBeginLoc(), "it is completed here on other paths", DiagnosticIDs::Note);
    diag(Open.Waits->getBeginLoc(), "a coroutine waits for it here", DiagnosticIDs::Note);
    noteAssumptions(At, Open.Assumes);
  }
}

} // namespace asynctidy::checks
