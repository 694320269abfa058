#include "checks/lost-work/unawaited-guard.h"

#include "facts/discards.h"
#include "facts/functions.h"
#include "facts/local-work.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
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

void UnawaitedGuardCheck::examine(const FunctionDecl &F, Facts &Facts) {
  if (!Facts.isBroken()) // or the await may be what the parser could not read
    unawaitedLocals(F, Facts);
  if (!AllowBarrier)
    guardsThatDieAtOnce(F, Facts);
}

void UnawaitedGuardCheck::unawaitedLocals(const FunctionDecl &F, Facts &Facts) {
  for (const LocalWorkFate &Lost : Facts.lostLocals(F)) {
    if (!Facts.awaitsGuard(Lost.Local->getType()))
      continue;
    const SourceLocation Declared = Lost.Local->getLocation();
    if (Lost.Fate == LocalFate::NeverConsumed) {
      if (!firstAt(Declared))
        continue;
      auto Report = diag(Declared, "%0 is not a guard but an awaitable that nobody awaits, so nothing is locked");
      Report << Lost.Local;
      if (const auto *V = dyn_cast<VarDecl>(Lost.Local); V && V->getType()->getContainedAutoType())
        Report << awaitFix(*V->getInit()->IgnoreImplicit(), F, Facts);
    } else if (Lost.Fate == LocalFate::UnconsumedAtScopeEnd && firstAt(Declared)) {
      diag(Declared, "%0 is not a guard but an awaitable that some path does not await, so nothing is locked there")
          << Lost.Local;
      diag(Lost.Where->getBeginLoc(), "only a path through here consumes it", DiagnosticIDs::Note);
    }
  }
}

void UnawaitedGuardCheck::guardsThatDieAtOnce(const FunctionDecl &F, Facts &Facts) {
  for (const Discard &Dropped : Facts.discardsIn(F)) {
    const auto *Await = dyn_cast<CoawaitExpr>(Dropped.Value);
    if (!Await || Dropped.How != DiscardedBy::Statement || !Await->isPRValue() || Await->isTypeDependent() ||
        !isGuard(Await->getType(), Facts.models()))
      continue;
    if (firstAt(Await->getBeginLoc()))
      diag(Await->getBeginLoc(), "guard that this 'co_await' returns is discarded, so it is released at once");
  }
}

} // namespace asynctidy::checks
