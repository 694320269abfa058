#include "analyses/lost-work/unawaited-task-origin.h"

#include "facts/syntax/expressions.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::Means;

namespace asynctidy::analyses {
namespace {

/// X of `{X}`, unless the braces initialize an aggregate; else \p E.
const Expr *onlyInBraces(const Expr *E) {
  const auto *List = dyn_cast<InitListExpr>(E);
  if (!List || List->getNumInits() != 1)
    return nullptr;
  const CXXRecordDecl *Made = recordOf(List->getType());
  const Expr *Only = List->getInit(0);
  return Made && Made != recordOf(Only->getType()) ? nullptr : Only;
}

/// The expression that creates the value of the initializer \p E, whatever the form of initialization.
const Expr *makerOf(const Expr *E) {
  for (;;) {
    E = withoutTemporaries(E);
    if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
      E = Cast->getSubExpr();
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
             Construct && Construct->getNumArgs() == 1 && Construct->getConstructor()->isCopyOrMoveConstructor() &&
             Construct->getArg(0)->isPRValue())
      E = Construct->getArg(0);
    else if (const Expr *Only = onlyInBraces(E))
      E = Only;
    else
      return E;
  }
}

} // namespace

bool isFreshFromCall(const Expr *E) {
  E = makerOf(E);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E))
    return isFreshFromCall(Choice->getTrueExpr()) && isFreshFromCall(Choice->getFalseExpr());
  if (isa<CoawaitExpr>(E) || isa<DependentCoawaitExpr>(E))
    return E->isPRValue();
  return isa<CallExpr>(E) && E->isPRValue();
}

bool isOperationMadeByName(const VarDecl &V, const models::ModelSet &Models) {
  const CXXRecordDecl *Record = readable(recordOf(V.getType()));
  if (!Record || V.getType()->isReferenceType())
    return false;
  const AwaitForm Form = awaitableForm(V.getType()).Form;
  if (Form != AwaitForm::Awaiter && !(Form == AwaitForm::None && isModelled(V.getType(), Means::LazyWork, Models)))
    return false;
  if (const CXXDestructorDecl *Destructor = writtenDestructor(*Record); Destructor && Destructor->isUserProvided())
    return false;
  const Expr *Init = makerOf(V.getInit());
  const bool ByAuto = V.getType()->getContainedAutoType();
  if (const auto *List = dyn_cast<InitListExpr>(Init))
    return List->getNumInits() > 0 || ByAuto;
  const auto *Construct = dyn_cast<CXXConstructExpr>(Init);
  if (!Construct || Construct->getConstructor()->isCopyOrMoveConstructor())
    return false;
  return Construct->getNumArgs() > 0 || ByAuto;
}

bool isDefaultConstructed(const VarDecl &V) {
  const auto *Construct = dyn_cast_or_null<CXXConstructExpr>(V.getInit() ? makerOf(V.getInit()) : nullptr);
  return Construct && Construct->getNumArgs() == 0 && Construct->getConstructor()->isDefaultConstructor() &&
         !V.getType()->isReferenceType();
}

const ValueDecl *movedFromLocal(const VarDecl &V) {
  const auto *Construct = dyn_cast<CXXConstructExpr>(makerOf(V.getInit()));
  if (!Construct || Construct->getNumArgs() != 1 || !Construct->getConstructor()->isMoveConstructor())
    return nullptr;
  const auto *From = dyn_cast_or_null<VarDecl>(onlyNames(Construct->getArg(0)));
  return From && From->hasLocalStorage() ? From : nullptr;
}

} // namespace asynctidy::analyses
