#include "facts/flow/feasible-paths.h"

#include "facts/flow/path-graph.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Hand-written functions have fewer states; the search gives up on generated ones.
constexpr size_t MaxStates = MaxPlaces;
/// The same for the search of what leads to a handler, which is done for each handler.
constexpr size_t MaxStatesBefore = 1000;

using Place = PathGraph::Place;

class PathWalk {
public:
  PathWalk(PathGraph &Paths, unsigned char AtStart, llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step)
      : Paths(Paths), AtStart(AtStart), Step(Step) {}

  llvm::function_ref<void(const Expr &, bool, unsigned char &)> Branch = nullptr;
  llvm::function_ref<bool(unsigned char)> AtExit = nullptr;
  llvm::function_ref<void(bool IsKnown, unsigned char &)> Decided = nullptr;

  PathSearch fromEntry() { return walk({{Paths.entry(), AtStart}}); }

  PathSearch from(const CFGBlock &Block, const llvm::DenseSet<const Stmt *> &ThrownBy) {
    std::vector<At> Pending;
    const llvm::SmallVector<const Stmt *, 8> Points(ThrownBy.begin(), ThrownBy.end());
    for (const Knowledge &Known : Paths.knownAt(Points, MaxStatesBefore))
      Pending.push_back({Paths.at(Block, Known), AtStart});
    if (Pending.empty())
      Pending.push_back({Paths.at(Block, {}), AtStart});
    return walk(std::move(Pending));
  }

  /// Calls the step for none but these.
  void only(llvm::ArrayRef<const Stmt *> Matter) {
    Only.emplace();
    for (const Stmt *One : Matter)
      for (const auto &[Block, Index] : Paths.positionsOf(*One)) {
        (*Only)[Block].insert(Index);
        LastBlock = std::min(LastBlock, Block);
      }
  }

  PathSearch after(llvm::ArrayRef<const Stmt *> Begins) {
    const PathGraph::Reached &Reached = Paths.reached();
    if (!Reached.IsWhole)
      return fromEntry();
    Starts.emplace();
    std::set<unsigned> InOrder; // of Reached.Places
    for (const Stmt *Begin : Begins)
      for (const auto &[Block, Index] : Paths.positionsOf(*Begin)) {
        (*Starts)[Block].insert(Index);
        for (const unsigned Number : Reached.InBlock.lookup(Block))
          InOrder.insert(Number);
      }
    std::vector<At> Pending;
    for (const unsigned Number : llvm::reverse(InOrder)) // the first is taken first
      Pending.push_back({Reached.Places[Number], AtStart});
    return walk(std::move(Pending));
  }

private:
  using At = std::pair<Place, unsigned char>;

  PathSearch walk(std::vector<At> Pending) {
    llvm::DenseSet<std::pair<unsigned, unsigned>> Seen;
    while (!Pending.empty()) {
      auto [Here, State] = Pending.back();
      Pending.pop_back();
      if (!Seen.insert({Here, State}).second)
        continue;
      if (Seen.size() > MaxStates || Paths.isExhausted())
        return {true, true};
      if (AtExit && Paths.isExit(Here) && AtExit(State))
        return {true};
      if (runs(Paths.blockOf(Here), State))
        return {true};
      if (State != PathOver && !isIdle(State))
        follow(Here, State, Pending);
    }
    return {false};
  }

  /// Whether a path in that state begins to matter only at one of Starts.
  bool isIdle(unsigned char State) const { return Starts && State == AtStart; }

  using Positions = std::set<unsigned>;
  using ByBlock = std::optional<llvm::DenseMap<unsigned, Positions>>;
  static const Positions *positionsIn(const CFGBlock &Block, const ByBlock &All) {
    const auto It = All->find(Block.getBlockID());
    return It == All->end() ? nullptr : &It->second;
  }

  /// The first of \p Among from \p I on; the size of the block when there is none.
  static unsigned nextOf(const Positions *Among, unsigned I, const CFGBlock &Block) {
    const auto Next = Among ? Among->lower_bound(I) : Positions::const_iterator();
    return Among && Next != Among->end() ? *Next : Block.size();
  }

  /// Whether a step at one of the elements of \p Block has returned true.
  bool runs(const CFGBlock &Block, unsigned char &State) const {
    const Positions *Begins = Starts ? positionsIn(Block, Starts) : nullptr;
    const Positions *Matter = Only ? positionsIn(Block, Only) : nullptr;
    for (unsigned I = 0; State != PathOver; ++I) {
      if (isIdle(State))
        I = nextOf(Begins, I, Block);
      else if (Only)
        I = nextOf(Matter, I, Block);
      if (I >= Block.size())
        break;
      Paths.countStep();
      if (Step(Block[I], State))
        return true;
    }
    return false;
  }

  void follow(Place Here, unsigned char State, std::vector<At> &Pending) const {
    for (const PathGraph::Edge &Next : Paths.from(Here)) {
      unsigned char There = State;
      if (Next.Tested && Branch)
        Branch(*Next.Tested, Next.Holds, There);
      if (Next.Tested && Decided)
        Decided(Next.WasKnown, There);
      if (There != PathOver && (!Only || Paths.mayReach(Next.To) >= LastBlock))
        Pending.push_back({Next.To, There});
    }
  }

  PathGraph &Paths;
  const unsigned char AtStart;
  llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step;
  /// Where paths begin to matter, by block; nothing: at once.
  ByBlock Starts;
  /// The elements that matter, by block; nothing: all.
  ByBlock Only;
  unsigned LastBlock = ~0U; ///< with elements that matter; Clang numbers them from the end
};

} // namespace

PathSearch anyFeasiblePath(const FlowGraph &Graph, ASTContext &Context, unsigned char AtStart,
                           llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step,
                           llvm::function_ref<void(const Expr &, bool, unsigned char &)> Branch) {
  PathWalk Walk(Graph.paths(Context), AtStart, Step);
  Walk.Branch = Branch;
  return Walk.fromEntry();
}

PathSearch anyFeasiblePathAfter(llvm::ArrayRef<const Stmt *> Begins, const FlowGraph &Graph, ASTContext &Context,
                                unsigned char AtStart,
                                llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step,
                                llvm::function_ref<bool(unsigned char State)> AtExit) {
  PathWalk Walk(Graph.paths(Context), AtStart, Step);
  Walk.AtExit = AtExit;
  return Walk.after(Begins);
}

PathSearch anyFeasiblePathAmong(llvm::ArrayRef<const Stmt *> Matter, llvm::ArrayRef<const Stmt *> Begins,
                                const FlowGraph &Graph, ASTContext &Context, unsigned char AtStart,
                                llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step) {
  PathWalk Walk(Graph.paths(Context), AtStart, Step);
  Walk.only(Matter);
  return Walk.after(Begins);
}

PathSearch anyFeasiblePathFrom(const CFGBlock &From, const FlowGraph &Graph, ASTContext &Context, unsigned char AtStart,
                               llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step,
                               llvm::function_ref<bool(unsigned char State)> AtExit,
                               const llvm::DenseSet<const Stmt *> &ThrownBy,
                               llvm::function_ref<void(bool, unsigned char &)> Decided) {
  PathWalk Walk(Graph.paths(Context), AtStart, Step);
  Walk.AtExit = AtExit;
  Walk.Decided = Decided;
  return Walk.from(From, ThrownBy);
}

bool solveOnFeasiblePaths(const FlowGraph &Graph, ASTContext &Context, const FlowStates &AtStart,
                          llvm::function_ref<void(const CFGElement &, FlowStates &)> Transfer,
                          llvm::function_ref<void(const CFGElement &, const FlowStates &)> Visit) {
  PathGraph &Paths = Graph.paths(Context);
  if (!Paths.reached().IsWhole)
    return false;
  std::set<std::pair<unsigned, Place>, std::greater<>> Pending; // Clang numbers blocks from the end
  llvm::DenseMap<Place, FlowStates> AtEntry;
  const auto Enter = [&](Place Where, const FlowStates &States) {
    const auto [It, New] = AtEntry.try_emplace(Where, States);
    if (New || It->second.unite(States))
      Pending.insert({Paths.blockOf(Where).getBlockID(), Where});
  };
  Enter(Paths.entry(), AtStart);
  while (!Pending.empty()) {
    const Place Here = Pending.begin()->second;
    Pending.erase(Pending.begin());
    FlowStates States = AtEntry[Here];
    for (const CFGElement &Element : Paths.blockOf(Here)) {
      Visit(Element, States);
      Transfer(Element, States);
    }
    for (const PathGraph::Edge &Next : Paths.from(Here))
      Enter(Next.To, States);
  }
  return true;
}

} // namespace asynctidy::facts
