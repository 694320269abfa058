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
      diag(At, "'%0' is overwritten with a value computed before a suspension, so a change made meanwhile is lost")
          << Object;
    else
      diag(At, "'%0' was tested before a suspension and is set after it, although another coroutine may have set it "
               "meanwhile")
          << Object;
    diag(Stale.Read->getBeginLoc(), Stale.What == StaleWrite::Kind::Value ? "it is read here" : "it is tested here",
         DiagnosticIDs::Note);
    diag(Stale.Suspension->getBeginLoc(), "the coroutine is suspended here", DiagnosticIDs::Note);
  }
}

} // namespace asynctidy::checks
