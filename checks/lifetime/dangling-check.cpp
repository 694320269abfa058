#include "checks/lifetime/dangling-check.h"

#include "facts/calls/callbacks.h"
#include "facts/calls/discards.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using Through = asynctidy::analyses::DanglingWork::Through;
using End = asynctidy::analyses::DanglingWork::End;
using Kind = asynctidy::facts::Escape::Kind;

namespace asynctidy::checks {
namespace {

/// The function that \p Work calls, by the name of what keeps it where that is a callable: `handler("text")`.
std::string calleeOf(const DanglingWork &Work) {
  const auto *Call = dyn_cast<CallExpr>(Work.Work);
  const Expr *Called = nullptr;
  if (Call && !Work.Callee)
    Called = Call->getCallee();
  else if (Call && isa<CXXOperatorCallExpr>(Call) && isCallableWrapper(*Work.Callee))
    Called = Call->getArg(0);
  if (const ValueDecl *Named = Called ? onlyNames(Called) : nullptr)
    return quotedName(*Named);
  return Work.Callee ? quotedName(*Work.Callee) : "this callback";
}

/// The destroyed object, and how the work refers to it: "temporary that parameter 'name' of 'fetch' refers to".
std::string culprit(const DanglingWork &Work) {
  const bool IsLocal = Work.Refers.Life == BorrowedObject::Kind::Local;
  const std::string Callee = calleeOf(Work);
  switch (Work.How) {
  case Through::Parameter: {
    const bool IsKnown = Work.Parameter && !(Work.Callee && isCallableWrapper(*Work.Callee));
    const std::string Name = IsKnown ? Work.Parameter->getNameAsString() : "";
    return (IsLocal ? quotedName(*Work.Refers.Variable) : "temporary") + " that " +
           (Name.empty() ? "a parameter" : "parameter '" + Name + "'") + " of " + Callee + " refers to";
  }
  case Through::Object:
    return (IsLocal ? quotedName(*Work.Refers.Variable) : "temporary object") + " on which " + Callee + " is called";
  case Through::Closure:
    return IsLocal ? "closure " + quotedName(*Work.Refers.Variable) : "this closure";
  case Through::Capture:
    return (IsLocal ? quotedName(*Work.Refers.Variable) : "temporary") + " that this callable refers to";
  }
  return "";
}

/// What the finding is about: the object that dies if it has a name, else what uses it.
Subject subjectOf(const DanglingWork &Work) {
  const bool IsLocal = Work.Refers.Life == BorrowedObject::Kind::Local;
  return IsLocal ? Subject(*Work.Refers.Variable) : Subject(calleeOf(Work));
}

/// When the object is used: "before the coroutine runs".
llvm::StringRef moment(const DanglingWork &Work) {
  if (Work.RunsLater)
    return "before the callable is called";
  if (Work.How == Through::Capture)
    return "while its coroutine still runs";
  const bool HasBegun = !Work.Use.IsLazy || Work.Goes.What == Kind::Spawned;
  if (Work.How == Through::Closure)
    return HasBegun ? "while the coroutine still uses its captures" : "before the coroutine uses its captures";
  return HasBegun ? "while the coroutine still runs" : "before the coroutine runs";
}

} // namespace

DanglingCheck::Concern DanglingCheck::concernOf(const DanglingWork &Work) {
  if (Work.RunsLater)
    return Concern::Continuation;
  if (Work.Dies == End::Owner)
    return Concern::This;
  if (Work.Keeper || Work.Throws)
    return Concern::ScopeOrder;
  if (Work.How == Through::Closure || Work.How == Through::Capture)
    return Concern::Capture;
  if (Work.Dies == End::Function)
    return Concern::EscapingLocal;
  return Work.How == Through::Object ? Concern::This : Concern::Parameter;
}

void DanglingCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const DanglingWork &Work : danglingWorkIn(F, Unit))
    if (concernOf(Work) == Mine && !isExempt(Work))
      report(Work, F, Unit);
}

void DanglingCheck::report(const DanglingWork &Work, const FunctionDecl &F, TranslationUnit &Unit) {
  const SourceLocation At = Work.Work->getBeginLoc();
  if (At.isInvalid() || inMacroThatExpectsExit(At, Unit.context(), Unit.models()) || !isNew(At, Work.Assumes))
    return;
  if (Work.Dies == End::Owner)
    warn(At, "this",
         "'this' does not keep its object alive, so the object may be destroyed "
         "%select{while the coroutine still runs|before the callable is called}0")
        << Work.RunsLater;
  else if (Work.Dies == End::Sink)
    warn(At, *cast<CallExpr>(Work.Goes.At)->getDirectCallee(),
         "this closure is destroyed by %0 while the coroutine still uses its captures")
        << quotedName(*cast<CallExpr>(Work.Goes.At)->getDirectCallee());
  else if (Work.Dies == End::Holder)
    warn(At, calleeOf(Work),
         "this closure may be destroyed by what keeps it while the coroutine still uses its captures");
  else if (Work.Keeper)
    warn(At, subjectOf(Work),
         "%0 is destroyed before %1, whose tasks still use it"
         "%select{|, if an exception leaves the scope before those tasks are joined}2")
        << culprit(Work) << Work.Keeper << (Work.Throws != nullptr);
  else if (Work.Throws)
    warn(At, subjectOf(Work), "%0 is destroyed %1, if an exception leaves the scope before the task is awaited")
        << culprit(Work) << moment(Work);
  else
    warn(At, subjectOf(Work), "%0 is destroyed %1") << culprit(Work) << moment(Work) << fixes(Work, F, Unit);
  noteLife(Work);
  if (Work.How == Through::Closure && F.isTemplateInstantiation() && Work.Callee && isLambda(*Work.Callee))
    note(cast<CXXMethodDecl>(Work.Callee)->getParent()->getLocation(), "the closure is made here");
  noteUse(Work);
  noteAssumptions(At, Work.Assumes);
}

void DanglingCheck::noteLife(const DanglingWork &Work) {
  switch (Work.Dies) {
  case End::Statement:
    note(Work.Refers.Named->getBeginLoc(), "the %select{temporary|closure}0 is destroyed at the end of this statement")
        << (Work.How == Through::Closure);
    break;
  case End::Scope:
    note(Work.Refers.Variable->getLocation(), "%0 is destroyed at the end of its scope")
        << quotedName(*Work.Refers.Variable);
    break;
  case End::Function:
    note(Work.Goes.At->getBeginLoc(), "%0 is destroyed when this function returns the work here")
        << quotedName(*Work.Refers.Variable);
    break;
  case End::Owner:
  case End::Sink:
  case End::Holder:
    break;
  }
  if (Work.Keeper)
    note(Work.Keeper->getLocation(), "%0 is declared before %1, so it is destroyed after %1")
        << Work.Keeper << quotedName(*Work.Refers.Variable);
  if (Work.Throws)
    note(Work.Throws->getBeginLoc(), "this may throw before anything has waited for the work");
  if (Work.Throws || Work.Dies == End::Function || Work.Dies == End::Sink || Work.Dies == End::Holder)
    return;
  if (Work.Runs && Work.Runs != Work.Goes.At)
    note(Work.Runs->getBeginLoc(), "the work is used here, after the object is destroyed");
  else if (Work.Goes.What == Kind::Spawned && Work.Goes.At != Work.Work)
    note(Work.Goes.At->getBeginLoc(),
         "the %select{work|callable}0 is handed over here, and nothing waits for it before the object is destroyed")
        << Work.RunsLater;
  else if (Work.Goes.What == Kind::Stored)
    note(Work.Goes.At->getBeginLoc(), "the work is stored here");
}

void DanglingCheck::noteUse(const DanglingWork &Work) {
  if (!Work.Use.At)
    return;
  const bool MayLive = Work.Dies == End::Owner || Work.Throws;
  note(Work.Use.At->getBeginLoc(), "the coroutine uses the %select{destroyed object|object|capture}0 here")
      << (Work.How == Through::Closure ? 2 : MayLive);
}

} // namespace asynctidy::checks
