#include "link/lock-graph.h"

#include "link/lock-names.h"
#include "link/lock-table.h"
#include "link/self-deadlock.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <tuple>

namespace asynctidy::link {
namespace {

/// The maximal number of witnesses of one edge: more would hardly ever give another cycle.
constexpr size_t MostWitnesses = 8;

bool isOfThis(const Lock &L) { return L.Path.From == ObjectPath::Root::This; }

std::vector<Text> wholeKey(const ObjectPath &Path) {
  std::vector<Text> Key = {0};
  if (Path.Variable)
    Key.push_back(Path.Variable);
  Key.insert(Key.end(), Path.Steps.begin(), Path.Steps.end());
  return Key;
}

/// True when two paths with one key surely name two different objects.
bool areDistinct(const ObjectPath &A, const ObjectPath &B) {
  const bool FromOne = A.From == B.From && (A.From == ObjectPath::Root::This || A.From == ObjectPath::Root::Global);
  return FromOne && isExact(A) && isExact(B) && A != B;
}

} // namespace

LockGraph::LockGraph(const Program &Whole, const CallGraph &Graph, const LockSummaries &Summaries)
    : Whole(Whole), Graph(Graph), Summaries(Summaries) {
  const CallersGates Gates(Whole, Graph);
  for (Program::Number F = 0; F < Whole.functions().size(); ++F)
    if (!Whole.functions()[F].Holds.empty())
      collect(F, Gates.of(F));
  for (uint32_t I = 0; I < Whole.knownNestings().size(); ++I) {
    const LockNesting &O = Whole.knownNestings()[I];
    Witness W{};
    W.Function = CallGraph::None;
    W.Event = I;
    W.IsSilenced = O.IsSilenced;
    W.Calls = static_cast<uint32_t>(O.Calls.size());
    W.Gates = {std::make_shared<const GateSet>(O.Gates), 0, 0};
    W.Programs = O.Programs;
    add(O.Held, O.Acquired, std::move(W));
  }
  sort();
}

void LockGraph::collect(Program::Number F, const GateSet &AtEntry) {
  const FunctionFacts &Facts = Whole.functions()[F];
  const auto GatesOf = [&](llvm::ArrayRef<uint32_t> Held) {
    GateSet Gates = gatesAmong(Facts, Held);
    for (const LockNesting::Gate &G : AtEntry)
      addGate(Gates, G);
    return std::make_shared<const GateSet>(std::move(Gates));
  };
  const auto Add = [&](const Lock &Acquired, llvm::ArrayRef<uint32_t> Held, const std::shared_ptr<const GateSet> &Gates,
                       const Witness &Event) {
    // The holder acquires its own lock again: that is a finding of another check, or it does not wait.
    if (llvm::any_of(Held, [&](uint32_t I) {
          return neverReturns(Facts.Holds[I], Acquired) || neverWaits(Facts.Holds[I], Acquired);
        }))
      return;
    if (Acquired.IsRecursive && llvm::any_of(AtEntry, [Key = keyOf(Acquired.Path)](const LockNesting::Gate &G) {
          return G.Key == Key && !G.IsShared;
        }))
      return; // all callers hold it already
    for (const uint32_t I : Held) {
      const Lock &H = Facts.Holds[I].What;
      if (Facts.MakesOrEndsObject && (isOfThis(H) || isOfThis(Acquired)))
        continue;
      Witness W = Event;
      W.Function = F;
      W.Held = I;
      W.Gates = {Gates, keyOf(H.Path), keyOf(Acquired.Path)};
      W.Programs = Whole.programsOf(F);
      add(H, Acquired, std::move(W));
    }
  };
  for (uint32_t I = 0; I < Facts.Acquisitions.size(); ++I) {
    const Acquisition &A = Facts.Acquisitions[I];
    Witness W{};
    W.Event = I;
    W.IsSilenced = A.Silenced.contains(CheckId::LockOrder);
    if (!A.OnlyTries && !A.Held.empty())
      Add(A.What, A.Held, GatesOf(A.Held), W);
  }
  for (uint32_t I = 0; I < Facts.Calls.size(); ++I) {
    const Call &C = Facts.Calls[I];
    if (C.Held.empty())
      continue;
    const auto Gates = GatesOf(C.Held);
    Summaries.forEachWithin(F, I, [&](const Lock &Acquired, const LockSummaries::Entry &Taken) {
      Witness W{};
      W.Event = I;
      W.IsCall = true;
      W.IsSilenced = C.Silenced.contains(CheckId::LockOrder);
      W.Calls = static_cast<uint32_t>(Taken.Calls) + 1;
      W.Entry = static_cast<uint32_t>(&Taken - Summaries.of(Graph.target(F, I)).data());
      Add(Acquired, C.Held, Gates, W);
    });
  }
}

void LockGraph::add(const Lock &Held, const Lock &Acquired, Witness W) {
  const Text From = keyOf(Held.Path), To = keyOf(Acquired.Path);
  if (!From || !To || (From == To && !areDistinct(Held.Path, Acquired.Path)))
    return;
  W.HeldIsShared = Held.IsShared;
  W.AcquiredIsShared = Acquired.IsShared;
  W.IsAsync = Held.IsAsync && Acquired.IsAsync;
  W.Assumes = Held.Assumes | Acquired.Assumes;
  const std::pair<Node, Node> Ends = From == To ? std::pair(node(wholeKey(Held.Path)), node(wholeKey(Acquired.Path)))
                                                : std::pair(node({From}), node({To}));
  const auto [It, New] = ByNodes.try_emplace(Ends, Edges.size());
  if (New)
    Edges.push_back({Ends.first, Ends.second, {}});
  std::vector<Witness> &Known = Edges[It->second].Witnesses;
  const auto Kind = [](const Witness &X) {
    return std::tie(X.HeldIsShared, X.AcquiredIsShared, X.IsAsync, X.IsSilenced, X.Assumes, X.Programs);
  };
  const auto Same = llvm::find_if(Known, [&](const Witness &K) { return Kind(K) == Kind(W) && K.Gates == W.Gates; });
  if (Same == Known.end()) {
    // A witness with fewer gates and more programs is part of more cycles.
    const auto IsBetter = [](const Witness &A, const Witness &B) {
      return std::tuple(A.Gates.size(), !A.Programs.empty()) < std::tuple(B.Gates.size(), !B.Programs.empty());
    };
    const auto Worst = std::max_element(Known.begin(), Known.end(), IsBetter);
    if (Known.size() < MostWitnesses)
      Known.push_back(std::move(W));
    else if (IsBetter(W, *Worst))
      *Worst = std::move(W);
  } else if (W.Calls < Same->Calls) {
    *Same = std::move(W);
  }
}

LockGraph::Node LockGraph::node(Key K) {
  const auto [It, New] = Nodes.try_emplace(K, static_cast<Node>(Keys.size()));
  if (New)
    Keys.push_back(std::move(K));
  return It->second;
}

void LockGraph::sort() {
  // Sorted by text, because numbers depend on the order of reading.
  std::vector<Node> Order(Keys.size());
  for (Node N = 0; N < Order.size(); ++N)
    Order[N] = N;
  llvm::sort(Order, [&](Node A, Node B) {
    return std::lexicographical_compare(Keys[A].begin(), Keys[A].end(), Keys[B].begin(), Keys[B].end(),
                                        [&](Text X, Text Y) { return Whole.strings()[X] < Whole.strings()[Y]; });
  });
  std::vector<Node> Rank(Keys.size());
  std::vector<Key> Sorted;
  for (const Node N : Order) {
    Rank[N] = static_cast<Node>(Sorted.size());
    Sorted.push_back(std::move(Keys[N]));
  }
  Keys = std::move(Sorted);
  for (Edge &E : Edges) {
    E.Held = Rank[E.Held];
    E.Acquired = Rank[E.Acquired];
    llvm::sort(E.Witnesses, [](const Witness &A, const Witness &B) {
      const auto Rank = [](const Witness &W) { // the most certain one first
        return std::tuple(confidenceOf(W.Assumes), W.Calls, W.Function, W.Event, W.IsCall, W.Held);
      };
      return Rank(A) < Rank(B);
    });
  }
  llvm::sort(Edges,
             [](const Edge &A, const Edge &B) { return std::tie(A.Held, A.Acquired) < std::tie(B.Held, B.Acquired); });
  Nodes.clear();
  ByNodes.clear();
}

std::string LockGraph::name(Node N) const {
  const Key &K = Keys[N];
  if (K.size() == 1)
    return shortName(Whole.strings()[K.front()]);
  // Fields of one object: "pool_.mutex".
  std::string Name;
  for (const Text Part : llvm::ArrayRef(K).drop_front()) {
    const std::string Short = shortName(Whole.strings()[Part]);
    const size_t Class = Short.rfind("::");
    Name += (Name.empty() ? "" : ".") + (Class == std::string::npos ? Short : Short.substr(Class + 2));
  }
  return Name;
}

LockNesting LockGraph::expanded(const Witness &W) const {
  LockNesting Order = begun(W);
  if (W.Function == CallGraph::None || !W.IsCall)
    return Order;
  const Program::Number Target = Graph.target(W.Function, W.Event);
  const LockUse Use = Summaries.expanded(Target, Summaries.of(Target)[W.Entry]);
  Order.Calls.insert(Order.Calls.end(), Use.Calls.begin(), Use.Calls.end());
  Order.At = Use.At;
  return Order;
}

LockNesting LockGraph::begun(const Witness &W) const {
  if (W.Function == CallGraph::None)
    return Whole.knownNestings()[W.Event];
  const FunctionFacts &Facts = Whole.functions()[W.Function];
  const Hold &H = Facts.Holds[W.Held];
  LockNesting Order;
  Order.Function = Facts.Id;
  Order.Held = H.What;
  Order.Since = H.Since;
  Order.Gates = W.Gates.set();
  Order.Programs = W.Programs;
  Order.IsSilenced = W.IsSilenced;
  if (!W.IsCall) {
    const Acquisition &A = Facts.Acquisitions[W.Event];
    Order.Acquired = A.What;
    Order.At = A.At;
    return Order;
  }
  const Call &C = Facts.Calls[W.Event];
  Order.Calls.push_back({C.At, Facts.Name, C.CalleeName, C.How == Call::Way::Awaited});
  Order.Acquired = substituted(Summaries.lock(Summaries.of(Graph.target(W.Function, W.Event))[W.Entry]), C);
  return Order;
}

} // namespace asynctidy::link
