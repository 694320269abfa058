#include "checks/locks/lost-wakeup.h"

#include "analyses/locks/lost-wakeup.h"
#include "facts/syntax/names.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void LostWakeupCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const LostWakeup &Lost : lostWakeups(F, Unit)) {
    const SourceLocation At = Lost.Wait->getBeginLoc();
    if (!isNew(At, Lost.Assumes))
      continue;
    if (Lost.Suspension)
      warn(At, Lost.Condition,
           "%0 is awaited although the state may have changed in the suspension after the test, so its notification "
           "is missed and this may wait indefinitely")
          << Lost.Condition;
    else
      warn(At, Lost.Condition,
           "%0 is awaited outside of a loop that repeats the test, so another coroutine may have taken what this "
           "one was woken for")
          << Lost.Condition;
    note(Lost.Tested->getBeginLoc(), "the state is tested here");
    if (Lost.Suspension)
      note(Lost.Suspension->getBeginLoc(), "the coroutine is suspended here");
    if (Lost.Change)
      note(Lost.Change->getBeginLoc(), "%0 changes it here") << quotedName(*Lost.Changer);
    noteAssumptions(At, Lost.Assumes);
  }
}

} // namespace asynctidy::checks
