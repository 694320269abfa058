#include "facts/flow/exception-flow.h"

#include "facts/flow/function-index.h"
#include "facts/flow/handlers.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

#include <map>
#include <utility>
#include <vector>

using namespace clang;

namespace asynctidy::facts {
namespace {

class Solver {
public:
  Solver(const FunctionDecl &F, const CFG &Graph, TranslationUnit &Unit, const ExceptionQuestion &Asked)
      : Graph(Graph), Index(indexOf(F, Unit)), Asked(Asked), AtEntry(Graph.getNumBlockIDs()),
        Known(Graph.getNumBlockIDs(), false) {
    for (const CFGBlock *Block : Graph)
      if (const auto *Handler = dyn_cast_or_null<CXXCatchStmt>(Block->getLabel()))
        Handlers[Handler] = Block;
    if (Asked.Unwound.empty())
      return;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (const Stmt *Scope = Index.parents().of(S))
        forEachDeclared(S, [&](const VarDecl &V) {
          if (llvm::is_contained(Asked.Unwound, &V))
            Declared[Scope].push_back({&V, &S});
        });
    });
  }

  void run(const FlowStates &AtStart) {
    enter(Graph.getEntry(), AtStart);
    while (!Pending.empty()) {
      const CFGBlock *Block = Pending.begin()->second;
      Pending.erase(Pending.begin());
      if (FlowStates State = AtEntry[Block->getBlockID()]; follow(*Block, State, /*ForGood=*/false))
        for (const CFGBlock::AdjacentBlock &Next : Block->succs())
          if (const CFGBlock *Successor = Next.getReachableBlock())
            enter(*Successor, State);
    }
    for (const CFGBlock *Block : llvm::reverse(Graph))
      if (FlowStates State = AtEntry[Block->getBlockID()]; Known[Block->getBlockID()])
        follow(*Block, State, /*ForGood=*/true);
    if (const unsigned Exit = Graph.getExit().getBlockID(); Known[Exit] && Asked.AtEnd)
      Asked.AtEnd(nullptr, AtEntry[Exit]);
  }

private:
  void enter(const CFGBlock &Block, const FlowStates &State) {
    const unsigned Number = Block.getBlockID();
    if (Known[Number] && !AtEntry[Number].unite(State))
      return;
    if (!Known[Number])
      AtEntry[Number] = State;
    Known[Number] = true;
    Pending.try_emplace(Number, &Block);
  }

  /// Applies \p Block. False when no path goes on at its end. The ends of the function are reported \p ForGood, when
  /// all states are known; before that, exceptions enter the handlers.
  bool follow(const CFGBlock &Block, FlowStates &State, bool ForGood) {
    for (const CFGElement &Element : Block) {
      const auto Statement = Element.getAs<CFGStmt>();
      const Stmt *S = Statement ? Statement->getStmt() : nullptr;
      const bool IsThrow = S && isa<CXXThrowExpr>(S);
      if (IsThrow || (S && Asked.Throws(*S))) {
        FlowStates Thrown = State;
        if (raise(*S, Thrown, ForGood) && ForGood && Asked.AtEnd)
          Asked.AtEnd(S, Thrown);
      }
      if (IsThrow || (S && isNoReturnCall(*S)))
        return false;
      apply(Element, State, ForGood);
    }
    return true;
  }

  void apply(const CFGElement &Element, FlowStates &State, bool ForGood) {
    if (ForGood && Asked.Visit)
      Asked.Visit(Element, State);
    Asked.Transfer(Element, State);
  }

  /// Follows an exception of \p S outwards. True when it may leave the function.
  bool raise(const Stmt &S, FlowStates &State, bool ForGood) {
    const auto *Throw = dyn_cast<CXXThrowExpr>(&S);
    const CXXRecordDecl *Type = Throw && Throw->getSubExpr() ? recordOf(Throw->getSubExpr()->getType()) : nullptr;
    const Stmt *Child = &S;
    for (const Stmt *Above = Index.parents().of(S); Above; Above = Index.parents().of(*Above)) {
      unwind(*Above, *Child, S, State, ForGood);
      const auto *Try = dyn_cast<CXXTryStmt>(Above);
      for (unsigned I = 0; Try && Child == Try->getTryBlock() && I < Try->getNumHandlers(); ++I) {
        const CXXCatchStmt &Handler = *Try->getHandler(I);
        if (Type && !catches(Handler, *Type))
          continue;
        if (const CFGBlock *Block = Handlers.lookup(&Handler); Block && !ForGood)
          enter(*Block, State);
        if (Type || catchesErrors(Handler))
          return false;
      }
      Child = Above;
    }
    return true;
  }

  /// Ends what \p Scope has declared before \p Inside, the part of it that \p Thrower is in.
  void unwind(const Stmt &Scope, const Stmt &Inside, const Stmt &Thrower, FlowStates &State, bool ForGood) {
    const auto It = Declared.find(&Scope);
    if (It == Declared.end())
      return;
    for (const auto &[Variable, At] : llvm::reverse(It->second))
      if (At != &Inside && Index.numberOf(*At) < Index.numberOf(Inside))
        apply(CFGLifetimeEnds(Variable, &Thrower), State, ForGood);
  }

  const CFG &Graph;
  const FunctionIndex &Index;
  const ExceptionQuestion &Asked;
  llvm::DenseMap<const CXXCatchStmt *, const CFGBlock *> Handlers;
  llvm::DenseMap<const Stmt *, std::vector<std::pair<const VarDecl *, const Stmt *>>> Declared; ///< by their scope
  std::vector<FlowStates> AtEntry;
  std::vector<bool> Known;
  std::map<unsigned, const CFGBlock *, std::greater<>> Pending; ///< the blocks that come first have the highest numbers
};

} // namespace

void solveWithExceptions(const FunctionDecl &F, const FlowGraph &Graph, TranslationUnit &Unit,
                         const FlowStates &AtStart, const ExceptionQuestion &Asked) {
  Solver(F, Graph.graph(), Unit, Asked).run(AtStart);
}

} // namespace asynctidy::facts
