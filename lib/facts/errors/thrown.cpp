#include "facts/errors/thrown.h"

#include "facts/errors/cancellation.h"
#include "facts/flow/may-throw.h"

using namespace clang;

namespace asynctidy::facts {

const Stmt *throwsOutOf(const FunctionDecl &F, TranslationUnit &Unit) {
  const CancellationTypes &Types = cancellationTypes(Unit);
  return firstThrown(F, Unit,
                     [&](const CoawaitExpr &Await) -> const CXXRecordDecl * {
                       for (const CancellationType &Error : Types.thrownBy(Await))
                         if (!Error.NothingElse)
                           return Error.Thrown;
                       return nullptr;
                     })
      .At;
}

} // namespace asynctidy::facts
