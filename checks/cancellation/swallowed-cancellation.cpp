#include "checks/cancellation/swallowed-cancellation.h"

#include "facts/syntax/names.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

llvm::StringRef consequence(SwallowedCancellation::Continues How) {
  switch (How) {
  case SwallowedCancellation::Continues::Retries:
    return "so the loop goes on and cannot be cancelled";
  case SwallowedCancellation::Continues::GoesOn:
    return "so the coroutine goes on as if it had not been cancelled";
  case SwallowedCancellation::Continues::InCaller:
    return "so the coroutine that awaits this one goes on as if nothing had been cancelled";
  case SwallowedCancellation::Continues::Repeats:
    return "so the loop that awaits this coroutine repeats it and cannot be cancelled";
  case SwallowedCancellation::Continues::Acts:
    return "so the coroutine acts as if it had not been cancelled";
  case SwallowedCancellation::Continues::Ignores:
    break;
  }
  return "";
}

} // namespace

void SwallowedCancellationCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const SwallowedCancellation &Swallowed : swallowedCancellations(F, Unit)) {
    const Stmt *Culprit = Swallowed.Await;
    if (Swallowed.Handler)
      Culprit = Swallowed.Handler;
    else if (Swallowed.Test)
      Culprit = Swallowed.Test;
    const SourceLocation At = Culprit->getBeginLoc();
    if (Unit.context().getSourceManager().isMacroBodyExpansion(At) || !isNew(At, Swallowed.Assumes))
      continue;
    if (Swallowed.Handler)
      handler(Swallowed);
    else if (Swallowed.Test)
      errorCode(Swallowed);
    else
      warn(At, subjectOf(*Swallowed.Await),
           "result of this 'co_await' says whether it was cancelled, but the loop ignores that and cannot be "
           "cancelled");
    noteAssumptions(At, Swallowed.Assumes);
  }
}

void SwallowedCancellationCheck::handler(const SwallowedCancellation &Swallowed) {
  warn(Swallowed.Handler->getBeginLoc(), subjectOf(*Swallowed.Await),
       "handler catches the cancellation of a 'co_await', %0")
      << consequence(Swallowed.How);
  note(Swallowed.Await->getBeginLoc(), "%0 is thrown here when this 'co_await' is cancelled")
      << "'" + qualifiedName(*Swallowed.Type.Thrown) + "'";
  noteReason(Swallowed.Await->getBeginLoc(), *Swallowed.Type.Reason);
  if (Swallowed.How == SwallowedCancellation::Continues::InCaller)
    note(Swallowed.Next->getBeginLoc(), "the awaiting coroutine goes on after this 'co_await'");
  else if (Swallowed.How == SwallowedCancellation::Continues::Repeats)
    note(Swallowed.Next->getBeginLoc(), "what is returned then leads the loop back to this 'co_await'");
  else if (Swallowed.Next != Swallowed.Await)
    note(Swallowed.Next->getBeginLoc(), "after the handler the coroutine goes on here");
}

void SwallowedCancellationCheck::errorCode(const SwallowedCancellation &Swallowed) {
  warn(Swallowed.Test->getBeginLoc(), Swallowed.Code,
       "test of %0 does not tell cancellation from other errors, so the loop retries and cannot be cancelled")
      << Swallowed.Code;
  note(Swallowed.Await->getBeginLoc(), "this 'co_await' also reports its cancellation as an error");
}

} // namespace asynctidy::checks
