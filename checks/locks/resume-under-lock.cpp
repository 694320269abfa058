#include "checks/locks/resume-under-lock.h"

#include "analyses/locks/resume-under-lock.h"
#include "facts/syntax/names.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

void ResumeUnderLockCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const ResumeUnderLock &Found : resumeUnderLockIn(F, Unit)) {
    const SourceLocation At = beginOf(*Found.Culprit);
    if (isNew(At, Found.Calls.Assumes))
      report(Found, At);
  }
}

void ResumeUnderLockCheck::report(const ResumeUnderLock &Found, SourceLocation At) {
  const std::string Lock = "'" + Found.Held.Lock.Path.text() + "'";
  const ForeignCall &Calls = Found.Calls;
  const bool IsCallback = Calls.What == ForeignCall::Kind::Callback;
  const std::string Foreign = IsCallback ? "a callback in '" + Calls.Member->getNameAsString() + "'" : "a coroutine";
  if (Calls.Through.empty())
    warn(At, Lock,
         "%0 is %select{resumed|called}1 while %2 is held, so this thread blocks indefinitely when %select{it|the "
         "callback}1 calls %3")
        << Foreign << IsCallback << Lock << quotedName(*Found.Again);
  else
    warn(At, Lock,
         "%0 %select{resumes|calls}1 %2 while %3 is held, so this thread blocks indefinitely when "
         "%select{the coroutine|the callback}1 calls %4")
        << quotedCallee(*Calls.Through.front()) << IsCallback << Foreign << Lock << quotedName(*Found.Again);
  note(Found.Held.Since->getBeginLoc(), "%0 is locked here") << Lock;
  for (size_t I = 1; I < Calls.Through.size(); ++I)
    note(beginOf(*Calls.Through[I]), "%0 is called here") << quotedCallee(*Calls.Through[I]);
  if (!Calls.Through.empty())
    note(beginOf(*Calls.At), "%0 is %select{resumed|called}1 here") << Foreign << IsCallback;
  if (Calls.By)
    note(Calls.By->getLocation(),
         IsCallback ? "%0 takes callbacks from code outside of the class" : "%0 keeps the coroutine")
        << quotedName(*Calls.By);
  note(Found.AgainAt->getBeginLoc(), "%0 locks %1 here") << quotedName(*Found.Again) << Lock;
  noteAssumptions(At, Calls.Assumes);
}

} // namespace asynctidy::checks
