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
    return "referred into";
  case ContainerBorrow::Form::Pointer:
  case ContainerBorrow::Form::Iterator:
    return "pointed into";
  case ContainerBorrow::Form::View:
    return "referred to";
  }
  return "referred to";
}

/// "'entry'", or all the names of a structured binding.
std::string namesOf(const VarDecl &Local) {
  const auto *Names = dyn_cast<DecompositionDecl>(&Local);
  if (!Names)
    return "'" + Local.getNameAsString() + "'";
  std::string Text;
  for (const BindingDecl *Binding : Names->bindings())
    Text += (Text.empty() ? "'[" : ", ") + Binding->getNameAsString();
  return Text + "]'";
}

} // namespace

void StaleReferenceCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  for (const StaleReference &Stale : staleReferences(F, Unit))
    report(Stale);
  for (const AwaitedReference &Dead : awaitedReferences(F, Unit))
    report(Dead);
}

void StaleReferenceCheck::report(const AwaitedReference &Dead) {
  const SourceLocation At = Dead.Await->getBeginLoc();
  if (!firstAt(At))
    return;
  if (Dead.IsRange)
    diag(At, "the range of this loop is part of a task that is destroyed before the first iteration");
  else
    diag(At, "%0 refers to a result inside a task that is destroyed at the end of this statement")
        << namesOf(*Dead.Reference);
  if (!Dead.IsRange)
    diag(Dead.FirstUse->getBeginLoc(), "it is used here", DiagnosticIDs::Note);
}

void StaleReferenceCheck::report(const StaleReference &Stale) {
  const SourceLocation At = Stale.Loop ? Stale.Loop->getBeginLoc() : Stale.Use->getBeginLoc();
  if (!firstAt(At))
    return;
  const std::string Container = Stale.Borrow.From.Path.text();
  if (Stale.Loop)
    diag(At, "this loop over '%0' suspends; its iterator dangles if '%0' changes meanwhile") << Container;
  else
    diag(At, "%0 has %1 '%2' since before a suspension; it dangles if '%2' changed meanwhile")
        << namesOf(*Stale.Local) << verbFor(Stale.Borrow.As) << Container;
  if (!Stale.Loop)
    diag(Stale.Local->getLocation(), "it is made here", DiagnosticIDs::Note);
  diag(Stale.Suspension->getBeginLoc(), "the coroutine is suspended here", DiagnosticIDs::Note);
  if (Stale.Evidence)
    diag(Stale.Evidence->At->getBeginLoc(), "%0 changes '%1' here", DiagnosticIDs::Note)
        << quotedName(*Stale.Evidence->In) << Container;
}

} // namespace asynctidy::checks
