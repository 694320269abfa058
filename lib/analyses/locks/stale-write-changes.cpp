#include "analyses/locks/stale-write-changes.h"

#include "facts/aliases/mutation-index.h"
#include "facts/calls/callers.h"
#include "facts/locks/guarded-objects.h"
#include "facts/locks/held-locks.h"
#include "facts/syntax/expressions.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallPtrSet.h"
#include "llvm/ADT/SmallVector.h"

#include <utility>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;

namespace asynctidy::analyses {
namespace {

/// Whether another function is seen to make the change while an activation of \p F waits. What adds to the object, and
/// does not set it, goes on as long as the object lives.
bool isSeenMeanwhile(const Change &By, const FunctionDecl &F, TranslationUnit &Unit) {
  return !isPartOf(*By.In, F, Unit) && (!By.Overwrites || runsBeside(*By.In, F, Unit));
}

/// Whether \p F takes \p Lock, or a function in sight does that calls it, perhaps through others.
bool runsUnder(const FunctionDecl &F, const AccessPath &Lock, TranslationUnit &Unit) {
  llvm::SmallPtrSet<const FunctionDecl *, 8> Known = {&F};
  llvm::SmallVector<const FunctionDecl *, 4> Pending = {&F};
  while (!Pending.empty()) {
    const FunctionDecl *Each = Pending.pop_back_val();
    if (takesLock(*Each, Lock, Unit))
      return true;
    for (const Caller &By : callersIn(Unit).of(*Each))
      if (By.In && Known.insert(By.In).second)
        Pending.push_back(By.In);
  }
  return false;
}

} // namespace

bool setsToSame(const Change &By, const Expr *Value, const ASTContext &Context) {
  const auto Constant = [&](const Expr *E) -> std::optional<llvm::APSInt> {
    Expr::EvalResult Result;
    if (E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() || !E->EvaluateAsInt(Result, Context))
      return std::nullopt;
    return Result.Val.getInt();
  };
  const auto *Assign = dyn_cast<BinaryOperator>(withoutTemporaries(By.At));
  if (!Value || !Assign || Assign->getOpcode() != BO_Assign)
    return false;
  const auto Here = Constant(Value), There = Constant(Assign->getRHS());
  return Here && There && llvm::APSInt::isSameValue(*Here, *There);
}

std::optional<StaleWrite::Meanwhile> changedMeanwhile(const SharedObject &Object, const FunctionDecl &F,
                                                      TranslationUnit &Unit, const Expr *Value) {
  const auto Again = overlapOf(F, Object, Unit);
  if (const auto *Parameter = dyn_cast<ParmVarDecl>(Object.Declared)) { // the caller may have it from anywhere
    const bool IsShared = mutationIndex(Unit).passedFor(*Parameter) == MutationIndex::Argument::Shared;
    return IsShared && Again && Again->Assumes.empty() ? StaleWrite::Meanwhile{{}, std::nullopt, Again->By}
                                                       : StaleWrite::Meanwhile{Assumption::UnseenChange};
  }
  if (const auto Other = changeOf(Object, Unit, [&](const Change &By) {
        return isSeenMeanwhile(By, F, Unit) && !setsToSame(By, Value, Unit.context());
      }))
    return StaleWrite::Meanwhile{{}, Other};
  if (Again && Again->Assumes.empty())
    return StaleWrite::Meanwhile{{}, std::nullopt, Again->By};
  // That a lock guards it says that others use it meanwhile.
  const bool IsGuarded = !declaredGuardsOf(Object).empty();
  if (const auto Other = changeOf(Object, Unit, [&](const Change &By) {
        return !isPartOf(*By.In, F, Unit) && !setsToSame(By, Value, Unit.context());
      }))
    return StaleWrite::Meanwhile{IsGuarded ? summaries::Assumptions() : Assumption::CalledMeanwhile, Other};
  if (Again)
    return StaleWrite::Meanwhile{Again->Assumes};
  return std::nullopt;
}

std::optional<UnderOtherLocks> suspensionsUnderOtherLocks(const SharedObject &Object, const FunctionDecl &F,
                                                          TranslationUnit &Unit) {
  const auto SuspendsLocked = [](const LockEvent &Event) {
    return Event.What == LockEvent::Happening::Suspends && !Event.Held.empty();
  };
  if (llvm::none_of(lockEventsIn(F, Unit), SuspendsLocked))
    return std::nullopt;
  std::optional<Change> Found;
  llvm::SmallVector<std::pair<AccessPath, bool>, 4> Known; // few locks are held at many suspensions
  const auto KeepsOut = [&](const LockName &Lock) {
    const auto Same = llvm::find_if(Known, [&](const auto &One) { return One.first == Lock.Path; });
    if (Same != Known.end())
      return Same->second;
    const auto ChangesWithout = [&](const Change &By) {
      return isSeenMeanwhile(By, F, Unit) && !runsUnder(*By.In, Lock.Path, Unit);
    };
    const auto Other = Lock.Path ? changeOf(Object, Unit, ChangesWithout) : std::nullopt;
    if (Other && !Found)
      Found = Other;
    Known.push_back({Lock.Path, !Other});
    return !Other;
  };
  Suspensions At(F, Unit, KeepsOut);
  if (!Found)
    return std::nullopt;
  return UnderOtherLocks{std::move(At), *Found};
}

} // namespace asynctidy::analyses
