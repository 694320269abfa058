#include "facts/branching.h"

#include "facts/expressions.h"
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
  auto Add = [&](const Expr *Target) {
    const auto *V = dyn_cast_or_null<VarDecl>(onlyNames(withoutTemporaries(Target)));
    if (V && V->hasLocalStorage())
      Found.insert(V);
  };
  forEachEvaluated(S, [&](const Stmt &Inner) {
    if (const Expr *Target = assignedBy(Inner))
      Add(Target);
    else if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&Inner);
             Call && Call->getMethodDecl() && !Call->getMethodDecl()->isConst() &&
             !Call->getImplicitObjectArgument()->getType()->isPointerType()) // `p->f()` changes no p
      Add(Call->getImplicitObjectArgument());
  });
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
