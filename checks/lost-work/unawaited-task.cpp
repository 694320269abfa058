#include "checks/lost-work/unawaited-task.h"

#include "analyses/lost-work/orphaned-sibling.h"
#include "analyses/lost-work/unawaited-task.h"
#include "facts/calls/discards.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

constexpr llvm::StringLiteral EarlyExitsOption = "EarlyExits";

llvm::StringRef consequenceAtScopeEnd(const Work &Lost) {
  if (Lost.Begins == Start::Eager && Lost.Owner == FrameOwner::Owns)
    return "so its coroutine may be destroyed unfinished at the end of the scope";
  return consequenceOfDropping(Lost);
}

} // namespace

UnawaitedTaskCheck::UnawaitedTaskCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : AsyncCheck(Name, Context), EarlyExits(Options.get(EarlyExitsOption, false)) {}

void UnawaitedTaskCheck::storeOptions(tidy::ClangTidyOptions::OptionMap &Opts) {
  AsyncCheck::storeOptions(Opts);
  Options.store(Opts, EarlyExitsOption, EarlyExits);
}

void UnawaitedTaskCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  if (Unit.isBroken()) // in broken code the await may be missing
    return;
  for (const LocalWorkFate &Lost : lostLocals(F, Unit)) {
    if (awaitsGuard(Lost.Local->getType(), Unit.models())) // async-unawaited-guard reports it
      continue;
    const SourceLocation Declared = Lost.Local->getLocation();
    const FindingKind Kind = kindOfLosing(Lost.Holds, Lost.IsAsked);
    switch (Lost.Fate) {
    case LocalFate::NeverConsumed:
      if (isNew(Declared, Kind))
        warn(Declared, Lost.Local, "%0 %1 is never awaited, %2")
            << nounFor(Lost.Holds) << Lost.Local << consequenceAtScopeEnd(Lost.Holds);
      break;
    case LocalFate::UnconsumedWhenTested:
      if (!EarlyExits)
        break;
      [[fallthrough]];
    case LocalFate::UnconsumedAtScopeEnd:
      if (isNew(Declared, Kind, Lost.Assumes)) {
        warn(Declared, Lost.Local, "%0 %1 is not awaited on some path, %2 there")
            << nounFor(Lost.Holds) << Lost.Local << consequenceAtScopeEnd(Lost.Holds);
        note(Lost.Where->getBeginLoc(), "%0 is awaited or passed on here, but not on every path") << Lost.Local;
        if (Lost.Refilled)
          note(Lost.Refilled->getBeginLoc(), "%0 is assigned another task here") << Lost.Local;
        noteAssumptions(Declared, Lost.Assumes);
      }
      break;
    case LocalFate::UnconsumedAtEarlyExit:
      if (EarlyExits && isNew(Declared, Kind)) {
        warn(Declared, Lost.Local, "%0 %1 is not awaited before an early exit, %2 on that path")
            << nounFor(Lost.Holds) << Lost.Local << consequenceAtScopeEnd(Lost.Holds);
        note(Lost.Where->getBeginLoc(), "%0 is not awaited before this exit") << Lost.Local;
      }
      break;
    case LocalFate::AwaitedWhenEmpty:
      if (!inMacroThatExpectsExit(Lost.Where->getBeginLoc(), Unit.context(), Unit.models()) &&
          isNew(Lost.Where->getBeginLoc())) {
        warn(Lost.Where->getBeginLoc(), Lost.Local,
             "%0 is awaited but holds no task, so this await does nothing, fails or is undefined behaviour")
            << Lost.Local;
        note(Declared, "%0 was default-constructed or moved from on every path to the await") << Lost.Local;
      }
      break;
    }
  }
  siblings(F, Unit);
}

void UnawaitedTaskCheck::siblings(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const OrphanedSibling &Left : orphanedSiblings(F, Unit)) {
    const SourceLocation At = Left.Task->getLocation();
    if (!isNew(At, kindOfLosing(Left.Holds), Left.Assumes))
      continue;
    const bool Throws = isa<Expr>(Left.Exit);
    warn(At, Left.Task,
         "%0 %1 has begun and is not awaited %select{before an early exit|when an exception leaves the scope}2, so "
         "%select{nothing waits for it|it uses a local that is gone}3 on that path")
        << nounFor(Left.Holds) << Left.Task << Throws << (Left.Uses != nullptr);
    note(Left.Exit->getBeginLoc(), "%0 is left behind %select{by this exit|when this throws}1") << Left.Task << Throws;
    note(Left.First->getLocation(), "%0 has begun as well and is awaited before it") << Left.First;
    if (Left.Uses)
      note(Left.Uses->getBeginLoc(), "the local is used here");
    noteAssumptions(At, Left.Assumes);
  }
}

} // namespace asynctidy::checks
