#include "checks/lifetime/dangling-check.h"

#include "facts/calls/discards.h"
#include "facts/syntax/names.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using Through = asynctidy::analyses::DanglingWork::Through;
using End = asynctidy::analyses::DanglingWork::End;
using Kind = asynctidy::facts::Escape::Kind;

namespace asynctidy::checks {
namespace {

std::string quoted(const VarDecl &V) { return V.getDeclName() ? "'" + V.getNameAsString() + "'" : "this object"; }

/// The destroyed object, and how the work refers to it: "temporary bound to parameter 'name' of 'fetch'".
std::string culprit(const DanglingWork &Work) {
  const bool IsLocal = Work.Refers.Life == BorrowedObject::Kind::Local;
  const std::string Callee = Work.Callee ? quotedName(*Work.Callee) : "this callback";
  switch (Work.How) {
  case Through::Parameter: {
    const std::string Name = Work.Parameter->getNameAsString();
    return (IsLocal ? quoted(*Work.Refers.Variable) : "temporary") + " bound to " +
           (Name.empty() ? "a parameter" : "parameter '" + Name + "'") + " of " + Callee;
  }
  case Through::Object:
    return (IsLocal ? quoted(*Work.Refers.Variable) : "temporary object") + " on which " + Callee + " is called";
  case Through::Closure:
    return IsLocal ? "closure " + quoted(*Work.Refers.Variable) : "this closure";
  case Through::Capture:
    return (IsLocal ? quoted(*Work.Refers.Variable) : "temporary") +
           (Work.Refers.Life == BorrowedObject::Kind::Temporary ? " that this callable refers to"
                                                                : " captured by this callable");
  }
  return "";
}

/// The same object, in a note.
std::string again(const DanglingWork &Work) {
  return Work.Refers.Life == BorrowedObject::Kind::Local ? quoted(*Work.Refers.Variable) : "it";
}

/// When the object is used: "before the coroutine runs".
std::string moment(const DanglingWork &Work) {
  if (Work.RunsLater)
    return "before it is called";
  const std::string Runner = Work.How == Through::Closure ? "the coroutine that uses its captures" : "the coroutine";
  if (Work.How == Through::Capture)
    return "while its coroutine still runs";
  if (!Work.Use.IsLazy || Work.Goes.What == Kind::Spawned)
    return "while " + Runner + " still runs";
  return "before " + Runner + " runs";
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
  if (At.isInvalid() || inMacroThatExpectsExit(At, Unit.context(), Unit.models()) || !firstAt(At))
    return;
  if (Work.Dies == End::Owner)
    diag(At, "'this' is used by work that holds no reference to its object, which may be destroyed "
             "%select{while|before}0 it runs")
        << Work.RunsLater;
  else if (Work.Dies == End::Sink)
    diag(At, "this closure is destroyed by %0 while the coroutine that uses its captures still runs")
        << quotedName(*cast<CallExpr>(Work.Goes.At)->getDirectCallee());
  else if (Work.Keeper)
    diag(At, "%0 is destroyed before %1, whose tasks still use it%select{|, if an exception leaves its scope}2")
        << culprit(Work) << Work.Keeper << (Work.Throws != nullptr);
  else if (Work.Throws)
    diag(At, "%0 is destroyed %1, if an exception leaves its scope before the task is awaited")
        << culprit(Work) << moment(Work);
  else
    diag(At, "%0 is destroyed %1") << culprit(Work) << moment(Work) << fixes(Work, F, Unit);
  noteLife(Work);
  noteUse(Work);
}

void DanglingCheck::noteLife(const DanglingWork &Work) {
  switch (Work.Dies) {
  case End::Statement:
    diag(Work.Refers.Named->getBeginLoc(), "it is destroyed at the end of this statement", DiagnosticIDs::Note);
    break;
  case End::Scope:
    diag(Work.Refers.Variable->getLocation(), "%0 is destroyed at the end of its scope", DiagnosticIDs::Note)
        << again(Work);
    break;
  case End::Function:
    diag(Work.Goes.At->getBeginLoc(), "%0 is destroyed at the end of this function, which hands the work out here",
         DiagnosticIDs::Note)
        << again(Work);
    break;
  case End::Owner:
  case End::Sink:
    break;
  }
  if (Work.Keeper)
    diag(Work.Keeper->getLocation(), "%0 was made before it and so is destroyed after it", DiagnosticIDs::Note)
        << Work.Keeper;
  if (Work.Throws)
    diag(Work.Throws->getBeginLoc(), "nothing has waited for the work when this throws", DiagnosticIDs::Note);
  if (Work.Throws || Work.Dies == End::Function || Work.Dies == End::Sink)
    return;
  if (Work.Runs)
    diag(Work.Runs->getBeginLoc(), "the work goes on here", DiagnosticIDs::Note);
  else if (Work.Goes.What == Kind::Spawned && Work.Goes.At != Work.Work)
    diag(Work.Goes.At->getBeginLoc(), "the work is started here, and nothing waits for it while the object lives",
         DiagnosticIDs::Note);
  else if (Work.Goes.What == Kind::Stored)
    diag(Work.Goes.At->getBeginLoc(), "the work is stored here", DiagnosticIDs::Note);
}

void DanglingCheck::noteUse(const DanglingWork &Work) {
  if (Work.Use.At)
    diag(Work.Use.At->getBeginLoc(), "the coroutine uses it here", DiagnosticIDs::Note);
}

} // namespace asynctidy::checks
