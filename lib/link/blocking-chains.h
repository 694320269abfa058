// Which functions block the thread they run on, directly or through the functions they call.
#pragma once

#include "link/call-graph.h"

namespace asynctidy::link {

/// The ordinary functions of a program that block. Only plain calls lead on: what is awaited, spawned or handed over
/// runs elsewhere, and the bodies of coroutines are looked at by themselves.
class BlockingChains {
public:
  BlockingChains(const Program &Whole, const CallGraph &Graph);

  /// The shortest ways from \p F, an ordinary function, to a call that blocks the thread, one for each condition under
  /// which it is reached, the shortest first; of several of one length, the first by place.
  std::vector<BlockingChain> chainsOf(Program::Number F, bool WaitsForWork) const;

  /// What coroutines do that blocks their thread, for \p Check: BlockingCall or BlockingWait.
  std::vector<Finding> findings(CheckId Check) const;

private:
  /// Calls up to the function that makes the blocking call, when it is reached on that condition.
  struct Distance {
    Condition OnlyIf;
    uint32_t Calls;
  };
  using Distances = std::vector<llvm::SmallVector<Distance, 1>>; ///< by function, the shortest first

  Distances measure(bool WaitsForWork) const;
  BlockingChain chainOf(Program::Number F, Distance From, bool WaitsForWork) const;
  void find(Program::Number Coroutine, bool WaitsForWork, std::vector<Finding> &Found) const;

  const Program &Whole;
  const CallGraph &Graph;
  const Distances ToCall, ToWait;
};

} // namespace asynctidy::link
