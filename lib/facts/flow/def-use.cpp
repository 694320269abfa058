#include "facts/flow/def-use.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

bool isAssignment(const Stmt &S) {
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S))
    return Operator->isAssignmentOp();
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S);
  return Operator && Operator->isAssignmentOp();
}

/// The local variable that \p E names, or that has the part or pointee which \p E names.
const VarDecl *localBelow(const Expr *E) {
  for (;;) {
    E = withoutTemporaries(E);
    if (const auto *Member = dyn_cast<MemberExpr>(E))
      E = Member->getBase();
    else if (const auto *Element = dyn_cast<ArraySubscriptExpr>(E))
      E = Element->getBase();
    else if (const auto *Deref = dyn_cast<UnaryOperator>(E); Deref && Deref->getOpcode() == UO_Deref)
      E = Deref->getSubExpr();
    else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
             Operator && (Operator->getOperator() == OO_Subscript || Operator->getOperator() == OO_Star ||
                          Operator->getOperator() == OO_Arrow))
      E = Operator->getArg(0);
    else
      return localIn(E);
  }
}

/// Adds the arithmetic variables that \p Call binds to non-const references and pointers.
void noteLent(const CallExpr &Call, Variables &Found) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  const bool OnObject = isa<CXXOperatorCallExpr>(Call) && isa_and_nonnull<CXXMethodDecl>(Callee);
  for (unsigned I = OnObject; Callee && I < Call.getNumArgs() && I - OnObject < Callee->getNumParams(); ++I) {
    const QualType T = Callee->getParamDecl(I - OnObject)->getType();
    if ((!T->isLValueReferenceType() && !T->isPointerType()) || T->getPointeeType().isConstQualified() ||
        !T->getPointeeType()->isArithmeticType())
      continue;
    const Expr *Given = withoutTemporaries(Call.getArg(I));
    if (const auto *Address = dyn_cast<UnaryOperator>(Given); Address && Address->getOpcode() == UO_AddrOf)
      Given = Address->getSubExpr();
    if (const VarDecl *V = localBelow(Given))
      Found.insert(V);
  }
}

void noteChanges(const Stmt *S, Variables &Found, unsigned Depth) {
  const auto Add = [&](const Expr *Target) {
    if (const VarDecl *V = localBelow(Target))
      Found.insert(V);
  };
  forEachEvaluated(S, [&](const Stmt &Inner) {
    if (const Expr *Target = assignedBy(Inner))
      return Add(Target);
    const auto *Call = dyn_cast<CallExpr>(&Inner);
    if (!Call)
      return;
    noteLent(*Call, Found);
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
      if (Member->getMethodDecl() && !Member->getMethodDecl()->isConst() &&
          !Member->getImplicitObjectArgument()->getType()->isPointerType()) // `p->f()` does not change p
        if (const auto *V =
                dyn_cast_or_null<VarDecl>(onlyNames(withoutTemporaries(Member->getImplicitObjectArgument())));
            V && V->hasLocalStorage())
          Found.insert(V);
    } else if (const FunctionDecl *Callee = Call->getDirectCallee(); Callee && isLambda(*Callee) && Depth > 0) {
      noteChanges(Callee->getBody(), Found, Depth - 1);
    }
  });
}

} // namespace

bool mentions(const Stmt *S, const Variables &Any) {
  bool Found = false;
  forEachEvaluated(S, [&](const Stmt &Inner) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&Inner))
      Found |= Any.contains(Name->getDecl());
  });
  return Found;
}

const Expr *assignedBy(const Stmt &S) {
  if (!isAssignment(S))
    return nullptr;
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S))
    return Operator->getLHS();
  return cast<CXXOperatorCallExpr>(S).getArg(0);
}

const Expr *valueAssignedBy(const Stmt &S) {
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S))
    return Operator->getRHS();
  return cast<CXXOperatorCallExpr>(S).getArg(1);
}

Variables changedIn(const Stmt *S) {
  Variables Found;
  noteChanges(S, Found, /*Depth=*/2);
  return Found;
}

Variables neverReadIn(const Stmt *S) {
  Variables Locals, Read;
  Statements Targets;
  forEachEvaluated(S, [&](const Stmt &Inner) { // parents first
    forEachDeclared(Inner, [&](const VarDecl &V) {
      if (V.hasLocalStorage() && !V.getType()->isReferenceType())
        Locals.insert(&V);
    });
    if (const Expr *Target = assignedBy(Inner))
      Targets.insert(withoutTemporaries(Target));
    if (const auto *Name = dyn_cast<DeclRefExpr>(&Inner); Name && !Targets.contains(Name))
      Read.insert(Name->getDecl());
  });
  for (const ValueDecl *V : Read)
    Locals.erase(V);
  return Locals;
}

void addMentions(const Stmt *S, Statements &To) {
  forEachEvaluated(S, [&](const Stmt &Inner) {
    if (isa<DeclRefExpr>(Inner) || isa<MemberExpr>(Inner) || isa<CallExpr>(Inner))
      To.insert(&Inner);
  });
}

Variables withDerived(Variables Error, const Stmt *Below) {
  forEachEvaluated(Below, [&](const Stmt &S) {
    forEachDeclared(S, [&](const VarDecl &V) {
      if (V.getInit() && mentions(V.getInit(), Error))
        Error.insert(&V);
    });
  });
  return Error;
}

} // namespace asynctidy::facts
