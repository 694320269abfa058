#include "checks/lifetime/dangling-this.h"

#include "analyses/lifetime/dangling-this.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

DanglingThisCheck::DanglingThisCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::This) {}

void DanglingThisCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  DanglingCheck::examine(F, Unit);
  const std::optional<UseAfterReturn> Unheld = usesUnheldObject(F, Unit);
  if (!Unheld || !isNew(F.getLocation(), Unheld->Assumes))
    return;
  diag(F.getLocation(),
       "%0 does not keep its object alive, so the object may be destroyed while the coroutine is suspended")
      << &F;
  if (Unheld->At)
    diag(Unheld->At->getBeginLoc(), "the object is used here, after a suspension", DiagnosticIDs::Note);
  noteAssumptions(F.getLocation(), Unheld->Assumes);
}

} // namespace asynctidy::checks
