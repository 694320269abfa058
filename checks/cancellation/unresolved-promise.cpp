#include "checks/cancellation/unresolved-promise.h"

#include "analyses/cancellation/unresolved-promise.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void UnresolvedPromiseCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
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

} // namespace asynctidy::checks
