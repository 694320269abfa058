#include "checks/lost-work/double-await.h"

#include "analyses/lost-work/double-await.h"
#include "facts/calls/discards.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void DoubleAwaitCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const RepeatedAwait &Repeated : repeatedAwaits(F, Unit)) {
    const SourceLocation At = Repeated.Again->getBeginLoc();
    if (inMacroThatExpectsExit(At, Unit.context(), Unit.models()) || !isNew(At))
      continue;
    const llvm::StringRef Harm = Repeated.ResumesEnded
                                     ? "so this resumes a coroutine that has ended, which is undefined behaviour"
                                     : "so this await does nothing, fails or is undefined behaviour";
    if (!Repeated.WasAwaited)
      warn(At, Repeated.Local, "%0 %1 is awaited after it was moved from, %2")
          << nounFor(Repeated.Holds) << Repeated.Local << Harm;
    else
      warn(At, Repeated.Local,
           "%0 %1 is awaited again%select{| in the next iteration of the loop}2 after an earlier await consumed it, %3")
          << nounFor(Repeated.Holds) << Repeated.Local << Repeated.inLoop() << Harm;
    if (Repeated.inLoop())
      note(Repeated.Local->getLocation(), "%0 is made here, outside the loop") << Repeated.Local;
    else
      note(Repeated.UsedUpBy->getBeginLoc(), Repeated.WasAwaited ? "%0 is awaited here" : "%0 is moved from here")
          << Repeated.Local;
  }
}

} // namespace asynctidy::checks
