// Who parks the thread it runs on, directly or through the functions it calls.
#pragma once

#include "link/call-graph.h"

namespace asynctidy::link {

/// The ordinary functions of a program that block. Only plain calls lead on: what is awaited, spawned or handed over
/// runs elsewhere, and the bodies of coroutines are looked at by themselves.
class BlockingChains {
public:
  BlockingChains(const Program &Whole, const CallGraph &Graph);

  /// The shortest way from \p F, an ordinary function, to a call that parks the thread; of several, the first by place.
  std::optional<BlockingChain> chainOf(Program::Number F, bool WaitsForWork) const;

  /// What coroutines do that parks their thread, for BlockingCall or BlockingWait.
  std::vector<Finding> findings(Checks Check) const;

private:
  using Distances = std::vector<uint32_t>; ///< by function: calls up to the one that makes the parking call

  Distances measure(bool WaitsForWork) const;
  void find(Program::Number Coroutine, bool WaitsForWork, std::vector<Finding> &Found) const;

  const Program &Whole;
  const CallGraph &Graph;
  Distances ToCall, ToWait;
};

} // namespace asynctidy::link
