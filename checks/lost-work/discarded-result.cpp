#include "checks/lost-work/discarded-result.h"

#include "analyses/lost-work/orphaned-wait.h"
#include "facts/calls/droppable.h"
#include "facts/calls/expected-throws.h"
#include "facts/calls/joins.h"
#include "facts/calls/run-to-end.h"
#include "facts/syntax/expressions.h"
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

/// The work that \p E creates. In a coroutine \p F (which may be null) a type counts, too, that only the promise of its
/// own library can await.
Work workMadeBy(const Expr &E, const FunctionDecl *F, TranslationUnit &Unit) {
  if (const Work Known = Unit.workOf(E.getType()))
    return Known;
  const CXXRecordDecl *Promise = F ? promiseOfCoroutine(*F) : nullptr;
  const CXXRecordDecl *Record = recordOf(E.getType());
  if (!Promise || !Record || awaitableForm(E.getType()) || isModelled(E.getType(), Means::NotWork, Unit.models()))
    return {};
  // Types outside of all namespaces form a library, too: the user's own.
  if (outermostNamespace(*Record) == outermostNamespace(*Promise) && acceptsAwait(*F, E.getType(), Unit))
    return {WorkKind::Awaitable, Start::Unknown, FrameOwner::Unknown};
  return {};
}

/// True when the value is discarded on purpose: by a cast to void, or by an assignment to a variable like
/// `std::ignore`.
bool isOnPurpose(DiscardedBy How) { return How == DiscardedBy::VoidCast || How == DiscardedBy::Assignment; }

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
      inMacroThatExpectsExit(E.getBeginLoc(), Unit.context(), Unit.models()) || (F && isExpectedToThrow(E, *F, Unit)))
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
  if (!Await.isPRValue() || isGuard(Result, Unit.models())) // async-unawaited-guard reports guards
    return;
  const Work Inner = Unit.workOf(Result);
  const bool OnPurpose = isOnPurpose(Dropped.How);
  if (Inner && !(OnPurpose && !Inner.isLazy()) && !mayBeDropped(Await, Unit)) {
    if (isNew(Await.getBeginLoc(), kindOfLosing(Inner)))
      warn(Await.getBeginLoc(), subjectOf(Await), "%0 that this 'co_await' returns is discarded, %1")
          << nounFor(Inner) << consequenceOfDropping(Inner)
          << (!Dropped.WantsBool && F ? awaitFix(Await, *F, Unit) : llvm::SmallVector<FixItHint, 2>());
    return;
  }
  if (OnPurpose || Inner || Result->isVoidType()) // a template's [[nodiscard]] says nothing of void
    return;
  if (isErrorOutcome(Result, Unit.models())) {
    if (!isOutcomeOfNoexcept(Await) && isNew(Await.getBeginLoc()))
      warn(Await.getBeginLoc(), subjectOf(Await),
           "error that this 'co_await' returns is discarded, so a failure goes unnoticed");
    return;
  }
  const auto *Resume = dyn_cast<CallExpr>(Await.getResumeExpr()->IgnoreImplicit());
  if (Resume && Resume->hasUnusedResultAttr(Unit.context()) && isNew(Await.getBeginLoc()))
    warn(Await.getBeginLoc(), subjectOf(Await),
         "[[nodiscard]] result of this 'co_await' is discarded, so a value that must be used is lost");
}

void DiscardedResultCheck::freshWork(const Discard &Dropped, const FunctionDecl *F, TranslationUnit &Unit) {
  const Expr &E = *Dropped.Value;
  const Work Lost = workMadeBy(E, F, Unit);
  // A default-constructed task is empty and no work; a directly constructed operation is work. An event is neither.
  const AwaitForm Form = awaitableForm(E.getType()).Form;
  const bool IsOperation = Form == AwaitForm::Awaiter || Form == AwaitForm::None;
  const bool Made = isa<CallExpr>(E) || (Lost.Kind == WorkKind::Awaitable && IsOperation);
  if (!Lost || !Made)
    return;
  const SourceLocation At = Dropped.Written->getBeginLoc();
  const auto *Call = dyn_cast<CallExpr>(&E);
  const bool MayBeDropped = mayBeDropped(E, Unit);
  // Eager work runs anyway: by the cast the caller says that it does not wait.
  if (MayBeDropped || (isOnPurpose(Dropped.How) && !Lost.isLazy())) {
    if (Call && !Lost.isLazy())
      orphansWait(*Call, Lost, Unit);
    return;
  }
  if (Lost.Begins == Start::Eager && Call && F &&
      (isWaitedForOtherwise(*Call, *F, Unit) || runsToItsEnd(*Call, *F, Unit)))
    return; // the caller ignores only the result
  if (!isNew(At, isOnPurpose(Dropped.How) ? FindingKind::DropsWork : kindOfLosing(Lost)))
    return;
  const std::string From = Call ? "returned by " + quotedCallee(E) : "made here";
  {
    auto Report = warn(At, subjectOf(E), "%0 %1 is discarded, %2");
    Report << nounFor(Lost) << From << consequenceOfDropping(Lost);
    const QualType Result = awaitResult(E.getType());
    const bool FitsAssignment = Dropped.How != DiscardedBy::Assignment || (!Result.isNull() && !Result->isVoidType());
    if (!Dropped.WantsBool && F && FitsAssignment)
      Report << awaitFix(*Dropped.Written, *F, Unit);
  }
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  const FunctionDecl *Definition = Callee ? definitionOf(*Callee) : nullptr;
  const bool MayBeCoroutine = !Definition || isCoroutine(*Definition); // a plain one hands on a task of another
  if (Callee && MayBeCoroutine && Lost.isTask() && Lost.isLazy() && Unit.isUserCode(Callee->getLocation()))
    note(Callee->getLocation(), "its body starts only when the task is awaited");
}

/// The caller does not wait, but other coroutines do, for what the work does.
void DiscardedResultCheck::orphansWait(const CallExpr &Call, const Work &Lost, TranslationUnit &Unit) {
  const FunctionDecl *Coroutine = userCoroutine(Call.getDirectCallee(), Unit);
  const auto Orphaned = Coroutine ? analyses::waitOrphanedBy(*Coroutine, Unit) : std::nullopt;
  const SourceLocation At = beginOf(Call);
  if (!Orphaned || !isNew(At, FindingKind::LeavesWork, Orphaned->Assumes))
    return;
  warn(At, subjectOf(Call),
       "%0 returned by %1 is discarded, so when an exception ends it, coroutines that wait for %2 are not told")
      << nounFor(Lost) << quotedCallee(Call) << Orphaned->Signal;
  note(Orphaned->Thrower->getBeginLoc(), "an exception that ends it may come from here");
  note(Orphaned->Completes->getBeginLoc(), "those that wait go on here");
  note(Orphaned->Waits->getBeginLoc(), "another coroutine waits here");
  noteAssumptions(At, Orphaned->Assumes);
}

/// `event;` as a statement has no effect, so the user must have meant to await it.
void DiscardedResultCheck::namedWork(const Discard &Dropped, const FunctionDecl *F, TranslationUnit &Unit) {
  const Expr &E = *Dropped.Value;
  const ValueDecl *Named = onlyNames(&E);
  if (!Named || isOnPurpose(Dropped.How) || E.getBeginLoc().isMacroID())
    return;
  // An event is no work that could be lost, but the await is missing all the same.
  const AwaitForm Form = awaitableForm(E.getType()).Form;
  const Work Lost = workMadeBy(E, F, Unit);
  const bool Awaitable = Lost || (Form != AwaitForm::None && Form != AwaitForm::ForeignOperator);
  const SourceLocation At = Dropped.Written->getBeginLoc();
  if (Awaitable && suspends(E.getType()) != Suspends::Never && isNew(At)) {
    auto Report = warn(At, Named, "%0 %1 is named but not awaited, so this statement does nothing");
    Report << nounFor(Lost) << Named;
    if (!Dropped.WantsBool && F)
      Report << awaitFix(*Dropped.Written, *F, Unit);
  }
}

} // namespace asynctidy::checks
