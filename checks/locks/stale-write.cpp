#include "checks/locks/stale-write.h"

#include "analyses/locks/stale-write.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void StaleWriteCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const StaleWrite &Stale : staleWrites(F, Unit)) {
    const SourceLocation At = Stale.Write->getBeginLoc();
    if (!firstAt(At))
      continue;
    const std::string Object = Stale.Object.Path.text();
    if (Stale.What == StaleWrite::Kind::Value)
      diag(At,
           "'%0' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost")
          << Object;
    else
      diag(At, "'%0' is set after a suspension but was tested before it, so a value set meanwhile is overwritten")
          << Object;
    diag(Stale.Read->getBeginLoc(), "'%0' is %select{tested|read}1 here", DiagnosticIDs::Note)
        << Object << (Stale.What == StaleWrite::Kind::Value);
    diag(Stale.Suspension->getBeginLoc(), "the coroutine is suspended here", DiagnosticIDs::Note);
  }
}

} // namespace asynctidy::checks
