#include "checks/lifetime/escaping-local.h"

#include "facts/syntax/names.h"

#include "analyses/lifetime/escaping-local.h"
#include "analyses/lifetime/return-in-try.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;

namespace asynctidy::checks {

EscapingLocalCheck::EscapingLocalCheck(llvm::StringRef Name, tidy::ClangTidyContext *Context)
    : DanglingCheck(Name, Context, Concern::EscapingLocal) {}

void EscapingLocalCheck::examine(const FunctionDecl &F, TranslationUnit &Unit) {
  DanglingCheck::examine(F, Unit);
  for (const EscapingView &View : escapingViews(F, Unit)) {
    const SourceLocation At = View.Return->getOperand()->getBeginLoc();
    if (!isNew(At))
      continue;
    if (View.To.Life == BorrowedObject::Kind::Temporary)
      warn(At, "temporary", "temporary is destroyed before the caller can use the returned view or reference to it");
    else
      warn(At, View.To.Variable,
           "%0 is destroyed with this coroutine, before the caller can use the returned view or reference to it")
          << View.To.Variable;
  }
  for (const ReturnOutOfTry &Left : returnsOutOfTry(F, Unit)) {
    if (!isNew(Left.Return->getBeginLoc(), Left.Assumes))
      continue;
    warn(Left.Return->getBeginLoc(), quotedCallee(*Left.Makes),
         "task returned by %0 leaves this 'try' before it is awaited, so these handlers catch none of its exceptions")
        << quotedCallee(*Left.Makes);
    note(Left.Try->getHandler(0)->getBeginLoc(), "the first of these handlers");
    noteAssumptions(Left.Return->getBeginLoc(), Left.Assumes);
  }
}

} // namespace asynctidy::checks
