#include "checks/cancellation/lost-cleanup.h"

#include "analyses/cancellation/lost-cleanup.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void LostCleanupCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const LostCleanup &Lost : lostCleanupIn(F, Unit)) {
    const SourceLocation At = Lost.Culprit->getBeginLoc();
    if (!isNew(At, Lost.Assumes))
      continue;
    switch (Lost.What) {
    case LostCleanup::Kind::ThrowsPointer:
      warn(At, "exception pointer",
           "exception pointer is thrown itself, so no handler for the exception it points to catches that");
      continue;
    case LostCleanup::Kind::NeverRead:
      warn(At, Lost.Saved, "exception saved in %0 is never thrown again, so the caller takes the failure for a success")
          << Lost.Saved;
      break;
    case LostCleanup::Kind::LeftOnPath:
      warn(At, Lost.Saved, "exception saved in %0 is lost where the coroutine ends without a look at it") << Lost.Saved;
      break;
    }
    note(Lost.Awaits->getBeginLoc(), "the coroutine goes on here after the handler");
    if (Lost.Ends)
      note(Lost.Ends->getBeginLoc(), "it ends here");
    noteAssumptions(At, Lost.Assumes);
  }
}

} // namespace asynctidy::checks
