#include "facts/locks/suspensions.h"

#include "facts/locks/held-locks.h"
#include "facts/locks/permits.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {

namespace {

bool endsAtOnce(const CoroutineSuspendExpr &Await, TranslationUnit &Unit);

/// Whether the coroutine runs from its begin to its end without a suspension. A recursive one does not.
struct NeverSuspends : Analysis<const FunctionDecl *, bool> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    bool Suspends = false;
    forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
      const auto *Await = dyn_cast<CoroutineSuspendExpr>(&S);
      Suspends |= Await && canSuspend(*Await) && !endsAtOnce(*Await, Unit);
    });
    return !Suspends;
  }
};

/// Whether \p Await runs a lazy coroutine of the user's that is over when the await returns.
bool endsAtOnce(const CoroutineSuspendExpr &Await, TranslationUnit &Unit) {
  const auto *Call = isa<CoawaitExpr>(Await) ? dyn_cast<CallExpr>(valueIn(Await.getOperand())) : nullptr;
  const FunctionDecl *Coroutine = userCoroutine(Call ? Call->getDirectCallee() : nullptr, Unit);
  return Coroutine && !Coroutine->isDependentContext() && Unit.workOf(Coroutine->getReturnType()).isLazy() &&
         Unit.get<NeverSuspends>(Coroutine);
}

} // namespace

Suspensions::Suspensions(const FunctionDecl &F, TranslationUnit &Unit,
                         llvm::function_ref<bool(const LockName &)> Protects) {
  llvm::DenseSet<const Stmt *> Protected, UnderOtherLocks;
  for (const LockEvent &Event : lockEventsIn(F, Unit))
    if (Event.What == LockEvent::Happening::Suspends) {
      const bool Counts = llvm::any_of(Event.Held, [&](const HeldLock &Held) { return Protects(Held.Lock); });
      (Counts ? Protected : UnderOtherLocks).insert(Event.At);
    }
  for (const CoawaitExpr *Await : awaitsUnderPermit(F))
    if (!UnderOtherLocks.contains(Await)) // the permit is the guard of that lock
      Protected.insert(Await);
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Await = dyn_cast<CoawaitExpr>(&S);
    if (!Await || Await->isImplicit() || !canSuspend(*Await) || Protected.contains(&S) || endsAtOnce(*Await, Unit))
      return;
    Indices[&S] = Awaits.size();
    Awaits.push_back(Await);
  });
}

std::optional<unsigned> Suspensions::indexOf(const Stmt *S) const {
  const auto It = Indices.find(S);
  return It == Indices.end() ? std::nullopt : std::optional(It->second);
}

namespace {

struct SuspensionsOfFunction : Analysis<const FunctionDecl *, std::unique_ptr<Suspensions>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    return std::make_unique<Suspensions>(*F, Unit, [](const LockName &) { return true; });
  }
};

} // namespace

const Suspensions &suspensionsIn(const FunctionDecl &F, TranslationUnit &Unit) {
  return *Unit.get<SuspensionsOfFunction>(&F);
}

} // namespace asynctidy::facts
