#include "analyses/cancellation/unresolved-event.h"

#include "facts/calls/signal-ends.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/functions.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

class EventSearch {
public:
  EventSearch(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit), All(signalsIn(Unit)) {}

  std::vector<UnresolvedEvent> run() {
    llvm::DenseSet<const ValueDecl *> Seen;
    for (const SignalUse &Use : All.in(F))
      if (Use.Does == SignalStep::Opens && Seen.insert(Use.Declared).second)
        consider(Use);
    return std::move(Found);
  }

private:
  void consider(const SignalUse &Opens) {
    const ValueDecl &Event = *Opens.Declared;
    const SignalUse *Completes = laterStep(Opens, SignalStep::Completes);
    const SignalUse *Wait = All.waitFor(Event);
    if (!Completes || !Wait)
      return;
    const bool Guarded = isWaitedForBefore(Opens);
    const bool Elsewhere = isCompletedOutside(F, Event, Unit);
    if (!Guarded && Elsewhere)
      return;
    const std::vector<SignalEnd> Ends = endsWithoutCompletion(F, Event, Owed::WhereOpened, Unit);
    if (Ends.empty())
      return;
    const SignalEnd &First = Ends.front();
    Assumptions Made;
    if (!Guarded || Elsewhere || !isReachedOnlyHere(Event, Unit) || !First.By)
      Made |= Assumption::NotCompletedLater;
    if (First.By && First.How == SignalEnd::Throws::Other)
      Made |= Assumption::AwaitFails;
    Found.push_back({&Event, Opens.At, Completes->At, Wait->At, First.By, Made});
  }

  unsigned numberOf(const Stmt &S) const { return indexOf(F, Unit).numberOf(S).value_or(0); }

  const SignalUse *laterStep(const SignalUse &Than, SignalStep Sought) const {
    for (const SignalUse &Use : All.in(F))
      if (Use.Declared == Than.Declared && Use.Does == Sought && numberOf(*Use.At) > numberOf(*Than.At))
        return &Use;
    return nullptr;
  }

  /// Whether \p F waits for the event, or asks for it, before \p Opens: then a later call does not get as far as to
  /// complete it.
  bool isWaitedForBefore(const SignalUse &Opens) const {
    return llvm::any_of(All.in(F), [&](const SignalUse &Use) {
      return Use.Declared == Opens.Declared && (Use.Does == SignalStep::Waits || Use.Does == SignalStep::Asks) &&
             numberOf(*Use.At) < numberOf(*Opens.At);
    });
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const Signals &All;
  std::vector<UnresolvedEvent> Found;
};

} // namespace

std::vector<UnresolvedEvent> unresolvedEvents(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  return EventSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
