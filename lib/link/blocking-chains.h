// Which functions block the thread they run on, directly or through the functions they call.
#pragma once

#include "link/call-graph.h"
#include "summaries/assumptions.h"

#include <optional>

namespace asynctidy::link {

/// The ordinary functions of a program that block. Only plain calls extend a chain: awaited, spawned and stored work
/// runs elsewhere, and coroutine bodies are analysed separately.
class BlockingChains {
public:
  BlockingChains(const Program &Whole, const CallGraph &Graph);

  /// What must hold for a function to reach the blocking call.
  struct Reach {
    Condition OnlyIf;
    ParameterSet DecidedBy; ///< of the function
    summaries::Assumptions Assumes;

    bool operator==(const Reach &) const = default;
    /// Whether this holds wherever \p Other does, and assumes no more.
    bool covers(const Reach &Other) const;
  };
  /// A way to a blocking call.
  struct Distance {
    Reach If;
    uint32_t Calls; ///< the number of calls to the function that makes the blocking call
    /// The index of FunctionFacts::Blockers when Calls is 0, else of FunctionFacts::Calls; of FunctionSummary::Blocking
    /// in functions without a body.
    uint32_t Event;
    uint8_t Origin; ///< when Calls is not 0: the index of the rest of the way in the called function
  };

  /// The ways from \p F to calls that block, the shortest first, one for each condition.
  llvm::ArrayRef<Distance> waysOf(Program::Number F, bool WaitsForWork) const {
    return (WaitsForWork ? ToWait : ToCall)[F];
  }

  /// The shortest call chains from \p F, an ordinary function, to a call that blocks the thread: one for each condition
  /// under which it is reached, the shortest first. Of several with equal length, the first by place.
  std::vector<BlockingChain> chainsOf(Program::Number F, bool WaitsForWork) const;

  /// The findings in coroutines for \p Check, which is BlockingCall or BlockingWait.
  std::vector<Finding> findings(CheckId Check) const;

private:
  class Search;
  using Distances = std::vector<llvm::SmallVector<Distance, 1>>; ///< by function number, the shortest first

  /// \p Inside in terms of the caller of \p C; nothing when it can never hold there.
  static std::optional<Reach> inCallerOf(const Reach &Inside, const Call &C);

  Distances measure(bool WaitsForWork) const;
  BlockingChain chainOf(Program::Number F, Distance From, bool WaitsForWork) const;
  void find(Program::Number Coroutine, bool WaitsForWork, std::vector<Finding> &Found) const;

  const Program &Whole;
  const CallGraph &Graph;
  const Distances ToCall, ToWait;
};

} // namespace asynctidy::link
