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
      warn(At, Object,
           "'%0' is overwritten with a value based on a read before a suspension, so a change made meanwhile is lost")
          << Object;
    else
      warn(At, Object,
           "'%0' is set after a suspension but was tested before it, so a value set meanwhile is overwritten")
          << Object;
    note(Stale.Read->getBeginLoc(), "'%0' is %select{tested|read}1 here")
        << Object << (Stale.What == StaleWrite::Kind::Value);
    note(Stale.Suspension->getBeginLoc(), "the coroutine is suspended here");
    if (Stale.Changed.Other)
      note(Stale.Changed.Other->At->getBeginLoc(), "%0 may change '%1' here meanwhile")
          << quotedName(*Stale.Changed.Other->In) << Object;
    if (Stale.Changed.Starts)
      note(Stale.Changed.Starts->getBeginLoc(), "%0 may be started here again meanwhile") << quotedName(F);
    noteAssumptions(At, Stale.Changed.Assumes);
  }
}

} // namespace asynctidy::checks
