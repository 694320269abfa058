#include "facts/suspensions.h"

#include "facts/class-shape.h"
#include "facts/expressions.h"
#include "facts/functions.h"
#include "facts/held-locks.h"
#include "facts/walk.h"

#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace asynctidy::facts {

bool canSuspend(const CoroutineSuspendExpr &Await) {
  const Expr *Ready = Await.getReadyExpr();
  const auto *Call = Ready ? dyn_cast<CallExpr>(withoutTemporaries(Ready)) : nullptr;
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return !Callee || constantBoolReturn(*Callee) != true;
}

Suspensions::Suspensions(const FunctionDecl &F, const models::ModelSet &Models) {
  llvm::DenseSet<const Stmt *> UnderLock;
  for (const LockEvent &Event : lockEventsIn(F, Models))
    if (Event.What == LockEvent::Happening::Suspends)
      UnderLock.insert(Event.At);
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Await = dyn_cast<CoawaitExpr>(&S);
    if (!Await || Await->isImplicit() || !canSuspend(*Await) || UnderLock.contains(&S))
      return;
    Indices[&S] = Awaits.size();
    Awaits.push_back(Await);
  });
}

std::optional<unsigned> Suspensions::indexOf(const Stmt *S) const {
  const auto It = Indices.find(S);
  return It == Indices.end() ? std::nullopt : std::optional(It->second);
}

} // namespace asynctidy::facts
