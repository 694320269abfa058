#include "analyses/lost-work/orphaned-wait.h"

#include "facts/aliases/shared-state.h"
#include "facts/aliases/shared-writers.h"
#include "facts/calls/signal-ends.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

/// Each costs a walk over the function; a written one completes one or two.
constexpr size_t MaxSignals = 8;

class OrphanSearch {
public:
  OrphanSearch(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit), All(signalsIn(Unit)) {}

  std::optional<OrphanedWait> run() {
    llvm::DenseSet<const ValueDecl *> Seen;
    if (All.in(F).size() > MaxSignalUses)
      return std::nullopt;
    for (const SignalUse &Use : All.in(F))
      if (!Use.IsFlag && (Use.Does == SignalStep::Completes || Use.Does == SignalStep::Feeds) &&
          Seen.size() < MaxSignals && Seen.insert(Use.Declared).second)
        if (auto Found = consider(Use))
          return Found;
    return std::nullopt;
  }

private:
  std::optional<OrphanedWait> consider(const SignalUse &Completes) {
    const ValueDecl &Signal = *Completes.Declared;
    const SignalUse *Wait = otherWait(Signal);
    if (!Wait)
      return std::nullopt;
    Assumptions Made;
    if (isCompletedOutside(F, Signal, Unit)) {
      if (!waitsForChangeBy(*Wait))
        return std::nullopt;
      Made |= Assumption::NotCompletedLater;
    } else if (!isReachedOnlyHere(Signal, Unit)) {
      Made |= Assumption::NotCompletedLater;
    }
    const SignalEnd *Fails = nullptr; // one that is seen to throw, if there is any
    const std::vector<SignalEnd> Ends = endsWithoutCompletion(F, Signal, Owed::FromStart, Unit);
    for (const SignalEnd &End : Ends)
      if (End.By && (!Fails || (Fails->How != SignalEnd::Throws::Seen && End.How == SignalEnd::Throws::Seen)))
        Fails = &End;
    if (!Fails)
      return std::nullopt; // it ends only as it is meant to
    if (Fails->How != SignalEnd::Throws::Seen)
      Made |= Assumption::AwaitFails;
    return OrphanedWait{&Signal, Completes.At, Wait->At, Fails->By, Made};
  }

  const SignalUse *otherWait(const ValueDecl &Signal) const {
    for (const SignalUse &Use : All.of(Signal))
      if (Use.Does == SignalStep::Waits && !belongsTo(*Use.In, F, Unit) && !isa<CXXDestructorDecl>(Use.In))
        return &Use;
    return nullptr;
  }

  /// Whether the condition of \p Wait names something that only the coroutine changes: then it is what the wait is for,
  /// and what the others say is that all ends.
  bool waitsForChangeBy(const SignalUse &Wait) const {
    bool Found = false;
    const auto Look = [&](const Stmt *Condition, const FunctionDecl &In) {
      forEachEvaluated(Condition, [&](const Stmt &S) {
        const auto *Member = dyn_cast<MemberExpr>(&S);
        Found |= Member && isa<FieldDecl>(Member->getMemberDecl()) && isChangedOnlyHere(*Member, In);
      });
    };
    forEachEvaluated(Wait.At, [&](const Stmt &S) {
      if (const auto *Lambda = dyn_cast<LambdaExpr>(&S); Lambda && Lambda->getCallOperator())
        Look(writtenBody(*Lambda->getCallOperator()), *Lambda->getCallOperator());
    });
    const Parents &Up = indexOf(*Wait.In, Unit).parents();
    for (const Stmt *Above = Up.of(*Wait.At); Above; Above = Up.of(*Above))
      if (isLoop(*Above))
        Look(branchingOf(*Above).Tested, *Wait.In);
    return Found;
  }

  bool isChangedOnlyHere(const MemberExpr &Member, const FunctionDecl &In) const {
    const auto Object = sharedObject(&Member, In);
    if (!Object)
      return false;
    const auto IsHere = [&](const Change &By) { return belongsTo(*By.In, F, Unit); };
    return changeOf(*Object, Unit, IsHere) && !changeOf(*Object, Unit, [&](const Change &By) { return !IsHere(By); });
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const Signals &All;
};

struct OrphanOfCoroutine : Analysis<const FunctionDecl *, std::optional<OrphanedWait>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) { return OrphanSearch(*F, Unit).run(); }
};

} // namespace

std::optional<OrphanedWait> waitOrphanedBy(const FunctionDecl &Coroutine, TranslationUnit &Unit) {
  if (!isCoroutine(Coroutine) || Coroutine.isDependentContext() || Unit.isBroken())
    return std::nullopt;
  return Unit.get<OrphanOfCoroutine>(&Coroutine);
}

} // namespace asynctidy::analyses
