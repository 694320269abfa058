#include "facts/flow/conditions.h"

#include "facts/flow/def-use.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// The enclosing statements within an arm that catch a `break`, `continue` or `throw`.
struct Within {
  bool Loop = false;
  bool Switch = false;
  bool Try = false;
};

bool leaves(const Stmt &S, Leaving How, Within Part = {}) {
  if (isa<CXXCatchStmt>(S))
    return false; // it may never be entered
  if (isa<ReturnStmt>(S) || isa<CoreturnStmt>(S) || isa<GotoStmt>(S) || isNoReturnCall(S) ||
      (isa<CXXThrowExpr>(S) && !Part.Try) || (isa<BreakStmt>(S) && !Part.Loop && !Part.Switch))
    return true;
  if (How == Leaving::InAnyWay && ((isa<ContinueStmt>(S) && !Part.Loop) || assignedBy(S)))
    return true;
  Part.Loop |= isLoop(S);
  Part.Switch |= isa<SwitchStmt>(S);
  Part.Try |= isa<CXXTryStmt>(S);
  bool Found = false;
  forEachEvaluatedChild(S, [&](const Stmt *Child) { Found |= leaves(*Child, How, Part); });
  return Found;
}

} // namespace

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

} // namespace asynctidy::facts
