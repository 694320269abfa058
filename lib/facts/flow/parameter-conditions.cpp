#include "facts/flow/parameter-conditions.h"

#include "facts/flow/flow-graph.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

enum Value : unsigned char { False = 1, True = 2 };

const ParmVarDecl *parameterNamed(const Expr *E) {
  const auto *Name = dyn_cast<DeclRefExpr>(E->IgnoreParens());
  return Name ? dyn_cast<ParmVarDecl>(Name->getDecl()) : nullptr;
}

/// The parameters that may be changed: those that are used other than by reading the value. A capture is such a use.
llvm::DenseSet<const ParmVarDecl *> changedIn(const Stmt *Body) {
  llvm::DenseMap<const ParmVarDecl *, int> Balance; // uses that are not reads
  forEachEvaluated(Body, [&](const Stmt &S) {
    if (const auto *Cast = dyn_cast<ImplicitCastExpr>(&S); Cast && Cast->getCastKind() == CK_LValueToRValue)
      if (const ParmVarDecl *Parameter = parameterNamed(Cast->getSubExpr()))
        --Balance[Parameter];
    if (const auto *E = dyn_cast<DeclRefExpr>(&S))
      if (const ParmVarDecl *Parameter = parameterNamed(E))
        ++Balance[Parameter];
  });
  llvm::DenseSet<const ParmVarDecl *> Changed;
  for (const auto &Counted : Balance)
    if (Counted.second != 0)
      Changed.insert(Counted.first);
  return Changed;
}

} // namespace

ParameterConditions::ParameterConditions(const FunctionDecl &F, TranslationUnit &Unit) {
  const Stmt *Body = writtenBody(F);
  const auto IsBool = [](const ParmVarDecl *P) { return P->getType()->isBooleanType(); };
  if (!Body || llvm::none_of(F.parameters(), IsBool))
    return;
  const auto Changed = changedIn(Body);
  for (const ParmVarDecl *Parameter : F.parameters())
    if (IsBool(Parameter) && !Changed.contains(Parameter) && Parameter->getFunctionScopeIndex() < 256)
      Kept.push_back(Parameter);
  const FlowGraph *Graph = Kept.empty() ? nullptr : flowGraphOf(F, Unit);
  if (!Graph)
    return;
  Graph->solve(
      FlowGraph::Bits(Kept.size(), False | True), [](const CFGElement &, FlowGraph::Bits &) {},
      [this](const CFGElement &Element, const FlowGraph::Bits &Bits) {
        const auto Statement = Element.getAs<CFGStmt>();
        for (size_t I = 0; Statement && I < Bits.size(); ++I)
          if (Bits[I] == False || Bits[I] == True)
            Conditions.try_emplace(Statement->getStmt(),
                                   summaries::Condition(Kept[I]->getFunctionScopeIndex(), Bits[I] == True));
      },
      [this](const Expr &Condition, bool Holds, FlowGraph::Bits &Bits) {
        const Expr *E = withoutTemporaries(&Condition);
        while (const auto *Not = dyn_cast<UnaryOperator>(E)) {
          if (Not->getOpcode() != UO_LNot)
            return;
          E = withoutTemporaries(Not->getSubExpr());
          Holds = !Holds;
        }
        const auto It = llvm::find(Kept, parameterNamed(E));
        if (It != Kept.end())
          Bits.set(It - Kept.begin(), Bits[It - Kept.begin()] & (Holds ? True : False));
      });
}

} // namespace asynctidy::facts
