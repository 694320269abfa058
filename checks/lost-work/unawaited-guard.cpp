#include "checks/lost-work/unawaited-guard.h"

#include "analyses/lost-work/unawaited-task.h"
#include "facts/calls/discards.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

constexpr llvm::StringLiteral AllowBarrierOption = "AllowBarrier";

} // namespace

UnawaitedGuardCheck::UnawaitedGuardCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : AsyncCheck(Name, Context), AllowBarrier(Options.get(AllowBarrierOption, false)) {}

void UnawaitedGuardCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  AsyncCheck::storeOptions(Opts);
  Options.store(Opts, AllowBarrierOption, AllowBarrier);
}

void UnawaitedGuardCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!Unit.isBroken()) // in broken code the await may be missing
    unawaitedLocals(F, Unit);
  if (!AllowBarrier)
    guardsThatDieAtOnce(F, Unit);
}

void UnawaitedGuardCheck::unawaitedLocals(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const LocalWorkFate &Lost : lostLocals(F, Unit)) {
    if (!awaitsGuard(Lost.Local->getType(), Unit.models()))
      continue;
    const SourceLocation Declared = Lost.Local->getLocation();
    if (Lost.Fate == LocalFate::NeverConsumed) {
      if (!isNew(Declared))
        continue;
      auto Report = warn(
          Declared, Lost.Local,
          "%0 is not a guard but an awaitable that is never awaited, so the code after it does not wait for the lock");
      Report << Lost.Local;
      if (const auto *V = dyn_cast<VarDecl>(Lost.Local); V && V->getType()->getContainedAutoType())
        Report << awaitFix(*V->getInit()->IgnoreImplicit(), F, Unit);
    } else if (Lost.Fate == LocalFate::UnconsumedAtScopeEnd && isNew(Declared, Lost.Assumes)) {
      warn(Declared, Lost.Local,
           "%0 is not a guard but an awaitable that some path does not await, so that path does not wait for the lock")
          << Lost.Local;
      note(Lost.Where->getBeginLoc(), "%0 is awaited or passed on here, but not on every path") << Lost.Local;
      noteAssumptions(Declared, Lost.Assumes);
    }
  }
}

void UnawaitedGuardCheck::guardsThatDieAtOnce(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const Discard &Dropped : discardsIn(F, Unit)) {
    const auto *Await = dyn_cast<CoawaitExpr>(Dropped.Value);
    if (!Await || Dropped.How != DiscardedBy::Statement || !Await->isPRValue() || Await->isTypeDependent() ||
        !isGuard(Await->getType(), Unit.models()))
      continue;
    if (isNew(Await->getBeginLoc()))
      warn(Await->getBeginLoc(), subjectOf(*Await),
           "guard that this 'co_await' returns is discarded, so its lock is released at once");
  }
}

} // namespace asynctidy::checks
