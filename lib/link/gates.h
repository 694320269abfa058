// Gate locks: locks held at two places, so that only one thread can be at either.
#pragma once

#include "link/call-graph.h"

#include "llvm/ADT/STLExtras.h"

#include <map>
#include <memory>

namespace asynctidy::link {

/// Gates by key, sorted, each key once.
using GateSet = std::vector<LockNesting::Gate>;

/// True when no thread can be at a place with the gates \p A while another one is at a place with \p B.
bool excludeEachOther(const GateSet &A, const GateSet &B);

/// Adds \p G; of two with one key the exclusive one stays.
void addGate(GateSet &Set, LockNesting::Gate G);

/// The gates among \p Held, which are indices of \p F's Holds: those that are held on every path and have a key.
GateSet gatesAmong(const FunctionFacts &F, llvm::ArrayRef<uint32_t> Held);

/// The gates of one place without two of its locks. Witnesses share the set of their place: with n held locks there are
/// n witnesses to the next lock, each with the n - 1 others as gates.
class OtherGates {
public:
  OtherGates() = default;
  OtherGates(const std::shared_ptr<const GateSet> &Of, Text One, Text Other) : One(One), Other(Other) {
    if (Of && llvm::any_of(*Of, [&](const LockNesting::Gate &G) { return isOther(G); }))
      All = Of;
  }

  size_t size() const;
  GateSet set() const;
  /// Only for witnesses of the same edge.
  bool operator==(const OtherGates &Than) const;

private:
  bool isOther(const LockNesting::Gate &G) const { return G.Key != One && G.Key != Other; }

  std::shared_ptr<const GateSet> All; ///< null: none
  Text One = 0, Other = 0;
};

/// For each function the gates that all its callers hold; empty when some caller is unknown.
class CallersGates {
public:
  CallersGates(const Program &Whole, const CallGraph &Graph);

  const GateSet &of(Program::Number F) const { return *Sets[AtEntry[F]]; }

private:
  using SetNumber = uint32_t;

  SetNumber add(GateSet Set);
  SetNumber heldByCallers(Program::Number F);

  const Program &Whole;
  const CallGraph &Graph;
  std::map<GateSet, SetNumber> Numbers;
  std::vector<const GateSet *> Sets; ///< the keys of Numbers; the first is empty
  std::vector<SetNumber> AtEntry;    ///< by function
};

} // namespace asynctidy::link
