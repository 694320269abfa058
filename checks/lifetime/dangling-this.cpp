#include "checks/lifetime/dangling-this.h"

#include "facts/counted-objects.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::checks {

DanglingThisCheck::DanglingThisCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::This) {}

void DanglingThisCheck::examine(const FunctionDecl &F, Facts &Facts) {
  DanglingCheck::examine(F, Facts);
  const std::optional<LateUse> Unheld = usesUnheldObject(F, Facts);
  if (!Unheld || !firstAt(F.getLocation()))
    return;
  diag(F.getLocation(), "%0 holds no reference to its object, which may be destroyed while the coroutine is suspended")
      << &F;
  if (Unheld->At)
    diag(Unheld->At->getBeginLoc(), "the object is used here, after a suspension", DiagnosticIDs::Note);
}

} // namespace asynctidy::checks
