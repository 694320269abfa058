#include "facts/locks/suspensions.h"

#include "facts/locks/held-locks.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"

#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace asynctidy::facts {

Suspensions::Suspensions(const FunctionDecl &F, TranslationUnit &Unit) {
  llvm::DenseSet<const Stmt *> UnderLock;
  for (const LockEvent &Event : lockEventsIn(F, Unit))
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

namespace {

struct SuspensionsOfFunction : Analysis<const FunctionDecl *, std::unique_ptr<Suspensions>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) { return std::make_unique<Suspensions>(*F, Unit); }
};

} // namespace

const Suspensions &suspensionsIn(const FunctionDecl &F, TranslationUnit &Unit) {
  return *Unit.get<SuspensionsOfFunction>(&F);
}

} // namespace asynctidy::facts
