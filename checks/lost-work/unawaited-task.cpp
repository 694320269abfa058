#include "checks/lost-work/unawaited-task.h"

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
    return "so it is destroyed at the end of its scope";
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
    switch (Lost.Fate) {
    case LocalFate::NeverConsumed:
      if (firstAt(Declared))
        diag(Declared, "%0 %1 is never awaited, %2")
            << nounFor(Lost.Holds) << Lost.Local << consequenceAtScopeEnd(Lost.Holds);
      break;
    case LocalFate::UnconsumedAtScopeEnd:
      if (firstAt(Declared)) {
        diag(Declared, "%0 %1 is not awaited on every path, %2 there")
            << nounFor(Lost.Holds) << Lost.Local << consequenceAtScopeEnd(Lost.Holds);
        diag(Lost.Where->getBeginLoc(), "only a path through here consumes it", DiagnosticIDs::Note);
      }
      break;
    case LocalFate::UnconsumedAtEarlyExit:
      if (EarlyExits && firstAt(Declared)) {
        diag(Declared, "%0 %1 is dropped by an early exit, %2 there")
            << nounFor(Lost.Holds) << Lost.Local << consequenceAtScopeEnd(Lost.Holds);
        diag(Lost.Where->getBeginLoc(), "a path past here leaves it behind", DiagnosticIDs::Note);
      }
      break;
    case LocalFate::AwaitedWhenEmpty:
      if (!inMacroThatExpectsExit(Lost.Where->getBeginLoc(), Unit.context(), Unit.models()) &&
          firstAt(Lost.Where->getBeginLoc())) {
        diag(Lost.Where->getBeginLoc(), "%0 is awaited but holds no task, so there is nothing to wait for")
            << Lost.Local;
        diag(Declared, "on every path it was default-constructed or moved from", DiagnosticIDs::Note);
      }
      break;
    }
  }
}

} // namespace asynctidy::checks
