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

/// The parameters of \p F that \p S mentions.
summaries::ParameterSet parametersIn(const Stmt &S, const FunctionDecl &F) {
  summaries::ParameterSet Found;
  forEachEvaluated(&S, [&](const Stmt &Inner) {
    const auto *E = dyn_cast<Expr>(&Inner);
    const ParmVarDecl *Parameter = E ? parameterNamed(E) : nullptr;
    if (Parameter && Parameter->getDeclContext() == &F)
      Found.insert(Parameter->getFunctionScopeIndex());
  });
  return Found;
}

/// `n`, `!p`, `n > 0`: for a constant argument it is plain what follows.
bool testsOneScalar(const Expr &Condition) {
  const Expr *E = withoutTemporaries(&Condition);
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
    return testsOneScalar(*Not->getSubExpr());
  const auto IsScalar = [](const Expr &Operand) { return isa<DeclRefExpr>(withoutTemporaries(&Operand)); };
  if (const auto *Compare = dyn_cast<BinaryOperator>(E); Compare && Compare->isComparisonOp())
    return (IsScalar(*Compare->getLHS()) && isMadeOfLiterals(*Compare->getRHS())) ||
           (IsScalar(*Compare->getRHS()) && isMadeOfLiterals(*Compare->getLHS()));
  return IsScalar(*E);
}

/// A condition of a branch, and the parameters in it.
struct Deciding {
  const Expr *Condition;
  summaries::ParameterSet Of;
};

/// More conditions than these in one function are not followed.
constexpr size_t MostConditions = 32;

/// Those of \p F that parameters take part in; loops are left out, for what follows them runs anyway.
llvm::SmallVector<Deciding, 4> decidingConditions(const FunctionDecl &F, const FlowGraph &Graph) {
  llvm::SmallVector<Deciding, 4> Found;
  for (const CFGBlock *Block : Graph.graph()) {
    const Stmt *Branch = Block->getTerminatorStmt();
    if (!isa_and_nonnull<IfStmt, ConditionalOperator, BinaryOperator>(Branch) || Found.size() == MostConditions)
      continue;
    const Expr *Condition = FlowGraph::decidingCondition(*Block);
    if (!Condition || testsOneScalar(*Condition))
      continue;
    if (const auto Of = parametersIn(*Condition, F); !Of.empty())
      Found.push_back({Condition, Of});
  }
  return Found;
}

} // namespace

ParameterConditions::ParameterConditions(const FunctionDecl &F, TranslationUnit &Unit) {
  const Stmt *Body = writtenBody(F);
  if (!Body || F.param_empty())
    return;
  const auto Changed = changedIn(Body);
  for (const ParmVarDecl *Parameter : F.parameters())
    if (Parameter->getType()->isBooleanType() && !Changed.contains(Parameter) &&
        Parameter->getFunctionScopeIndex() < 256)
      Kept.push_back(Parameter);
  const FlowGraph *Graph = flowGraphOf(F, Unit);
  if (!Graph)
    return;
  const auto Others = decidingConditions(F, *Graph);
  if (Kept.empty() && Others.empty())
    return;
  const auto IsKnown = [](unsigned char Values) { return Values == False || Values == True; };
  Graph->solve(
      FlowGraph::Bits(Kept.size() + Others.size(), False | True), [](const CFGElement &, FlowGraph::Bits &) {},
      [&](const CFGElement &Element, const FlowGraph::Bits &Bits) {
        const auto Statement = Element.getAs<CFGStmt>();
        if (!Statement)
          return;
        for (size_t I = 0; I < Kept.size(); ++I)
          if (IsKnown(Bits[I]))
            Conditions.try_emplace(Statement->getStmt(),
                                   summaries::Condition(Kept[I]->getFunctionScopeIndex(), Bits[I] == True));
        for (size_t I = 0; I < Others.size(); ++I)
          if (IsKnown(Bits[Kept.size() + I]))
            DecidedBy[Statement->getStmt()] |= Others[I].Of;
      },
      [&](const Expr &Condition, bool Holds, FlowGraph::Bits &Bits) {
        const auto *const Other = llvm::find_if(Others, [&](const Deciding &D) { return D.Condition == &Condition; });
        if (Other != Others.end()) {
          const size_t Slot = Kept.size() + (Other - Others.begin());
          Bits.set(Slot, Bits[Slot] & (Holds ? True : False));
          return;
        }
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
