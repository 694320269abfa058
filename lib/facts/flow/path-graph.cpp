#include "facts/flow/path-graph.h"

#include "facts/flow/flow-graph.h"
#include "facts/syntax/expressions.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallSet.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

const Expr *testedBy(const CFGBlock &Block) {
  return isa_and_nonnull<CXXForRangeStmt>(Block.getTerminatorStmt()) ? nullptr : FlowGraph::decidingCondition(Block);
}

bool cannotBeEmpty(const CXXForRangeStmt &Range) {
  const Expr *Over = withoutTemporaries(Range.getRangeInit());
  if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(Over))
    Over = withoutTemporaries(List->getSubExpr());
  const auto *Array = dyn_cast<ConstantArrayType>(Over->getType().getNonReferenceType().getCanonicalType());
  return Array && !Array->getSize().isZero();
}

/// Many more than what is written by hand takes.
size_t stepsFor(const CFG &Graph) {
  size_t Steps = 4'000'000;
  for (const CFGBlock *Block : Graph)
    Steps += 64 * Block->size();
  return Steps;
}

} // namespace

PathGraph::PathGraph(const CFG &Graph, ASTContext &Context)
    : Graph(Graph), StepsLeft(stepsFor(Graph)), Terms(Graph, Context) {
  countTests();
}

void PathGraph::countTests() {
  const auto Note = [this](Term Tested, const CFGBlock &By) {
    ++TimesTested[Tested];
    LastTest.try_emplace(Tested, By.getBlockID()); // the first in this order is the last of the function
  };
  for (const CFGBlock *Block : Graph) {
    HasHandlers |= isa_and_nonnull<CXXCatchStmt>(Block->getLabel());
    if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(Block->getTerminatorStmt()))
      Note(Terms.termOf(Switch->getCond()), *Block);
    else if (const Expr *Tested = testedBy(*Block))
      if (const auto Read = Terms.conditionOf(Tested))
        Note(Read->Compares.Value, *Block);
  }
}

PathGraph::Place PathGraph::at(const CFGBlock &Block, const Knowledge &Known) {
  const auto [It, New] = Numbers.try_emplace({Block.getBlockID(), Known}, Nodes.size());
  if (New)
    Nodes.push_back({&Block, &It->first.second});
  return It->second;
}

llvm::ArrayRef<PathGraph::Edge> PathGraph::from(Place P) {
  if (!Nodes[P].IsExpanded)
    expand(P);
  return Nodes[P].Next;
}

void PathGraph::expand(Place P) {
  Node &Here = Nodes[P]; // stays where it is
  Here.IsExpanded = true;
  if (FlowGraph::throws(*Here.Block) || Here.Block->hasNoReturnElement())
    return;
  Knowledge Known = *Here.Known;
  for (const CFGElement &Element : *Here.Block)
    if (const auto Statement = Element.getAs<CFGStmt>())
      Known.apply(*Statement->getStmt(), Terms);
  if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(Here.Block->getTerminatorStmt()))
    followSwitch(*Switch, *Here.Block, Known, Here.Next);
  else
    follow(*Here.Block, Known, Here.Next);
}

void PathGraph::follow(const CFGBlock &Block, const Knowledge &Known, llvm::SmallVectorImpl<Edge> &Next) {
  const auto *Range = dyn_cast_or_null<CXXForRangeStmt>(Block.getTerminatorStmt());
  const Expr *Tested = testedBy(Block);
  const auto Read = Tested ? Terms.conditionOf(Tested) : std::nullopt;
  const bool WasKnown = Read && Known.decides(Read->Compares);
  bool Truth = true;
  for (const CFGBlock::AdjacentBlock &Adjacent : Block.succs()) {
    const bool Taken = std::exchange(Truth, false);
    const CFGBlock *Successor = Adjacent.getReachableBlock();
    if (!Successor)
      continue;
    Knowledge There = Known;
    if (Range && cannotBeEmpty(*Range)) {
      const Term Entered = numberOf(*Range);
      if (Taken)
        There.Values[Entered] = 1;
      else if (!There.Values.erase(Entered))
        continue; // the loop runs at least once
    }
    if (Read && !decide(*Read, Taken, There))
      continue;
    Next.push_back({next(*Successor, std::move(There)), Tested, Taken, WasKnown});
  }
}

/// The place at \p Block for a path with \p Known. What is tested no more is forgotten, to keep the number of places
/// small; a handler, which no edge leads to, may test anything.
PathGraph::Place PathGraph::next(const CFGBlock &Block, Knowledge Known) {
  const auto IsOver = [this, Reach = HasHandlers ? ~0U : mayReach(Block)](Term Tested) {
    const auto Last = LastTest.find(Tested);
    return Last != LastTest.end() && Last->second > Reach;
  };
  std::erase_if(Known.Values, [&](const auto &Value) { return IsOver(Value.first); });
  std::erase_if(Known.Truths, [&](const auto &Truth) { return IsOver(Truth.first.Value); });
  return at(Block, Known);
}

/// A condition that is tested only once is not remembered, to keep the number of places small.
bool PathGraph::decide(const Condition &Read, bool Taken, Knowledge &Known) const {
  Knowledge Tried = Known;
  if (!Tried.assume(Read.Compares, Taken != Read.Negated))
    return false;
  if (const auto Times = TimesTested.find(Read.Compares.Value); Times != TimesTested.end() && Times->second > 1)
    Known = std::move(Tried);
  return true;
}

void PathGraph::followSwitch(const SwitchStmt &Switch, const CFGBlock &Block, const Knowledge &Known,
                             llvm::SmallVectorImpl<Edge> &Next) {
  const Term Value = Terms.termOf(Switch.getCond());
  const auto Now = Known.Values.find(Value);
  const bool IsKnown = Now != Known.Values.end();
  llvm::SmallSet<int64_t, 8> Cases;
  bool HasRange = false;
  for (const SwitchCase *Case = Switch.getSwitchCaseList(); Case; Case = Case->getNextSwitchCase())
    if (const auto *One = dyn_cast<CaseStmt>(Case)) {
      HasRange |= One->getRHS() != nullptr;
      if (const auto Label = Terms.constant(One->getLHS()))
        Cases.insert(*Label);
    }
  const QualType T = Switch.getCond()->IgnoreParenImpCasts()->getType();
  const bool OneFits =
      !HasRange && ((T->isBooleanType() && Cases.size() == 2) || (IsKnown && Cases.count(Now->second)));
  for (const CFGBlock::AdjacentBlock &Adjacent : Block.succs()) {
    const CFGBlock *Successor = Adjacent.getReachableBlock();
    if (!Successor)
      continue;
    const auto *Case = dyn_cast_or_null<CaseStmt>(Successor->getLabel());
    const auto Label = Case && !Case->getRHS() ? Terms.constant(Case->getLHS()) : std::nullopt;
    if (!Case && OneFits)
      continue;
    Knowledge There = Known;
    if (Label && Value && !There.assume({Value, BO_EQ, *Label}, true))
      continue;
    Next.push_back({next(*Successor, std::move(There)), nullptr, false, false});
  }
}

unsigned PathGraph::mayReach(const CFGBlock &Block) {
  if (MayReach.empty()) {
    MayReach.resize(Graph.getNumBlockIDs());
    for (unsigned I = 0; I < MayReach.size(); ++I)
      MayReach[I] = I;
    for (bool Grew = true; Grew;) { // twice, unless there are jumps into loops
      Grew = false;
      for (const CFGBlock *From : Graph)
        for (const CFGBlock::AdjacentBlock &Next : From->succs())
          if (const CFGBlock *Successor = Next.getReachableBlock())
            if (unsigned &Most = MayReach[From->getBlockID()]; Most < MayReach[Successor->getBlockID()]) {
              Most = MayReach[Successor->getBlockID()];
              Grew = true;
            }
    }
  }
  return MayReach[Block.getBlockID()];
}

llvm::ArrayRef<PathGraph::Position> PathGraph::positionsOf(const Stmt &S) {
  if (!Positions) {
    Positions.emplace();
    for (const CFGBlock *Block : Graph)
      for (unsigned I = 0; I < Block->size(); ++I)
        if (const auto Statement = (*Block)[I].getAs<CFGStmt>())
          (*Positions)[Statement->getStmt()].push_back({Block->getBlockID(), I});
    for (const auto &[Part, Written] : Graph.synthetic_stmts()) { // one for each variable of `int a, b;`
      const auto Known = Positions->lookup(Part);
      (*Positions)[Written].append(Known.begin(), Known.end());
    }
  }
  const auto Known = Positions->find(&S);
  return Known == Positions->end() ? llvm::ArrayRef<Position>() : llvm::ArrayRef(Known->second);
}

const PathGraph::Reached &PathGraph::reached() {
  if (FromEntry)
    return *FromEntry;
  FromEntry.emplace();
  std::vector<Place> Pending = {entry()};
  llvm::DenseSet<Place> Seen;
  while (!Pending.empty()) {
    const Place Here = Pending.back();
    Pending.pop_back();
    if (!Seen.insert(Here).second)
      continue;
    if (Seen.size() > MaxPlaces)
      return *FromEntry;
    FromEntry->InBlock[blockOf(Here).getBlockID()].push_back(FromEntry->Places.size());
    FromEntry->Places.push_back(Here);
    for (const Edge &Next : from(Here))
      Pending.push_back(Next.To);
  }
  FromEntry->IsWhole = true;
  return *FromEntry;
}

std::set<Knowledge> PathGraph::knownAt(llvm::ArrayRef<const Stmt *> Points, size_t Most) {
  std::set<Knowledge> Found;
  if (Points.empty() || !reached().IsWhole || reached().Places.size() > Most)
    return Found;
  std::map<unsigned, std::set<unsigned>> Wanted; // by block: where in it
  for (const Stmt *Point : Points)
    for (const auto &[Block, Index] : positionsOf(*Point))
      Wanted[Block].insert(Index);
  for (const auto &[Block, Indices] : Wanted)
    for (const unsigned Number : reached().InBlock.lookup(Block)) {
      const Node &Here = Nodes[reached().Places[Number]];
      Knowledge Known = *Here.Known;
      for (unsigned I = 0; I <= *Indices.rbegin(); ++I) {
        if (Indices.count(I))
          Found.insert(Known);
        if (const auto Statement = (*Here.Block)[I].getAs<CFGStmt>())
          Known.apply(*Statement->getStmt(), Terms);
      }
    }
  return Found;
}

} // namespace asynctidy::facts
