#include "link/lock-cycles.h"

#include "link/gates.h"
#include "link/places.h"
#include "link/step-notes.h"
#include "summaries/program-set.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>
#include <deque>
#include <set>

namespace asynctidy::link {
namespace {

/// The maximal number of edges of one component for which a shortest cycle is searched. Code with a lock order has
/// components of two or three locks; code with more edges than this has no order, and these findings show it.
constexpr size_t MostSearches = 1000;

/// The maximal number of combinations of witnesses tried for one cycle: all of them for up to four edges.
constexpr size_t MostTries = 8 * 8 * 8 * 8;

using Node = LockGraph::Node;
using Witness = LockGraph::Witness;

/// The graph as adjacency lists, with its strongly connected components.
class Components {
public:
  explicit Components(const LockGraph &Locks) : Edges(Locks.edges()), FirstEdge(Locks.size() + 1, 0) {
    for (const LockGraph::Edge &E : Edges) // which are sorted
      ++FirstEdge[E.Held + 1];
    for (size_t I = 1; I < FirstEdge.size(); ++I)
      FirstEdge[I] += FirstEdge[I - 1];
    number();
  }

  bool isWithin(const LockGraph::Edge &E) const { return Component[E.Held] == Component[E.Acquired]; }
  uint32_t of(Node N) const { return Component[N]; }

  /// The edges of a shortest cycle that begins with \p First, which must be inside a component.
  std::vector<size_t> shortestCycle(size_t First) const {
    const Node Goal = Edges[First].Held, Start = Edges[First].Acquired;
    llvm::DenseMap<Node, size_t> CameBy = {{Start, First}};
    std::deque<Node> Pending = {Start};
    while (!CameBy.count(Goal)) {
      const Node N = Pending.front();
      Pending.pop_front();
      for (size_t E = FirstEdge[N]; E < FirstEdge[N + 1]; ++E)
        if (isWithin(Edges[E]) && CameBy.try_emplace(Edges[E].Acquired, E).second)
          Pending.push_back(Edges[E].Acquired);
    }
    std::vector<size_t> Cycle;
    for (Node N = Goal; N != Start; N = Edges[CameBy[N]].Held)
      Cycle.push_back(CameBy[N]);
    Cycle.push_back(First);
    std::reverse(Cycle.begin(), Cycle.end());
    return Cycle;
  }

private:
  /// Tarjan's algorithm with an explicit stack: chains of locks may be long.
  void number() {
    constexpr uint32_t Unseen = ~uint32_t(0);
    const size_t Size = FirstEdge.size() - 1;
    Component.assign(Size, Unseen);
    std::vector<uint32_t> Index(Size, Unseen), Low(Size, 0);
    std::vector<Node> Open;
    struct Visit {
      Node N;
      size_t NextEdge;
    };
    std::vector<Visit> Stack;
    uint32_t NextIndex = 0, NextComponent = 0;
    const auto Enter = [&](Node N) {
      Index[N] = Low[N] = NextIndex++;
      Open.push_back(N);
      Stack.push_back({N, FirstEdge[N]});
    };
    for (Node Root = 0; Root < Size; ++Root) {
      if (Index[Root] == Unseen)
        Enter(Root);
      while (!Stack.empty()) {
        const Node N = Stack.back().N;
        if (Stack.back().NextEdge < FirstEdge[N + 1]) {
          const Node To = Edges[Stack.back().NextEdge++].Acquired;
          if (Index[To] == Unseen)
            Enter(To);
          else if (Component[To] == Unseen)
            Low[N] = std::min(Low[N], Index[To]);
          continue;
        }
        Stack.pop_back();
        if (!Stack.empty())
          Low[Stack.back().N] = std::min(Low[Stack.back().N], Low[N]);
        if (Low[N] != Index[N])
          continue;
        Node Member;
        do {
          Member = Open.back();
          Open.pop_back();
          Component[Member] = NextComponent;
        } while (Member != N);
        ++NextComponent;
      }
    }
  }

  const std::vector<LockGraph::Edge> &Edges;
  std::vector<size_t> FirstEdge; ///< by node; one more at the end
  std::vector<uint32_t> Component;
};

/// Selects one witness for each edge of a cycle such that all of them may run concurrently.
class WitnessChoice {
public:
  WitnessChoice(const LockGraph &Locks, llvm::ArrayRef<size_t> Cycle) : Locks(Locks), Cycle(Cycle) {}

  /// One witness for each edge; empty when there is no such choice.
  std::vector<const Witness *> find() const {
    std::vector<const Witness *> Chosen;
    std::vector<size_t> Next = {0}; // by edge, the witness to try next
    for (size_t Tries = 0; Tries < MostTries && !Next.empty();) {
      const LockGraph::Edge &E = edge(Next.size() - 1);
      Chosen.resize(Next.size() - 1);
      if (Next.back() == E.Witnesses.size()) {
        Next.pop_back();
        continue;
      }
      ++Tries;
      const Witness &W = E.Witnesses[Next.back()++];
      if (!fits(W, Chosen))
        continue;
      Chosen.push_back(&W);
      if (Chosen.size() < Cycle.size())
        Next.push_back(0);
      else if (!allAreReaders(Chosen))
        return Chosen;
    }
    return {};
  }

private:
  const LockGraph::Edge &edge(size_t I) const { return Locks.edges()[Cycle[I]]; }

  GateSet heldAt(size_t I, const Witness &W) const {
    GateSet Held = W.Gates.set();
    if (const Text Key = Locks.key(edge(I).Held))
      addGate(Held, {Key, W.HeldIsShared});
    return Held;
  }

  bool fits(const Witness &W, llvm::ArrayRef<const Witness *> Chosen) const {
    const GateSet Held = heldAt(Chosen.size(), W);
    std::optional<ProgramSet> Programs = W.Programs;
    for (size_t I = 0; I < Chosen.size() && Programs; ++I) {
      if (excludeEachOther(Held, heldAt(I, *Chosen[I])))
        return false;
      Programs = common(*Programs, Chosen[I]->Programs);
    }
    return Programs.has_value();
  }

  /// At each lock both its holder and the witness that acquires it are readers.
  bool allAreReaders(llvm::ArrayRef<const Witness *> Chosen) const {
    for (size_t I = 0; I < Chosen.size(); ++I)
      if (!Chosen[I]->AcquiredIsShared || !Chosen[(I + 1) % Chosen.size()]->HeldIsShared)
        return false;
    return true;
  }

  const LockGraph &Locks;
  llvm::ArrayRef<size_t> Cycle;
};

/// "first", "second", ..., "11th".
std::string ordinal(size_t N) {
  static constexpr llvm::StringLiteral Words[] = {"first", "second",  "third",  "fourth", "fifth",
                                                  "sixth", "seventh", "eighth", "ninth",  "tenth"};
  return N <= std::size(Words) ? Words[N - 1].str() : std::to_string(N) + llvm::getOrdinalSuffix(N).str();
}

std::string taking(const LockGraph &Locks, const LockGraph::Edge &E) {
  return "'" + Locks.name(E.Acquired) + "' can be locked here while '" + Locks.name(E.Held) + "' is held";
}

class CycleReport {
public:
  CycleReport(const Program &Whole, const LockGraph &Locks, const LockCycle &Cycle)
      : Whole(Whole), Locks(Locks), Cycle(Cycle) {
    for (const Witness *W : Cycle.Witnesses)
      Nestings.push_back(Locks.expanded(*W));
  }

  std::optional<Finding> finding() const {
    const std::optional<size_t> First = firstHere();
    if (!First)
      return std::nullopt;
    const size_t Size = Cycle.Edges.size();
    Finding F;
    F.Check = CheckId::LockOrder;
    F.At = Nestings[*First].begin();
    const bool AreTasks = llvm::all_of(Cycle.Witnesses, [](const Witness *W) { return W->IsAsync; });
    const std::string Holders = AreTasks ? "tasks" : "threads";
    F.Message = takes(*First) +
                (Size == 2 ? (isDeclared(1 - *First) ? ", against the declared order, so two "
                                                     : ", and elsewhere in the opposite order, so two ") +
                                 Holders
                           : ", which closes a cycle of " + std::to_string(Size) + " locks, so " +
                                 std::to_string(Size) + " " + Holders) +
                " can deadlock";
    F.Function = Whole.functions()[Cycle.Witnesses[*First]->Function].Stable;
    F.Subject = subjectOf(Locks, Cycle);
    for (size_t I = 0; I < Size; ++I) {
      const size_t Part = (*First + I) % Size;
      llvm::append_range(F.Notes, notesOf(Whole, Locks, edge(Part), Nestings[Part],
                                          ordinal(I + 1) + (AreTasks ? " task" : " thread")));
      if (!isDeclared(Part) && Nestings[Part].At == F.At) // said by the warning itself
        F.Notes.back().Where = report::ShownIn::Data;
    }
    for (const Witness *W : Cycle.Witnesses)
      F.Assumes |= W->Assumes;
    return F;
  }

private:
  /// The index of the first witness by place among those with a function in this program.
  std::optional<size_t> firstHere() const {
    std::optional<size_t> First;
    for (size_t I = 0; I < Nestings.size(); ++I)
      if (Cycle.Witnesses[I]->Function != CallGraph::None &&
          (!First || isBefore(Nestings[I].begin(), Nestings[*First].begin(), Whole.strings())))
        First = I;
    return First;
  }

  const LockGraph::Edge &edge(size_t I) const { return Locks.edges()[Cycle.Edges[I]]; }

  bool isDeclared(size_t I) const { return Nestings[I].IsDeclared; }

  std::string takes(size_t I) const { return taking(Locks, edge(I)); }

  const Program &Whole;
  const LockGraph &Locks;
  const LockCycle &Cycle;
  std::vector<LockNesting> Nestings;
};

} // namespace

std::string subjectOf(const LockGraph &Locks, const LockCycle &Cycle) {
  std::vector<std::string> Names;
  for (const size_t E : Cycle.Edges)
    Names.push_back(Locks.name(Locks.edges()[E].Held));
  llvm::sort(Names);
  return llvm::join(Names, ", ");
}

std::vector<Finding::Note> notesOf(const Program &Whole, const LockGraph &Locks, const LockGraph::Edge &E,
                                   const LockNesting &Nesting, const std::string &Actor) {
  std::vector<Finding::Note> Notes;
  const auto Add = [&](const Place &At, std::string Message) {
    Notes.push_back({At, std::move(Message), report::NoteRole::Step, report::ShownIn::Both, Actor});
  };
  if (Nesting.IsDeclared) {
    Add(Nesting.At,
        "'" + Locks.name(E.Held) + "' is declared to be locked before '" + Locks.name(E.Acquired) + "' here");
    return Notes;
  }
  if (Nesting.Since)
    Add(Nesting.Since, "'" + Locks.name(E.Held) + "' is locked here");
  addSteps(Nesting.Calls, Whole.strings(), Notes, Actor);
  Add(Nesting.At, taking(Locks, E));
  return Notes;
}

LockCycles cyclesOf(const LockGraph &Locks) {
  LockCycles Found;
  const Components Parts(Locks);
  std::vector<bool> IsCovered(Locks.edges().size(), false);
  std::set<std::vector<Node>> Seen;
  llvm::DenseMap<uint32_t, size_t> Searches; // by component
  for (size_t E = 0; E < Locks.edges().size(); ++E) {
    const LockGraph::Edge &Edge = Locks.edges()[E];
    if (IsCovered[E] || !Parts.isWithin(Edge))
      continue;
    if (++Searches[Parts.of(Edge.Held)] > MostSearches) {
      Found.AreAll = false;
      continue;
    }
    LockCycle Cycle;
    Cycle.Edges = Parts.shortestCycle(E);
    std::vector<Node> Nodes;
    for (const size_t Part : Cycle.Edges)
      Nodes.push_back(Locks.edges()[Part].Held);
    llvm::sort(Nodes);
    if (!Seen.insert(Nodes).second)
      continue;
    Cycle.Witnesses = WitnessChoice(Locks, Cycle.Edges).find();
    if (Cycle.Witnesses.empty() || llvm::any_of(Cycle.Witnesses, [](const Witness *W) { return W->IsSilenced; }))
      continue;
    for (const size_t Part : Cycle.Edges)
      IsCovered[Part] = true;
    Found.Cycles.push_back(std::move(Cycle));
  }
  return Found;
}

std::vector<Finding> lockOrderFindings(const Program &Whole, const LockGraph &Locks) {
  std::vector<Finding> Found;
  const LockCycles Known = cyclesOf(Locks);
  for (const LockCycle &Cycle : Known.Cycles)
    if (std::optional<Finding> F = CycleReport(Whole, Locks, Cycle).finding())
      Found.push_back(std::move(*F));
  if (!Known.AreAll && !Found.empty()) {
    const auto Last = std::max_element(Found.begin(), Found.end(), [&](const Finding &A, const Finding &B) {
      return isBefore(A.At, B.At, Whole.strings());
    });
    Last->Notes.push_back({Last->At,
                           "locks may form more cycles than are reported: the search stopped after " +
                               std::to_string(MostSearches) + " pairs of locks",
                           report::NoteRole::Related});
  }
  return Found;
}

} // namespace asynctidy::link
