#include "facts/flow/feasible-paths.h"

#include "facts/flow/path-knowledge.h"
#include "facts/syntax/expressions.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/SmallSet.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Hand-written functions have fewer states; the search gives up on generated ones.
constexpr size_t MaxStates = 20000;
/// The same for the search of what leads to a handler, which is done for each handler.
constexpr size_t MaxStatesBefore = 1000;

class PathWalk {
public:
  PathWalk(const FlowGraph &Graph, ASTContext &Context,
           llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step,
           llvm::function_ref<void(const Expr &, bool, unsigned char &)> Branch,
           llvm::function_ref<bool(unsigned char)> AtExit,
           llvm::function_ref<void(bool IsKnown, unsigned char &)> Decided)
      : Graph(Graph.graph()), Step(Step), Branch(Branch), AtExit(AtExit), Decided(Decided),
        Terms(Graph.graph(), Context) {
    for (const CFGBlock *Block : this->Graph) {
      if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(Block->getTerminatorStmt()))
        ++TimesTested[Terms.termOf(Switch->getCond())];
      else if (const Expr *Tested = testedBy(*Block))
        if (const auto Read = Terms.conditionOf(Tested))
          ++TimesTested[Read->Compares.Value];
    }
  }

  bool run(unsigned char AtStart) { return followFrom({{&Graph.getEntry(), AtStart, {}}}); }

  bool run(const CFGBlock &From, unsigned char AtStart, const llvm::DenseSet<const Stmt *> &ThrownBy) {
    std::vector<Place> Begins;
    for (const Knowledge &Known : knownAt(ThrownBy))
      Begins.push_back({&From, AtStart, Known});
    if (Begins.empty())
      Begins.push_back({&From, AtStart, {}});
    return followFrom(std::move(Begins));
  }

private:
  struct Place {
    const CFGBlock *Block;
    unsigned char State;
    Knowledge Known;
  };
  using Visitor = llvm::function_ref<bool(const CFGElement &, Place &)>;

  bool followFrom(std::vector<Place> Begins) {
    return walk(
        std::move(Begins), [this](const CFGElement &Element, Place &Here) { return Step(Element, Here.State); },
        AtExit);
  }

  /// What is known where one of \p Points is evaluated, on each path from the entry.
  std::set<Knowledge> knownAt(const llvm::DenseSet<const Stmt *> &Points) {
    std::set<Knowledge> Found;
    const auto Note = [&](const CFGElement &Element, Place &Here) {
      if (const auto Statement = Element.getAs<CFGStmt>(); Statement && Points.contains(Statement->getStmt()))
        Found.insert(Here.Known);
      return false;
    };
    if (!Points.empty() && walk({{&Graph.getEntry(), 0, {}}}, Note, nullptr, MaxStatesBefore)) // too many paths
      Found.clear();
    return Found;
  }

  bool walk(std::vector<Place> Pending, Visitor Visit, llvm::function_ref<bool(unsigned char)> AtExit,
            size_t Most = MaxStates) {
    std::set<std::tuple<unsigned, unsigned char, Knowledge>> Seen;
    while (!Pending.empty()) {
      Place Here = std::move(Pending.back());
      Pending.pop_back();
      if (!Seen.insert({Here.Block->getBlockID(), Here.State, Here.Known}).second)
        continue;
      if (Seen.size() > Most)
        return true;
      if (AtExit && Here.Block == &Graph.getExit() && AtExit(Here.State))
        return true;
      for (const CFGElement &Element : *Here.Block) {
        if (Visit(Element, Here))
          return true;
        if (const auto Statement = Element.getAs<CFGStmt>())
          Here.Known.apply(*Statement->getStmt(), Terms);
      }
      if (!FlowGraph::throws(*Here.Block) && !Here.Block->hasNoReturnElement())
        follow(Here, Pending);
    }
    return false;
  }

  static const Expr *testedBy(const CFGBlock &Block) {
    return isa_and_nonnull<CXXForRangeStmt>(Block.getTerminatorStmt()) ? nullptr : FlowGraph::decidingCondition(Block);
  }

  void follow(const Place &Here, std::vector<Place> &Pending) {
    if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(Here.Block->getTerminatorStmt()))
      return followSwitch(*Switch, Here, Pending);
    const auto *Range = dyn_cast_or_null<CXXForRangeStmt>(Here.Block->getTerminatorStmt());
    const Expr *Tested = testedBy(*Here.Block);
    const auto Read = Tested ? Terms.conditionOf(Tested) : std::nullopt;
    const bool IsKnown = Read && Here.Known.decides(Read->Compares);
    bool Truth = true;
    for (const CFGBlock::AdjacentBlock &Next : Here.Block->succs()) {
      const bool Taken = std::exchange(Truth, false);
      const CFGBlock *Successor = Next.getReachableBlock();
      if (!Successor)
        continue;
      Place There{Successor, Here.State, Here.Known};
      if (Range && cannotBeEmpty(*Range)) {
        const Term Entered = numberOf(*Range);
        if (Taken)
          There.Known.Values[Entered] = 1;
        else if (!There.Known.Values.erase(Entered))
          continue; // the loop runs at least once
      }
      if (Read && !decide(*Read, Taken, There.Known))
        continue;
      if (Tested && Branch)
        Branch(*Tested, Taken, There.State);
      if (Tested && Decided)
        Decided(IsKnown, There.State);
      Pending.push_back(std::move(There));
    }
  }

  /// A condition that is tested only once is not remembered, to keep the number of states small.
  bool decide(const Condition &Read, bool Taken, Knowledge &Known) const {
    Knowledge Tried = Known;
    if (!Tried.assume(Read.Compares, Taken != Read.Negated))
      return false;
    if (const auto Times = TimesTested.find(Read.Compares.Value); Times != TimesTested.end() && Times->second > 1)
      Known = std::move(Tried);
    return true;
  }

  void followSwitch(const SwitchStmt &Switch, const Place &Here, std::vector<Place> &Pending) {
    const Term Value = Terms.termOf(Switch.getCond());
    const auto Known = Here.Known.Values.find(Value);
    const bool IsKnown = Known != Here.Known.Values.end();
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
        !HasRange && ((T->isBooleanType() && Cases.size() == 2) || (IsKnown && Cases.count(Known->second)));
    for (const CFGBlock::AdjacentBlock &Next : Here.Block->succs()) {
      const CFGBlock *Successor = Next.getReachableBlock();
      if (!Successor)
        continue;
      const auto *Case = dyn_cast_or_null<CaseStmt>(Successor->getLabel());
      const auto Label = Case && !Case->getRHS() ? Terms.constant(Case->getLHS()) : std::nullopt;
      if (!Case && OneFits)
        continue;
      Place There{Successor, Here.State, Here.Known};
      if (Label && Value && !There.Known.assume({Value, BO_EQ, *Label}, true))
        continue;
      Pending.push_back(std::move(There));
    }
  }

  static bool cannotBeEmpty(const CXXForRangeStmt &Range) {
    const Expr *Over = withoutTemporaries(Range.getRangeInit());
    if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(Over))
      Over = withoutTemporaries(List->getSubExpr());
    const auto *Array = dyn_cast<ConstantArrayType>(Over->getType().getNonReferenceType().getCanonicalType());
    return Array && !Array->getSize().isZero();
  }

  /// A term for the loop, different from all terms of expressions.
  Term numberOf(const Stmt &Loop) { return Loops.try_emplace(&Loop, ~Loops.size()).first->second; }

  const CFG &Graph;
  llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step;
  llvm::function_ref<void(const Expr &, bool, unsigned char &)> Branch;
  llvm::function_ref<bool(unsigned char)> AtExit;
  llvm::function_ref<void(bool, unsigned char &)> Decided;
  PathTerms Terms;
  std::map<Term, unsigned> TimesTested;
  llvm::DenseMap<const Stmt *, Term> Loops;
};

} // namespace

bool anyFeasiblePath(const FlowGraph &Graph, ASTContext &Context, unsigned char AtStart,
                     llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step,
                     llvm::function_ref<void(const Expr &, bool, unsigned char &)> Branch) {
  return PathWalk(Graph, Context, Step, Branch, nullptr, nullptr).run(AtStart);
}

bool anyFeasiblePathFrom(const CFGBlock &From, const FlowGraph &Graph, ASTContext &Context, unsigned char AtStart,
                         llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step,
                         llvm::function_ref<bool(unsigned char)> AtExit, const llvm::DenseSet<const Stmt *> &ThrownBy,
                         llvm::function_ref<void(bool, unsigned char &)> Decided) {
  return PathWalk(Graph, Context, Step, nullptr, AtExit, Decided).run(From, AtStart, ThrownBy);
}

} // namespace asynctidy::facts
