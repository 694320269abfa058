#include "checks/lost-work/discarded-result.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-promise.h"
#include "facts/unit/awaited-types.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::Means;

namespace asynctidy::checks {
namespace {

/// The work \p E makes, seen from the coroutine \p F, if any: a type that only the promise of its own library can await
/// counts there.
Work workMadeBy(const Expr &E, const FunctionDecl *F, TranslationUnit &Unit) {
  if (const Work Known = Unit.workOf(E.getType()))
    return Known;
  const CXXRecordDecl *Promise = F ? promiseOfCoroutine(*F) : nullptr;
  const CXXRecordDecl *Record = recordOf(E.getType());
  if (!Promise || !Record || awaitableForm(E.getType()) || isModelled(E.getType(), Means::NotWork, Unit.models()))
    return {};
  // No namespace is a library too: the user's own.
  if (outermostNamespace(*Record) == outermostNamespace(*Promise) && acceptsAwait(*F, E.getType(), Unit))
    return {WorkKind::Awaitable, Start::Unknown, FrameOwner::Unknown};
  return {};
}

/// A cast to void, or something like it, says that the value is not wanted.
bool isOnPurpose(DiscardedBy How) { return How == DiscardedBy::VoidCast || How == DiscardedBy::Assignment; }

bool mayBeDropped(const Expr &E, TranslationUnit &Unit) {
  if (isModelled(E.getType(), Means::Droppable, Unit.models()) || joinsInDestructor(E.getType(), Unit.models()))
    return true;
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Unit.models().is(qualifiedName(*Callee), Means::Droppable);
}

} // namespace

void DiscardedResultCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const Discard &Dropped : discardsIn(F, Unit))
    consider(Dropped, &F, Unit);
}

void DiscardedResultCheck::examineInitializer(const Expr &E, TranslationUnit &Unit) {
  for (const Discard &Dropped : discardsInInitializer(E, Unit.models()))
    consider(Dropped, nullptr, Unit);
}

void DiscardedResultCheck::consider(const Discard &Dropped, const FunctionDecl *F, TranslationUnit &Unit) {
  const Expr &E = *Dropped.Value;
  if (E.isTypeDependent() || E.containsErrors() ||
      inMacroThatExpectsExit(E.getBeginLoc(), Unit.context(), Unit.models()))
    return;
  if (const Expr *Moved = movedFrom(&E); Moved && withoutTemporaries(Moved)->isPRValue()) // std::move(f());
    consider({withoutTemporaries(Moved), Dropped.Written, Dropped.How, Dropped.WantsBool}, F, Unit);
  else if (isa<CoawaitExpr>(E))
    awaitedResult(Dropped, F, Unit);
  else if (E.isPRValue())
    freshWork(Dropped, F, Unit);
  else
    namedWork(Dropped, F, Unit);
}

void DiscardedResultCheck::awaitedResult(const Discard &Dropped, const FunctionDecl *F, TranslationUnit &Unit) {
  const auto &Await = *cast<CoawaitExpr>(Dropped.Value);
  const QualType Result = Await.getType();
  if (!Await.isPRValue() || isGuard(Result, Unit.models())) // a guard is async-unawaited-guard's
    return;
  const Work Inner = Unit.workOf(Result);
  const bool OnPurpose = isOnPurpose(Dropped.How);
  if (Inner && !(OnPurpose && !Inner.isLazy()) && !mayBeDropped(Await, Unit)) {
    if (firstAt(Await.getBeginLoc()))
      diag(Await.getBeginLoc(), "%0 that this 'co_await' returns is discarded, %1")
          << nounFor(Inner) << consequenceOfDropping(Inner)
          << (!Dropped.WantsBool && F ? awaitFix(Await, *F, Unit) : llvm::SmallVector<FixItHint, 2>());
    return;
  }
  if (OnPurpose || Inner)
    return;
  if (isErrorOutcome(Result, Unit.models())) {
    if (firstAt(Await.getBeginLoc()))
      diag(Await.getBeginLoc(), "error that this 'co_await' returns is discarded, so a failure goes unnoticed");
    return;
  }
  const auto *Resume = dyn_cast<CallExpr>(Await.getResumeExpr()->IgnoreImplicit());
  if (Resume && Resume->hasUnusedResultAttr(Unit.context()) && firstAt(Await.getBeginLoc()))
    diag(Await.getBeginLoc(),
         "[[nodiscard]] result of this 'co_await' is discarded, so a value that must be used is lost");
}

void DiscardedResultCheck::freshWork(const Discard &Dropped, const FunctionDecl *F, TranslationUnit &Unit) {
  const Expr &E = *Dropped.Value;
  const Work Lost = workMadeBy(E, F, Unit);
  // An empty task made by name is no work; an operation made by name is. An event made by name is neither.
  const AwaitForm Form = awaitableForm(E.getType()).Form;
  const bool IsOperation = Form == AwaitForm::Awaiter || Form == AwaitForm::None;
  const bool Made = isa<CallExpr>(E) || (Lost.Kind == WorkKind::Awaitable && IsOperation);
  if (!Lost || !Made || mayBeDropped(E, Unit))
    return;
  const SourceLocation At = Dropped.Written->getBeginLoc();
  if (isOnPurpose(Dropped.How) && !Lost.isLazy())
    return; // eager work runs anyway: the cast says that the caller does not wait for it
  if (!firstAt(At))
    return;
  const auto *Call = dyn_cast<CallExpr>(&E);
  const std::string From = Call ? "returned by " + quotedCallee(E) : "made here";
  {
    auto Report = diag(At, "%0 %1 is discarded, %2");
    Report << nounFor(Lost) << From << consequenceOfDropping(Lost);
    const QualType Result = awaitResult(E.getType());
    const bool FitsAssignment = Dropped.How != DiscardedBy::Assignment || (!Result.isNull() && !Result->isVoidType());
    if (!Dropped.WantsBool && F && FitsAssignment)
      Report << awaitFix(*Dropped.Written, *F, Unit);
  }
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (Callee && Lost.isTask() && Lost.isLazy() && Unit.isUserCode(Callee->getLocation()))
    diag(Callee->getLocation(), "its body starts only when the task is awaited", DiagnosticIDs::Note);
}

/// `event;` alone: the statement has no effect, so the await is all that can have been meant.
void DiscardedResultCheck::namedWork(const Discard &Dropped, const FunctionDecl *F, TranslationUnit &Unit) {
  const Expr &E = *Dropped.Value;
  const ValueDecl *Named = onlyNames(&E);
  if (!Named || isOnPurpose(Dropped.How) || E.getBeginLoc().isMacroID())
    return;
  // An event is no work that could be lost, but naming it alone loses the await all the same.
  const AwaitForm Form = awaitableForm(E.getType()).Form;
  const Work Lost = workMadeBy(E, F, Unit);
  const bool Awaitable = Lost || (Form != AwaitForm::None && Form != AwaitForm::ForeignOperator);
  const SourceLocation At = Dropped.Written->getBeginLoc();
  if (Awaitable && suspends(E.getType()) != Suspends::Never && firstAt(At)) {
    auto Report = diag(At, "%0 %1 is named but not awaited, so this statement does nothing");
    Report << nounFor(Lost) << Named;
    if (!Dropped.WantsBool && F)
      Report << awaitFix(*Dropped.Written, *F, Unit);
  }
}

} // namespace asynctidy::checks
