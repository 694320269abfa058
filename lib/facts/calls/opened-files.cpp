#include "facts/calls/opened-files.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {

static bool isAssignedIn(const VarDecl &V, const FunctionDecl &In) {
  bool Found = false;
  forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
    const auto *Assign = dyn_cast<BinaryOperator>(&S);
    Found |= Assign && Assign->isAssignmentOp() && localIn(Assign->getLHS()) == &V;
  });
  return Found;
}

bool isOfOpenedFile(const CallExpr &Call, const FunctionDecl &In, const models::ModelSet &Models) {
  const VarDecl *Descriptor = Call.getNumArgs() > 0 ? localIn(withoutTemporaries(Call.getArg(0))) : nullptr;
  if (!Descriptor || !Descriptor->getInit() || !Descriptor->hasLocalStorage())
    return false;
  const auto *Opened = dyn_cast<CallExpr>(withoutTemporaries(Descriptor->getInit()));
  const FunctionDecl *Opens = Opened ? Opened->getDirectCallee() : nullptr;
  return Opens && Opens->isExternC() && Models.is(qualifiedName(*Opens), Means::Blocks) &&
         !isAssignedIn(*Descriptor, In);
}

} // namespace asynctidy::facts
