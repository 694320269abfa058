// Locks that keep two places of a program apart because both hold them.
#pragma once

#include "link/call-graph.h"

#include <map>

namespace asynctidy::link {

/// Gates by key, sorted, each key once.
using GateSet = std::vector<LockNesting::Gate>;

/// True when no thread can be at a place with the gates \p A while another one is at a place with \p B.
bool excludeEachOther(const GateSet &A, const GateSet &B);

/// Adds \p G; of two with one key the exclusive one stays.
void addGate(GateSet &Set, LockNesting::Gate G);

/// The gates that \p Held, indices of \p F's Holds, are: those held on every path, and known by a name.
GateSet gatesAmong(const FunctionFacts &F, const std::vector<uint32_t> &Held);

/// For each function the locks that all its callers hold, when all of them are known.
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
