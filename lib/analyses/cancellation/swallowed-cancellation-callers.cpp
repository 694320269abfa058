#include "analyses/cancellation/swallowed-cancellation-callers.h"

#include "facts/errors/cancellation.h"
#include "facts/errors/stop-tests.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-promise.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/SmallVector.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {
namespace {

/// The expression that creates the awaited task: the operand, or the initializer of the local that it names.
const Expr *makerOf(const CoawaitExpr &Await) {
  const Expr *Awaited = withoutMoves(Await.getOperand());
  const VarDecl *V = localIn(Awaited);
  return V && V->getInit() ? valueIn(V->getInit()) : Awaited;
}

/// Whether some path of \p F reaches another suspension after \p Await. Sets \p Ends when one ends without.
bool goesOnAfter(const CoawaitExpr &Await, const FunctionDecl &F, bool &Ends, TranslationUnit &Unit) {
  const FlowGraph *Graph = flowGraphOf(F, Unit);
  if (!Graph)
    return false;
  const Statements StopTests = stopTestsIn(writtenBody(F));
  enum : unsigned char { Before = 0, After = 1, Stops = 2 };
  const Stmt *Next = nullptr;
  anyFeasiblePathFrom(
      Graph->graph().getEntry(), *Graph, Unit.context(), Before,
      [&](const CFGElement &Element, unsigned char &State) {
        const auto Statement = Element.getAs<CFGStmt>();
        if (!Statement || State == Stops)
          return false;
        const Stmt *S = Statement->getStmt();
        if (State == After && StopTests.contains(S))
          State = Stops;
        else if (State == After && goesOnBy(*S, Unit))
          Next = S;
        else if (S == &Await)
          State = After;
        return Next != nullptr;
      },
      [&](unsigned char State) {
        Ends |= State == After;
        return false;
      });
  return Next != nullptr;
}

} // namespace

bool goesOnBy(const Stmt &S, TranslationUnit &Unit) {
  if (const auto *Await = dyn_cast<CoawaitExpr>(&S))
    return cancellationTypes(Unit).goesOnBy(*Await);
  const auto *Yield = dyn_cast<CoyieldExpr>(&S);
  return Yield && canSuspend(*Yield);
}

const Stmt *awaitThatGoesOn(const FunctionDecl &Callee, unsigned Depth, TranslationUnit &Unit) {
  const CXXRecordDecl *Promise = promiseOfCoroutine(Callee);
  if (Depth == 0 || !Promise || methodsNamed(Promise, "return_void").empty())
    return nullptr; // a value may tell the caller of the cancellation
  for (const FunctionDecl *Caller : Unit.userCode().Functions) {
    if (!isCoroutine(*Caller) || Caller->isDependentContext() || Caller == &Callee)
      continue;
    llvm::SmallVector<const CoawaitExpr *, 2> Awaits;
    forEachEvaluated(writtenBody(*Caller), [&](const Stmt &S) {
      const auto *Await = dyn_cast<CoawaitExpr>(&S);
      const auto *Call = Await ? dyn_cast_or_null<CallExpr>(makerOf(*Await)) : nullptr;
      const FunctionDecl *Called = Call ? Call->getDirectCallee() : nullptr;
      if (Called && Called->getCanonicalDecl() == Callee.getCanonicalDecl())
        Awaits.push_back(Await);
    });
    for (const CoawaitExpr *Await : Awaits) {
      bool Ends = false;
      if (goesOnAfter(*Await, *Caller, Ends, Unit) || (Ends && awaitThatGoesOn(*Caller, Depth - 1, Unit)))
        return Await;
    }
  }
  return nullptr;
}

} // namespace asynctidy::analyses
