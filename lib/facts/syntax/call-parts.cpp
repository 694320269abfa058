#include "facts/syntax/call-parts.h"

#include "compat/explicit-object.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace asynctidy::facts {

CallParts partsOf(const CallExpr &Call) {
  CallParts Parts;
  Parts.Callee = Call.getDirectCallee();
  if (!Parts.Callee)
    return Parts;
  Parts.Arguments = llvm::ArrayRef(Call.getArgs(), Call.getNumArgs());
  if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
    Parts.Object = Member->getImplicitObjectArgument();
    return Parts;
  }
  const auto *Method = dyn_cast<CXXMethodDecl>(Parts.Callee);
  if (isa<CXXOperatorCallExpr>(Call) && Method && !compat::hasExplicitObject(*Method)) {
    Parts.Object = Method->isStatic() ? nullptr : Parts.Arguments.front();
    Parts.Arguments = Parts.Arguments.drop_front();
  }
  return Parts;
}

} // namespace asynctidy::facts
