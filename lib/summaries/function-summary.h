// What an analysis of the whole program found out about functions whose bodies are not at hand: as an index keeps it,
// and as the analysis of one translation unit takes it.
#pragma once

#include "summaries/function-facts.h"
#include "summaries/program-set.h"

#include <vector>

namespace asynctidy::summaries {

/// "'Caller' calls 'Callee' here."
struct Step {
  Place At;
  Text Caller = 0;
  Text Callee = 0;

  bool operator==(const Step &) const = default;
};

/// The shortest way from a function to a call that blocks the thread.
struct BlockingChain {
  std::vector<Step> Steps; ///< never empty; the last one is the call that blocks
  Text Because = 0;        ///< see Blocker
  bool WaitsForWork = false;
  Condition OnlyIf;

  bool operator==(const BlockingChain &) const = default;
};

/// A lock that is taken while a function runs, in terms of that function.
struct LockUse {
  Lock What;
  bool BeforeSuspension = false;
  Condition OnlyIf;
  std::vector<Step> Calls; ///< from the function to the one that takes it
  Place At;

  bool operator==(const LockUse &) const = default;
};

/// A function without its body.
struct FunctionSummary {
  Text Id = 0;
  Text Name = 0;
  Place At;
  bool IsCoroutine = false;
  bool IsEager = false;
  std::vector<Text> Overrides;
  ProgramSet Programs;                 ///< that have it
  std::vector<BlockingChain> Blocking; ///< at most one of each kind and condition
  std::vector<LockUse> Locks;

  bool operator==(const FunctionSummary &) const = default;
};

/// One place where a lock is taken while another one is held.
struct LockNesting {
  /// A lock that is held all the way, and so keeps others with the same lock away.
  struct Gate {
    Text Key = 0;
    bool IsShared = false;

    auto operator<=>(const Gate &) const = default;
  };
  Text Function = 0; ///< Id of the one that holds Held
  Lock Held;
  Place Since;
  std::vector<Step> Calls; ///< to the function that takes Acquired
  Lock Acquired;           ///< in terms of Function
  Place At;
  std::vector<Gate> Gates; ///< sorted
  ProgramSet Programs;     ///< that Function is part of
  bool IsSilenced = false;

  /// Where one would edit: in Function.
  const Place &begin() const { return Calls.empty() ? At : Calls.front().At; }
  bool operator==(const LockNesting &) const = default;
};

} // namespace asynctidy::summaries
