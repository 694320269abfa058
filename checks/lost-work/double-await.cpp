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
    if (inMacroThatExpectsExit(At, Unit.context(), Unit.models()) || !firstAt(At))
      continue;
    const llvm::StringRef Harm =
        Repeated.ResumesEnded ? "so this resumes a coroutine that has ended" : "so there is nothing left to wait for";
    if (!Repeated.WasAwaited)
      diag(At, "%0 %1 is awaited after it was given away, %2") << nounFor(Repeated.Holds) << Repeated.Local << Harm;
    else
      diag(At,
           "%0 %1 is awaited again%select{| in the next iteration of the loop}2 although awaiting it uses it up, %3")
          << nounFor(Repeated.Holds) << Repeated.Local << Repeated.inLoop() << Harm;
    if (Repeated.inLoop())
      diag(Repeated.Local->getLocation(), "it is made here, outside of the loop", DiagnosticIDs::Note);
    else
      diag(Repeated.UsedUpBy->getBeginLoc(), Repeated.WasAwaited ? "it was awaited here" : "it was given away here",
           DiagnosticIDs::Note);
  }
}

} // namespace asynctidy::checks
