#include "analyses/lifetime/dangling-this.h"

#include "compat/record-type.h"
#include "facts/syntax/functions.h"
#include "facts/types/class-shape.h"
#include "facts/types/ended-work.h"
#include "facts/types/reference-counting.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {

std::optional<UseAfterReturn> usesUnheldObject(const FunctionDecl &F, TranslationUnit &Unit) {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || Method->isStatic() || isLambda(F) || !isCoroutine(F) || F.isDependentContext() || Unit.isBroken() ||
      Unit.workOf(F.getReturnType()) || !isReferenceCounted(*Method->getParent()) ||
      keepsReference(F, *Method->getParent()) ||
      endsItsWork(compat::typeOf(*Method->getParent()), nullptr, Unit.models()))
    return std::nullopt;
  const UseAfterReturn Use = useOfObjectAfterReturn(F, Unit);
  return Use ? std::optional(Use) : std::nullopt;
}

} // namespace asynctidy::analyses
