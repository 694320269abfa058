#include "analyses/cancellation/swallowed-cancellation-callers.h"

#include "facts/errors/cancellation.h"
#include "facts/errors/stop-tests.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/syntax/whole-statements.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-promise.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/DenseMap.h"

#include <utility>
#include <vector>

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

/// The awaits of each coroutine, with the function that awaits.
struct AwaitsOfUnit : Analysis<WholeUnit, llvm::DenseMap<const FunctionDecl *, std::vector<AwaitIn>>> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    Result Found;
    for (const FunctionDecl *Caller : Unit.userCode().Functions)
      if (isCoroutine(*Caller) && !Caller->isDependentContext())
        forEachEvaluated(writtenBody(*Caller), [&](const Stmt &S) {
          const auto *Await = dyn_cast<CoawaitExpr>(&S);
          const auto *Call = Await ? dyn_cast_or_null<CallExpr>(makerOf(*Await)) : nullptr;
          if (const FunctionDecl *Called = Call ? Call->getDirectCallee() : nullptr)
            Found[Called->getCanonicalDecl()].push_back({Caller, Await});
        });
    return Found;
  }
};

/// Whether some path of \p F reaches another suspension after \p Await. Sets \p Ends when one ends without.
bool goesOnAfter(const CoawaitExpr &Await, const FunctionDecl &F, bool &Ends, TranslationUnit &Unit) {
  const FlowGraph *Graph = flowGraphOf(F, Unit);
  if (!Graph)
    return false;
  const Statements &StopTests = stopTestsIn(F, Unit);
  enum : unsigned char { Before = 0, After = 1 };
  const Stmt *Next = nullptr;
  anyFeasiblePathAfter(
      &Await, *Graph, Unit.context(), Before,
      [&](const CFGElement &Element, unsigned char &State) {
        const auto Statement = Element.getAs<CFGStmt>();
        if (!Statement)
          return false;
        const Stmt *S = Statement->getStmt();
        if (State == After && StopTests.contains(S))
          State = PathOver;
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

llvm::ArrayRef<AwaitIn> awaitsOf(const FunctionDecl &Callee, TranslationUnit &Unit) {
  const auto &ByCallee = Unit.get<AwaitsOfUnit>({});
  const auto Known = ByCallee.find(Callee.getCanonicalDecl());
  return Known == ByCallee.end() ? llvm::ArrayRef<AwaitIn>() : llvm::ArrayRef(Known->second);
}

const Stmt *awaitThatGoesOn(const FunctionDecl &Callee, unsigned Depth, TranslationUnit &Unit) {
  const CXXRecordDecl *Promise = promiseOfCoroutine(Callee);
  if (Depth == 0 || !Promise)
    return nullptr;
  const bool GivesValue = methodsNamed(Promise, "return_void").empty(); // it may tell the caller of the cancellation
  for (const auto &[Caller, Await] : awaitsOf(Callee, Unit)) {
    bool Ends = false;
    if (Caller != &Callee && (!GivesValue || isWholeStatement(*Await, indexOf(*Caller, Unit).parents())) &&
        (goesOnAfter(*Await, *Caller, Ends, Unit) || (Ends && awaitThatGoesOn(*Caller, Depth - 1, Unit))))
      return Await;
  }
  return nullptr;
}

} // namespace asynctidy::analyses
