#include "checks/locks/stale-write.h"

#include "analyses/locks/stale-write.h"
#include "facts/syntax/names.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void StaleWriteCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const StaleWrite &Stale : staleWrites(F, Unit)) {
    const SourceLocation At = Stale.Write->getBeginLoc();
    if (!isNew(At, Stale.Changed.Assumes))
      continue;
    const std::string Object = Stale.Object.text();
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
    if (Stale.Changed.Other)
      diag(Stale.Changed.Other->At->getBeginLoc(), "%0 may change '%1' here meanwhile", DiagnosticIDs::Note)
          << quotedName(*Stale.Changed.Other->In) << Object;
    if (Stale.Changed.Starts)
      diag(Stale.Changed.Starts->getBeginLoc(), "%0 may be started here again meanwhile", DiagnosticIDs::Note)
          << quotedName(F);
    noteAssumptions(At, Stale.Changed.Assumes);
  }
}

} // namespace asynctidy::checks
