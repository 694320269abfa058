// The analyses of a whole program, each computed at its first request.
#pragma once

#include "link/blocking-chains.h"
#include "link/lock-graph.h"

namespace asynctidy::link {

/// The results refer to Whole and live as long as this. Not thread-safe.
class Analysis {
public:
  /// \p Whole must live longer, and must not change.
  explicit Analysis(const Program &Whole) : Whole(Whole), Calls(Whole) {}

  const Program &program() const { return Whole; }
  const CallGraph &callGraph() const { return Calls; }
  const BlockingChains &blockingChains() { return made(Chains, Whole, Calls); }
  const LockSummaries &lockSummaries() { return made(Summaries, Whole, Calls); }
  const LockGraph &lockGraph() { return made(Locks, Whole, Calls, lockSummaries()); }

  /// All findings of \p Wanted, sorted by place.
  std::vector<Finding> findings(CheckSet Wanted);

private:
  template <class Part, class... Arguments> static const Part &made(std::optional<Part> &P, const Arguments &...From) {
    if (!P)
      P.emplace(From...);
    return *P;
  }

  const Program &Whole;
  CallGraph Calls;
  std::optional<BlockingChains> Chains;
  std::optional<LockSummaries> Summaries;
  std::optional<LockGraph> Locks;
};

} // namespace asynctidy::link
