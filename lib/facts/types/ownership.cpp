#include "facts/types/ownership.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {

bool isSmartPointer(QualType T) {
  const CXXRecordDecl *Record = recordOf(T);
  return Record && !methodsNamed(Record, "get").empty() && hasOperator(*Record, OO_Arrow);
}

bool isOwningPointer(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record || !isSmartPointer(T))
    return false;
  return Record->isDependentContext() || !Record->hasTrivialDestructor(); // a template does not know its bases
}

bool isSharedPointer(QualType T) { return isOwningPointer(T) && isCopyable(*readable(recordOf(T))); }

bool isSoleOwner(QualType T) { return isOwningPointer(T) && !isCopyable(*readable(recordOf(T))); }

bool isOptional(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  return Record && !methodsNamed(Record, "has_value").empty() && !methodsNamed(Record, "reset").empty();
}

bool keepsValue(const CXXOperatorCallExpr &Assign) {
  if (Assign.getOperator() != OO_Equal || !isOptional(Assign.getArg(0)->getType()))
    return false;
  const CXXRecordDecl *From = recordOf(Assign.getArg(1)->IgnoreParenImpCasts()->getType());
  return !From || !From->getIdentifier() || From->getName() != "nullopt_t";
}

bool keepsPointee(const VarDecl &Owner, const FunctionDecl &F) {
  unsigned Mentions = 0, Looks = 0;
  auto Names = [&](const Expr *E) {
    const auto *Name = E ? dyn_cast<DeclRefExpr>(E->IgnoreParenImpCasts()) : nullptr;
    return Name && Name->getDecl() == &Owner;
  };
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
      Mentions += Name->getDecl() == &Owner;
    else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S))
      Looks +=
          (Operator->getOperator() == OO_Arrow || Operator->getOperator() == OO_Star) && Names(Operator->getArg(0));
    else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&S))
      Looks += Call->getMethodDecl() && Call->getMethodDecl()->isConst() && Names(Call->getImplicitObjectArgument());
  });
  return Mentions == Looks;
}

} // namespace asynctidy::facts
