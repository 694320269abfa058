#include "checks/lost-work/discarded-result.h"

#include "facts/class-shape.h"
#include "facts/expressions.h"
#include "facts/functions.h"
#include "facts/names.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::Means;

namespace asynctidy::checks {
namespace {

/// The work \p E makes, seen from the coroutine \p F, if any: a type that only the promise of its own library can await
/// counts there.
Work workMadeBy(const Expr &E, const FunctionDecl *F, Facts &Facts) {
  if (const Work Known = Facts.workOf(E.getType()))
    return Known;
  const CXXRecordDecl *Promise = F ? promiseOfCoroutine(*F) : nullptr;
  const CXXRecordDecl *Record = recordOf(E.getType());
  if (!Promise || !Record || awaitableForm(E.getType()) || isModelled(E.getType(), Means::NotWork, Facts.models()))
    return {};
  // No namespace is a library too: the user's own.
  if (outermostNamespace(*Record) == outermostNamespace(*Promise) && Facts.acceptsAwait(*F, E.getType()))
    return {WorkKind::Awaitable, Start::Unknown, FrameOwner::Unknown};
  return {};
}

/// A cast to void, or something like it, says that the value is not wanted.
bool isOnPurpose(DiscardedBy How) { return How == DiscardedBy::VoidCast || How == DiscardedBy::Assignment; }

bool mayBeDropped(const Expr &E, Facts &Facts) {
  if (isModelled(E.getType(), Means::Droppable, Facts.models()) || joinsInDestructor(E.getType(), Facts.models()))
    return true;
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Facts.models().is(qualifiedName(*Callee), Means::Droppable);
}

} // namespace

void DiscardedResultCheck::examine(const FunctionDecl &F, Facts &Facts) {
  for (const Discard &Dropped : Facts.discardsIn(F))
    consider(Dropped, &F, Facts);
}

void DiscardedResultCheck::examineInitializer(const Expr &E, Facts &Facts) {
  for (const Discard &Dropped : discardsInInitializer(E, Facts.models()))
    consider(Dropped, nullptr, Facts);
}

void DiscardedResultCheck::consider(const Discard &Dropped, const FunctionDecl *F, Facts &Facts) {
  const Expr &E = *Dropped.Value;
  if (E.isTypeDependent() || E.containsErrors() ||
      inMacroThatExpectsExit(E.getBeginLoc(), Facts.context(), Facts.models()))
    return;
  if (const Expr *Moved = movedFrom(&E); Moved && withoutTemporaries(Moved)->isPRValue()) // std::move(f());
    consider({withoutTemporaries(Moved), Dropped.Written, Dropped.How, Dropped.WantsBool}, F, Facts);
  else if (isa<CoawaitExpr>(E))
    awaitedResult(Dropped, F, Facts);
  else if (E.isPRValue())
    freshWork(Dropped, F, Facts);
  else
    namedWork(Dropped, F, Facts);
}

void DiscardedResultCheck::awaitedResult(const Discard &Dropped, const FunctionDecl *F, Facts &Facts) {
  const auto &Await = *cast<CoawaitExpr>(Dropped.Value);
  const QualType Result = Await.getType();
  if (!Await.isPRValue() || isGuard(Result, Facts.models())) // a guard is async-unawaited-guard's
    return;
  const Work Inner = Facts.workOf(Result);
  const bool OnPurpose = isOnPurpose(Dropped.How);
  if (Inner && !(OnPurpose && !Inner.isLazy()) && !mayBeDropped(Await, Facts)) {
    if (firstAt(Await.getBeginLoc()))
      diag(Await.getBeginLoc(), "%0 that this 'co_await' returns is discarded, %1")
          << nounFor(Inner) << consequenceOfDropping(Inner)
          << (!Dropped.WantsBool && F ? awaitFix(Await, *F, Facts) : llvm::SmallVector<FixItHint, 2>());
    return;
  }
  if (OnPurpose || Inner)
    return;
  if (isErrorOutcome(Result, Facts.models())) {
    if (firstAt(Await.getBeginLoc()))
      diag(Await.getBeginLoc(), "error that this 'co_await' returns is discarded, so a failure goes unnoticed");
    return;
  }
  const auto *Resume = dyn_cast<CallExpr>(Await.getResumeExpr()->IgnoreImplicit());
  if (Resume && Resume->hasUnusedResultAttr(Facts.context()) && firstAt(Await.getBeginLoc()))
    diag(Await.getBeginLoc(), "[[nodiscard]] result of this 'co_await' is discarded, so what it says goes unnoticed");
}

void DiscardedResultCheck::freshWork(const Discard &Dropped, const FunctionDecl *F, Facts &Facts) {
  const Expr &E = *Dropped.Value;
  const Work Lost = workMadeBy(E, F, Facts);
  // An empty task made by name is nobody's work; an operation made by name is. An event made by name is neither.
  const AwaitForm Form = awaitableForm(E.getType()).Form;
  const bool IsOperation = Form == AwaitForm::Awaiter || Form == AwaitForm::None;
  const bool Made = isa<CallExpr>(E) || (Lost.Kind == WorkKind::Awaitable && IsOperation);
  if (!Lost || !Made || mayBeDropped(E, Facts))
    return;
  const SourceLocation At = Dropped.Written->getBeginLoc();
  if (isOnPurpose(Dropped.How) && !Lost.isLazy())
    return; // eager work runs anyway: the cast says that nobody waits for it
  if (!firstAt(At))
    return;
  const auto *Call = dyn_cast<CallExpr>(&E);
  const std::string From = Call ? "returned by " + callee(E) : "made here";
  {
    auto Report = diag(At, "%0 %1 is discarded, %2");
    Report << nounFor(Lost) << From << consequenceOfDropping(Lost);
    const QualType Result = awaitResult(E.getType());
    const bool FitsAssignment = Dropped.How != DiscardedBy::Assignment || (!Result.isNull() && !Result->isVoidType());
    if (!Dropped.WantsBool && F && FitsAssignment)
      Report << awaitFix(*Dropped.Written, *F, Facts);
  }
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (Callee && Lost.isTask() && Lost.isLazy() && Facts.isUserCode(Callee->getLocation()))
    diag(Callee->getLocation(), "its body starts only when the task is awaited", DiagnosticIDs::Note);
}

/// `event;` alone: the statement has no effect, so the await is all that can have been meant.
void DiscardedResultCheck::namedWork(const Discard &Dropped, const FunctionDecl *F, Facts &Facts) {
  const Expr &E = *Dropped.Value;
  const ValueDecl *Named = onlyNames(&E);
  if (!Named || isOnPurpose(Dropped.How) || E.getBeginLoc().isMacroID())
    return;
  // An event is no work that could be lost, but naming it alone loses the await all the same.
  const AwaitForm Form = awaitableForm(E.getType()).Form;
  const Work Lost = workMadeBy(E, F, Facts);
  const bool Awaitable = Lost || (Form != AwaitForm::None && Form != AwaitForm::ForeignOperator);
  const SourceLocation At = Dropped.Written->getBeginLoc();
  if (Awaitable && suspends(E.getType()) != Suspends::Never && firstAt(At)) {
    auto Report = diag(At, "%0 %1 is named but not awaited, so this statement does nothing");
    Report << nounFor(Lost) << Named;
    if (!Dropped.WantsBool && F)
      Report << awaitFix(*Dropped.Written, *F, Facts);
  }
}

} // namespace asynctidy::checks
