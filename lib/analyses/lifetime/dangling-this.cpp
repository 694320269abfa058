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
      Unit.workOf(F.getReturnType()))
    return std::nullopt;
  const CXXRecordDecl &Class = *Method->getParent();
  const bool IsShared = isReferenceCounted(Class);
  if ((!IsShared && !countsReferences(Class)) || keepsReference(F, Class) ||
      endsItsWork(compat::typeOf(Class), nullptr, Unit.models()) || (!IsShared && watchesObject(F, Class)))
    return std::nullopt;
  UseAfterReturn Use = useOfObjectAfterReturn(F, Unit);
  if (!Use)
    return std::nullopt;
  if (!IsShared) // an object of such a class may also be a part of another
    Use.Assumes |= summaries::Assumption::ObjectLetGo;
  return Use;
}

} // namespace asynctidy::analyses
