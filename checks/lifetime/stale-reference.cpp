#include "checks/lifetime/stale-reference.h"

#include "facts/syntax/names.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {
namespace {

llvm::StringRef verbFor(ContainerBorrow::Form As) {
  switch (As) {
  case ContainerBorrow::Form::Reference:
    return "refers into";
  case ContainerBorrow::Form::Pointer:
  case ContainerBorrow::Form::Iterator:
    return "points into";
  case ContainerBorrow::Form::View:
    return "refers to";
  }
  return "refers to";
}

} // namespace

void StaleReferenceCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const StaleReference &Stale : staleReferences(F, Unit))
    report(Stale);
  for (const AwaitedReference &Dead : awaitedReferences(F, Unit))
    report(Dead);
  for (const EmptiedPointer &Emptied : emptiedPointers(F, Unit))
    report(Emptied);
}

void StaleReferenceCheck::report(const EmptiedPointer &Emptied) {
  const SourceLocation At = Emptied.Use->getBeginLoc();
  if (!isNew(At, Emptied.Assumes))
    return;
  warn(At, Emptied.Member,
       "%0 is tested before a suspension and used after it, so it is empty if it was emptied meanwhile")
      << Emptied.Member;
  note(Emptied.Test->getBeginLoc(), "%0 is tested here") << Emptied.Member;
  note(Emptied.Suspension->getBeginLoc(), "the coroutine is suspended here");
  note(Emptied.Emptied->getBeginLoc(), "%0 empties %1 here") << quotedName(*Emptied.In) << Emptied.Member;
  noteAssumptions(At, Emptied.Assumes);
}

void StaleReferenceCheck::report(const AwaitedReference &Dead) {
  const SourceLocation At = Dead.Await->getBeginLoc();
  if (!isNew(At, Dead.Assumes))
    return;
  if (Dead.IsRange)
    warn(At, subjectOf(*Dead.Await),
         "range of this loop is %select{stored in a task that is|a part of a temporary that is}0 destroyed before "
         "the first iteration, so its iterators dangle")
        << Dead.IsTemporary;
  else
    warn(At, *Dead.Reference,
         "%0 refers to %select{a result stored in a task|a part of a temporary result}1 that is destroyed at the "
         "end of this statement, so it dangles")
        << quotedName(*Dead.Reference) << Dead.IsTemporary;
  if (!Dead.IsRange)
    note(Dead.FirstUse->getBeginLoc(), "%0 is used here") << quotedName(*Dead.Reference);
  noteAssumptions(At, Dead.Assumes);
}

void StaleReferenceCheck::report(const StaleReference &Stale) {
  const SourceLocation At = Stale.Loop ? Stale.Loop->getBeginLoc() : Stale.Use->getBeginLoc();
  if (!isNew(At, Stale.Assumes))
    return;
  const std::string Container = Stale.Borrow.From.Path.text();
  if (Stale.Loop)
    warn(At, Container,
         "this loop over '%0' suspends, so its iterator dangles if "
         "%select{'%0' changes|the element it is at is removed}1 meanwhile")
        << Container << Stale.Borrow.IsStable;
  else
    warn(At, *Stale.Local,
         "%0 %1 '%2' and is used after a suspension, so it dangles if "
         "%select{'%2' changed|what it refers to was removed|'%2' was replaced}3 meanwhile")
        << quotedName(*Stale.Local) << verbFor(Stale.Borrow.As) << Container
        << (Stale.Borrow.IsOfObject ? 2 : static_cast<int>(Stale.Borrow.IsStable));
  if (!Stale.Loop)
    note(Stale.Local->getLocation(), "%0 is made here") << quotedName(*Stale.Local);
  note(Stale.Suspension->getBeginLoc(), "the coroutine is suspended here");
  if (Stale.Evidence)
    note(Stale.Evidence->At->getBeginLoc(), "%0 %select{changes|lets its callers change}2 '%1' here")
        << quotedName(*Stale.Evidence->In) << Container << Stale.Evidence->ByCaller;
  noteAssumptions(At, Stale.Assumes);
}

} // namespace asynctidy::checks
