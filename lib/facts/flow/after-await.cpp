#include "facts/flow/after-await.h"

#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Whether \p S contains an await that is always reached, once \p S is.
bool awaitsAlways(const Stmt &S) {
  if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&S))
    return canSuspend(*Await);
  if (isa<DependentCoawaitExpr>(S))
    return true;
  if (!isa<Expr, DeclStmt>(S) || isa<LambdaExpr, AbstractConditionalOperator>(S))
    return false;
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S); Operator && Operator->isLogicalOp())
    return awaitsAlways(*Operator->getLHS());
  bool Awaits = false;
  forEachEvaluatedChild(S, [&](const Stmt *Child) { Awaits |= awaitsAlways(*Child); });
  return Awaits;
}

/// Whether each round of \p Loop awaits, so that all but the first come after an await.
bool awaitsInEachRound(const Stmt &Loop) {
  return llvm::any_of(Loop.children(), [](const Stmt *Part) {
    const auto *Body = dyn_cast_or_null<CompoundStmt>(Part);
    return Body && llvm::any_of(Body->body(), [](const Stmt *Each) { return awaitsAlways(*Each); });
  });
}

/// Whether \p Part of \p Loop is evaluated once.
bool isBeforeLoop(const Stmt &Loop, const Stmt &Part) {
  if (const auto *For = dyn_cast<ForStmt>(&Loop))
    return For->getInit() == &Part;
  const auto *Range = dyn_cast<CXXForRangeStmt>(&Loop);
  return Range && Range->getBody() != &Part;
}

} // namespace

bool isAfterAwait(const Stmt &S, const Parents &Up) {
  for (const Stmt *Child = &S, *Above = Up.of(S); Above; Child = Above, Above = Up.of(*Above)) {
    if (isLoop(*Above) && !isBeforeLoop(*Above, *Child) && awaitsInEachRound(*Above))
      return true;
    const auto *Block = dyn_cast<CompoundStmt>(Above);
    if (!Block && !isa<IfStmt, WhileStmt, SwitchStmt>(Above))
      continue;
    for (const Stmt *Earlier : Above->children()) {
      if (Earlier == Child)
        break;
      if (Earlier && (Block || isa<Expr, DeclStmt>(Earlier)) && awaitsAlways(*Earlier))
        return true;
    }
  }
  return false;
}

} // namespace asynctidy::facts
