#include "checks/lost-work/detached-task.h"

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

void DetachedTaskCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const DetachedWork &Detached : detachedWorkIn(F, Unit)) {
    const SourceLocation At = Detached.Call->getBeginLoc();
    if (!isNew(At, FindingKind::LeavesWork))
      continue;
    if (Detached.Reason) {
      diag(At, "coroutine of %0 is detached, so an exception ends it silently and the rest of the program goes on")
          << quoted(*Detached.Coroutine);
      noteReason(At, *Detached.Reason);
    } else {
      diag(Detached.Ignored->getLocation(),
           "completion handler ignores this exception, so a failure of %0 goes unnoticed")
          << quoted(*Detached.Coroutine);
    }
    diag(Detached.Throws->getBeginLoc(), "an exception that ends it may come from here", DiagnosticIDs::Note);
  }
}

} // namespace asynctidy::checks
