#include "checks/lifetime/dangling-this.h"

#include "analyses/lifetime/dangling-this.h"
#include "facts/syntax/names.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

DanglingThisCheck::DanglingThisCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::This) {}

void DanglingThisCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  DanglingCheck::examine(F, Unit);
  for (const UnheldWork &Work : unheldWorkIn(F, Unit))
    report(Work);
  const std::optional<UseAfterReturn> Unheld = usesUnheldObject(F, Unit);
  if (!Unheld || !isNew(F.getLocation(), Unheld->Assumes))
    return;
  warn(F.getLocation(), F,
       "%0 does not keep its object alive, so the object may be destroyed while the coroutine is suspended")
      << &F;
  if (Unheld->At)
    note(Unheld->At->getBeginLoc(), "the object is used here, after a suspension");
  noteAssumptions(F.getLocation(), Unheld->Assumes);
}

void DanglingThisCheck::report(const UnheldWork &Work) {
  const SourceLocation At = Work.Work->getBeginLoc();
  if (At.isInvalid() || !isNew(At, Work.Assumes))
    return;
  if (Work.Owner) {
    warn(At, *Work.Callee,
         "%0 may destroy the object while %1 is suspended, because neither the coroutine nor its caller keeps it "
         "alive")
        << quotedName(*Work.Owner) << quotedName(*Work.Callee);
    note(Work.End->At->getBeginLoc(), "%0 lets go of the object here") << quotedName(*Work.End->In);
  } else {
    warn(At, "this",
         "'this' does not keep its object alive, so the object may be destroyed while the coroutine still runs");
    if (Work.Starts != Work.Work)
      note(Work.Starts->getBeginLoc(),
           "the work is handed over here, and nothing waits for it before the object is destroyed");
  }
  note(Work.Use.At->getBeginLoc(), "the object is used here, after a suspension");
  noteAssumptions(At, Work.Assumes);
}

} // namespace asynctidy::checks
