#include "analyses/cancellation/unresolved-event.h"

#include "facts/calls/signal-ends.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

/// Each costs a walk over the function; a written one opens one or two.
constexpr size_t MaxEvents = 8;

class EventSearch {
public:
  EventSearch(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit), All(signalsIn(Unit)) {}

  std::vector<UnresolvedEvent> run() {
    if (All.in(F).size() > MaxSignalUses)
      return {};
    for (const SignalUse &Use : All.in(F))
      ByStatement[Use.At] = &Use;
    for (const SignalUse &Use : All.in(F))
      if (Use.Does == SignalStep::Opens)
        consider(*Use.Declared, *Use.At);
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const FunctionDecl *Helper = calledBy(S);
      if (Helper && !isCoroutine(*Helper))
        for (const SignalUse &Use : All.in(*Helper))
          if (Use.Does == SignalStep::Opens)
            consider(*Use.Declared, S);
    });
    return std::move(Found);
  }

private:
  static const FunctionDecl *calledBy(const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
    return Callee ? definitionOf(*Callee) : nullptr;
  }

  void consider(const ValueDecl &Event, const Stmt &Opens) {
    if (Seen.size() >= MaxEvents || !Seen.insert(&Event).second)
      return;
    const Stmt *Completes = completionAfter(Event, Opens);
    const SignalUse *Wait = All.waitFor(Event);
    if (!Completes || !Wait)
      return;
    const bool Guarded = isWaitedForBefore(Event, Opens);
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
    Found.push_back({&Event, &Opens, Completes, Wait->At, First.By, Made});
  }

  unsigned numberOf(const Stmt &S) const { return indexOf(F, Unit).numberOf(S).value_or(0); }

  /// Where \p F, or a function that it calls, completes the event after \p Opens, in source order; or null.
  const Stmt *completionAfter(const ValueDecl &Event, const Stmt &Opens) const {
    const Stmt *First = nullptr;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (!First && numberOf(S) > numberOf(Opens) && does(S, SignalStep::Completes, Event))
        First = &S;
    });
    return First;
  }

  bool does(const Stmt &S, SignalStep Step, const ValueDecl &Event) const {
    if (const SignalUse *Use = ByStatement.lookup(&S))
      return Use->Declared == &Event && Use->Does == Step;
    const FunctionDecl *Called = calledBy(S);
    return Called && All.does(*Called, Step, Event);
  }

  /// Whether \p F waits for the event, or asks for it, before \p Opens: then a later call does not get as far as to
  /// complete it.
  bool isWaitedForBefore(const ValueDecl &Event, const Stmt &Opens) const {
    bool Found = false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      Found |= numberOf(S) < numberOf(Opens) && (does(S, SignalStep::Waits, Event) || does(S, SignalStep::Asks, Event));
    });
    return Found;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const Signals &All;
  llvm::DenseMap<const Stmt *, const SignalUse *> ByStatement;
  llvm::DenseSet<const ValueDecl *> Seen;
  std::vector<UnresolvedEvent> Found;
};

} // namespace

std::vector<UnresolvedEvent> unresolvedEvents(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  return EventSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
