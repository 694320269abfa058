#include "facts/aliases/access-path.h"
#include "facts/aliases/borrowed-objects-finder.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/walk.h"
#include "facts/types/ownership.h"
#include "facts/types/views.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// How far a reference is followed into functions that pass it on.
constexpr unsigned MaxCalls = 2;

const Expr *withoutCasts(const Expr *E) {
  while (const auto *Cast = dyn_cast<ImplicitCastExpr>(E->IgnoreParens()))
    E = Cast->getSubExpr();
  return E;
}

} // namespace

/// What the result of a function of the user's own refers to: the arguments whose lifetime its declaration binds to
/// that of its result, and what its `return` statements take from its arguments and its object.
void BorrowedObjectsFinder::passedOn(const CallExpr &Call, unsigned Depth) {
  const CallParts Parts = partsOf(Call);
  if (!Parts.Callee)
    return;
  for (size_t I = 0; I < Parts.Arguments.size(); ++I)
    if (const ParmVarDecl *Parameter = Parts.parameter(I); Parameter && Parameter->hasAttr<LifetimeBoundAttr>())
      referTo(Parts.Arguments[I], Parameter->getType(), Depth);
  const FunctionDecl *Definition = nullptr;
  if (Calls >= MaxCalls || !Parts.Callee->getBody(Definition) || Definition->isDependentContext() ||
      !Unit.isUserCode(Definition->getLocation()))
    return;
  BorrowedObjectsFinder Inner(*Definition, Unit, Calls + 1);
  forEachEvaluated(Definition->getBody(), [&](const Stmt &S) {
    if (const auto *Return = dyn_cast<ReturnStmt>(&S); Return && Return->getRetValue())
      Inner.referTo(Return->getRetValue(), Definition->getReturnType(), Depth);
  });
  for (const BorrowedObject &Given : Inner.Found) {
    if (Given.Life == BorrowedObject::Kind::This && Parts.Object)
      Parts.Object->getType()->isPointerType() ? value(Parts.Object, Depth) : object(Parts.Object, Depth);
    const auto *Parameter =
        Given.Life == BorrowedObject::Kind::Borrowed ? dyn_cast<ParmVarDecl>(Given.Variable) : nullptr;
    if (Parameter && Parameter->getFunctionScopeIndex() < Parts.Arguments.size())
      referTo(Parts.Arguments[Parameter->getFunctionScopeIndex()], Parameter->getType(), Depth);
  }
}

/// Whether what the smart pointer \p Pointer points to dies with it, as far as this function tells.
bool BorrowedObjectsFinder::owns(const Expr &Pointer) const {
  if (!isSoleOwner(Pointer.getType()))
    return false;
  const AccessPath Path = accessPath(&Pointer);
  if (Path.From != AccessPath::Root::Local && Path.From != AccessPath::Root::Parameter)
    return true;
  const auto *Owner = dyn_cast_or_null<VarDecl>(Path.Variable);
  return Owner && Path.Steps.empty() && keepsPointee(*Owner, F); // an element may be moved away with its container
}

/// An element of \p Of: of what a view looks at, or of what a container or a sole owner holds.
void BorrowedObjectsFinder::element(const Expr *Of, unsigned Depth) {
  Of = withoutCasts(Of); // to the base that has the operator
  const QualType T = Of->getType();
  if (isBorrowing(T))
    value(Of, Depth);
  else if (T->isRecordType() && (!isSmartPointer(T) || owns(*Of)))
    object(Of, Depth);
}

void BorrowedObjectsFinder::objectOfOperator(const CXXOperatorCallExpr &Call, unsigned Depth) {
  switch (Call.getOperator()) {
  case OO_Star:
  case OO_Arrow:
  case OO_Subscript:
    return element(Call.getArg(0), Depth);
  case OO_Equal:
  case OO_PlusEqual:
    return object(Call.getArg(0), Depth);
  default:
    return passedOn(Call, Depth);
  }
}

void BorrowedObjectsFinder::objectOfMethod(const CXXMemberCallExpr &Call, unsigned Depth) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  const Expr *Object = Call.getImplicitObjectArgument();
  if (!Method || !Object)
    return;
  static constexpr llvm::StringLiteral Elements[] = {"at", "front", "back", "value", "top"};
  if (Method->getDeclName().isIdentifier() && llvm::is_contained(Elements, Method->getName()) &&
      !Object->getType()->isPointerType())
    return element(Object, Depth);
  passedOn(Call, Depth);
}

void BorrowedObjectsFinder::valueOfCall(const CallExpr &Call, unsigned Depth) {
  if (Call.getNumArgs() == 1 && Call.getBuiltinCallee() == Builtin::BIaddressof)
    return object(Call.getArg(0), Depth);
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call))
    if (Operator->getOperator() == OO_Arrow || Operator->getOperator() == OO_Plus)
      return element(Operator->getArg(0), Depth);
  const CallParts Parts = partsOf(Call);
  if (!Parts.Callee || !isBorrowing(Call.getType()))
    return;
  // Whose result looks at what is known of the standard library's kind: `s.data()`, `v.begin()`, `std::ref(x)`,
  // `asio::buffer(s)`; a user's `find(name)` may give anything.
  const bool Conversion = isa<CXXConversionDecl>(Parts.Callee);
  if (Unit.isUserCode(Parts.Callee->getLocation()) && !Conversion)
    return passedOn(Call, Depth);
  if (Parts.Object) {
    if (Parts.Arguments.empty() && !Parts.Object->getType()->isPointerType())
      isSmartPointer(Parts.Object->getType()) ? element(Parts.Object, Depth) : lookedAt(Parts.Object, Depth);
    else if (Parts.Callee->getReturnType().getCanonicalType() ==
             Parts.Object->getType().getCanonicalType().getUnqualifiedType())
      element(Parts.Object, Depth); // `view.substr(1)`
    return;
  }
  if (!Parts.Arguments.empty() && Parts.Arguments.size() <= 2 && !Call.getType()->isPointerType())
    lookedAt(Parts.Arguments[0], Depth);
}

} // namespace asynctidy::facts
