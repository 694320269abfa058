#include "facts/branching.h"

#include "facts/expressions.h"
#include "facts/functions.h"
#include "facts/walk.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

bool isAssignment(const Stmt &S) {
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S))
    return Operator->isAssignmentOp();
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S);
  return Operator && Operator->isAssignmentOp();
}

/// The parts of an arm that may end a `break`, `continue` or `throw`.
struct Within {
  bool Loop = false;
  bool Switch = false;
  bool Try = false;
};

bool leaves(const Stmt &S, Leaving How, Within Part = {}) {
  if (isa<CXXCatchStmt>(S))
    return false; // who knows whether anything is thrown
  if (isa<ReturnStmt>(S) || isa<CoreturnStmt>(S) || isa<GotoStmt>(S) || isNoReturnCall(S) ||
      (isa<CXXThrowExpr>(S) && !Part.Try) || (isa<BreakStmt>(S) && !Part.Loop && !Part.Switch))
    return true;
  if (How == Leaving::InAnyWay && ((isa<ContinueStmt>(S) && !Part.Loop) || isAssignment(S)))
    return true;
  Part.Loop |= isa<WhileStmt>(S) || isa<ForStmt>(S) || isa<DoStmt>(S) || isa<CXXForRangeStmt>(S);
  Part.Switch |= isa<SwitchStmt>(S);
  Part.Try |= isa<CXXTryStmt>(S);
  bool Found = false;
  forEachEvaluatedChild(S, [&](const Stmt *Child) { Found |= leaves(*Child, How, Part); });
  return Found;
}

/// The local variable that \p E names, or names a part or a pointee of.
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

/// What \p Call binds to references and pointers that are not to constants, if it is a flag or a number.
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
          !Member->getImplicitObjectArgument()->getType()->isPointerType()) // `p->f()` changes no p
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

bool isNoReturnCall(const Stmt &S) {
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->isNoReturn();
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

Branching branchingOf(const Stmt &S) {
  if (const auto *If = dyn_cast<IfStmt>(&S))
    return {If->getCond(), If->getCond(), {If->getThen(), If->getElse()}, false};
  if (const auto *Switch = dyn_cast<SwitchStmt>(&S))
    return {Switch->getCond(), Switch->getCond(), {Switch->getBody()}, false};
  if (const auto *Choice = dyn_cast<ConditionalOperator>(&S))
    return {Choice->getCond(), Choice->getCond(), {Choice->getTrueExpr(), Choice->getFalseExpr()}, false};
  if (const auto *Both = dyn_cast<BinaryOperator>(&S); Both && Both->isLogicalOp())
    return {Both->getLHS(), Both->getLHS(), {Both->getRHS()}, false};
  if (const auto *While = dyn_cast<WhileStmt>(&S))
    return {While->getCond(), While->getCond(), {}, true};
  if (const auto *For = dyn_cast<ForStmt>(&S))
    return {For->getCond(), For->getCond(), {}, true};
  if (const auto *Do = dyn_cast<DoStmt>(&S))
    return {Do->getCond(), Do->getCond(), {}, true};
  return {};
}

bool leaves(const Branching &Branch, Leaving How, const Stmt &Whole) {
  return llvm::any_of(Branch.Arms, [&](const Stmt *Arm) {
    return Arm && leaves(*Arm, How, {.Loop = false, .Switch = isa<SwitchStmt>(Whole)});
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
