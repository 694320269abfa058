#include "facts/suspensions.h"

#include "facts/functions.h"
#include "facts/held-locks.h"
#include "facts/walk.h"

#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace asynctidy::facts {

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
