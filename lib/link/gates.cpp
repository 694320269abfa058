#include "link/gates.h"

#include "link/lock-names.h"

#include "llvm/ADT/STLExtras.h"

#include <deque>

namespace asynctidy::link {
namespace {

constexpr uint32_t Empty = 0;
/// The top element of the data-flow analysis: no call has been seen yet.
constexpr uint32_t Everything = ~uint32_t(0);

GateSet intersection(const GateSet &A, const GateSet &B) {
  GateSet Both;
  for (const LockNesting::Gate &G : A)
    for (const LockNesting::Gate &H : B)
      if (G.Key == H.Key)
        Both.push_back({G.Key, G.IsShared || H.IsShared});
  return Both;
}

/// True when the callee's body runs only within \p C, so that the caller's locks are held in it.
bool runsWithin(const Call &C, const FunctionFacts &Callee) {
  return C.How == Call::Way::Awaited || (C.How == Call::Way::Plain && !Callee.IsCoroutine);
}

} // namespace

bool excludeEachOther(const GateSet &A, const GateSet &B) {
  return llvm::any_of(A, [&](const LockNesting::Gate &G) {
    return llvm::any_of(B, [&](const LockNesting::Gate &H) { return G.Key == H.Key && !(G.IsShared && H.IsShared); });
  });
}

void addGate(GateSet &Set, LockNesting::Gate G) {
  const auto It = llvm::lower_bound(Set, G, [](const auto &A, const auto &B) { return A.Key < B.Key; });
  if (It != Set.end() && It->Key == G.Key)
    It->IsShared &= G.IsShared;
  else
    Set.insert(It, G);
}

GateSet gatesAmong(const FunctionFacts &F, llvm::ArrayRef<uint32_t> Held) {
  GateSet Set;
  for (const uint32_t I : Held) {
    const Hold &H = F.Holds[I];
    const Text Key = keyOf(H.What.Path);
    if (Key && H.OnEveryPath && !llvm::is_contained(H.What.Path.Steps, Text(0)))
      addGate(Set, {Key, H.What.IsShared});
  }
  return Set;
}

size_t OtherGates::size() const {
  const auto Has = [&](Text Key) {
    const auto It = llvm::lower_bound(*All, Key, [](const LockNesting::Gate &G, Text K) { return G.Key < K; });
    return It != All->end() && It->Key == Key;
  };
  return All ? All->size() - Has(One) - (Other != One && Has(Other)) : 0;
}

GateSet OtherGates::set() const {
  GateSet Set;
  if (All)
    llvm::copy_if(*All, std::back_inserter(Set), [&](const LockNesting::Gate &G) { return isOther(G); });
  return Set;
}

bool OtherGates::operator==(const OtherGates &Than) const {
  const bool IsSame = All == Than.All && (!All || (One == Than.One && Other == Than.Other));
  return IsSame || (size() == Than.size() && set() == Than.set());
}

CallersGates::CallersGates(const Program &Whole, const CallGraph &Graph) : Whole(Whole), Graph(Graph) {
  add({});
  // The greatest fixed point: begin with Everything, intersect until nothing changes.
  const std::vector<FunctionFacts> &Functions = Whole.functions();
  AtEntry.assign(Functions.size(), Empty);
  std::deque<Program::Number> Pending;
  std::vector<bool> IsPending(Functions.size(), false);
  const auto Enqueue = [&](Program::Number F) {
    if (AtEntry[F] == Empty || IsPending[F])
      return;
    IsPending[F] = true;
    Pending.push_back(F);
  };
  for (Program::Number F = 0; F < Functions.size(); ++F)
    if (Functions[F].IsClosed && !Graph.callersOf(F).empty() && !Graph.mayHaveOtherCallers(F)) {
      AtEntry[F] = Everything;
      Enqueue(F);
    }
  while (!Pending.empty()) {
    const Program::Number F = Pending.front();
    Pending.pop_front();
    IsPending[F] = false;
    const SetNumber Now = heldByCallers(F);
    if (Now == AtEntry[F])
      continue;
    AtEntry[F] = Now;
    for (uint32_t I = 0; I < Functions[F].Calls.size(); ++I)
      if (const Program::Number Target = Graph.target(F, I); Target != CallGraph::None)
        Enqueue(Target);
  }
  // Functions that only call each other are unreachable.
  for (SetNumber &Set : AtEntry)
    if (Set == Everything)
      Set = Empty;
}

CallersGates::SetNumber CallersGates::add(GateSet Set) {
  const auto [It, New] = Numbers.try_emplace(std::move(Set), static_cast<SetNumber>(Sets.size()));
  if (New)
    Sets.push_back(&It->first);
  return It->second;
}

CallersGates::SetNumber CallersGates::heldByCallers(Program::Number F) {
  std::optional<GateSet> All;
  for (const CallGraph::Caller &By : Graph.callersOf(F)) {
    const FunctionFacts &Caller = Whole.functions()[By.Function];
    const Call &C = Caller.Calls[By.Call];
    if (!runsWithin(C, Whole.functions()[F]))
      return Empty;
    const SetNumber Before = AtEntry[By.Function];
    if (Before == Everything)
      continue;
    if (Before == Empty && C.Held.empty())
      return Empty;
    GateSet Here = gatesAmong(Caller, C.Held);
    for (const LockNesting::Gate &G : *Sets[Before])
      addGate(Here, G);
    All = All ? intersection(*All, Here) : std::move(Here);
    if (All->empty())
      return Empty;
  }
  return All ? add(std::move(*All)) : Everything;
}

} // namespace asynctidy::link
