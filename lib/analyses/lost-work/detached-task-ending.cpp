#include "analyses/lost-work/detached-task-ending.h"

#include "facts/errors/thrown.h"
#include "facts/flow/ending-promise.h"
#include "facts/flow/may-throw.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/leaving.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-promise.h"
#include "facts/types/promise.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <vector>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;

namespace asynctidy::analyses {
namespace {

/// Whether \p Handler ends with a `throw`: what it catches leaves it.
bool endsInThrow(const CXXCatchStmt &Handler) {
  const auto *Last = dyn_cast_or_null<Expr>(lastOf(Handler.getHandlerBlock()));
  return Last && isa<CXXThrowExpr>(withoutTemporaries(Last));
}

/// Whether an exception stops at \p Try. A handler for one type is meant for what is expected here.
bool guards(const CXXTryStmt &Try) {
  for (unsigned I = 0; I < Try.getNumHandlers(); ++I)
    if (!endsInThrow(*Try.getHandler(I)))
      return true;
  return false;
}

class EndingSearch {
public:
  EndingSearch(const FunctionDecl &EndsIn, TranslationUnit &Unit) : EndsIn(EndsIn), Unit(Unit) {}

  std::vector<EndingThrow> in(const Stmt &Body) {
    collect(Body, /*IsGuarded=*/false);
    std::vector<EndingThrow> Found;
    if (const auto Await = firstAwait())
      Found.push_back(*Await);
    if (Throw)
      Found.push_back({Throw, &EndsIn, nullptr, nullptr, Assumption::NotMeantToEnd});
    return Found;
  }

private:
  std::optional<EndingThrow> firstAwait() const {
    std::optional<EndingThrow> First;
    for (const CoawaitExpr *Await : Bare) {
      EndingThrow One{Await, &EndsIn};
      One.Throws = throwsIn(*Await);
      const auto Same = llvm::find_if(Guarded, [&](const CoawaitExpr *Other) { return areAlike(*Await, *Other); });
      if (Same != Guarded.end())
        One.Guarded = *Same;
      if (One.Throws || One.Guarded)
        return One;
      One.Assumes = Assumption::AwaitFails;
      if (!First)
        First = One;
    }
    return First;
  }

  void collect(const Stmt &S, bool IsGuarded) {
    if (const auto *Try = dyn_cast<CXXTryStmt>(&S)) {
      collect(*Try->getTryBlock(), IsGuarded || guards(*Try));
      for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
        collect(*Try->getHandler(I), IsGuarded);
      return;
    }
    forEachEvaluatedChild(S, [&](const Stmt *Child) { collect(*Child, IsGuarded); });
    if (const auto *Thrown = dyn_cast<CXXThrowExpr>(&S); Thrown && !Throw && HasAwaited && !IsGuarded)
      Throw = Thrown->getSubExpr() ? Thrown : nullptr;
    const auto *Await = dyn_cast<CoawaitExpr>(&S);
    HasAwaited |= Await != nullptr;
    if (Await && canFail(*Await))
      (IsGuarded ? Guarded : Bare).push_back(Await);
  }

  bool canFail(const CoawaitExpr &Await) const {
    const VarDecl *Named = localIn(withoutMoves(Await.getOperand()));
    return !isa_and_nonnull<ParmVarDecl>(Named) && mayThrow(Await, Unit) &&
           !endsProgramIn(promiseOf(Await.getOperand()->getType()));
  }

  const FunctionDecl *coroutineOf(const CoawaitExpr &Await) const {
    const auto *Call = dyn_cast<CallExpr>(valueIn(Await.getOperand()));
    return userCoroutine(Call ? Call->getDirectCallee() : nullptr, Unit);
  }

  const Stmt *throwsIn(const CoawaitExpr &Await) const {
    const FunctionDecl *Coroutine = coroutineOf(Await);
    return Coroutine ? throwsOutOf(*Coroutine, Unit) : nullptr;
  }

  /// Whether both await work of one library: a coroutine that expects one to fail cannot know that the other does not.
  /// A plain awaiter, a timer or a hop to another thread, is no such work.
  bool areAlike(const CoawaitExpr &One, const CoawaitExpr &Other) const {
    const CXXRecordDecl *Records[] = {workAwaitedBy(One), workAwaitedBy(Other)};
    if (!Records[0] || !Records[1])
      return false;
    const NamespaceDecl *Library = outermostNamespace(*Records[0]);
    return (Library && Library == outermostNamespace(*Records[1])) ||
           (templateOf(Records[0]) && templateOf(Records[0]) == templateOf(Records[1])) ||
           Records[0]->getCanonicalDecl() == Records[1]->getCanonicalDecl();
  }

  const CXXRecordDecl *workAwaitedBy(const CoawaitExpr &Await) const {
    const QualType T = Await.getOperand()->getType();
    return Unit.workOf(T) && awaitableForm(T).Form != AwaitForm::Awaiter ? recordOf(T) : nullptr;
  }

  const FunctionDecl &EndsIn;
  TranslationUnit &Unit;
  const CXXThrowExpr *Throw = nullptr; ///< the first behind an await, in source order
  bool HasAwaited = false;
  std::vector<const CoawaitExpr *> Bare;
  std::vector<const CoawaitExpr *> Guarded;
};

} // namespace

std::vector<EndingThrow> endingThrowsIn(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken() || !Unit.context().getLangOpts().CXXExceptions ||
      Unit.workOf(F.getReturnType()))
    return {};
  const FunctionDecl *EndsIn = endsProgramIn(promiseOfCoroutine(F));
  return EndsIn ? EndingSearch(*EndsIn, Unit).in(*writtenBody(F)) : std::vector<EndingThrow>();
}

} // namespace asynctidy::analyses
