#include "checks/cancellation/unresolved-promise.h"

#include "analyses/cancellation/unresolved-event.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void UnresolvedPromiseCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) { events(F, Unit); }

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
