// Summaries of functions without their bodies: the results of the analysis of the whole program, as an index stores
// them and the analysis of one translation unit reads them.
#pragma once

#include "summaries/assumptions.h"
#include "summaries/function-facts.h"
#include "summaries/program-set.h"

#include <vector>

namespace asynctidy::summaries {

/// One step of a call chain: "'Caller' calls 'Callee' here", or awaits it.
struct Step {
  Place At;
  Text Caller = 0;
  Text Callee = 0;
  bool IsAwait = false; ///< the call may stand elsewhere

  bool operator==(const Step &) const = default;
};

/// The shortest call chain from a function to a call that blocks the thread.
struct BlockingChain {
  std::vector<Step> Steps;      ///< never empty; the last one is the call that blocks
  Text Advice = 0, Because = 0; ///< see Blocker
  bool WaitsForWork = false;
  bool RunsLoop = false; ///< see Blocker
  Condition OnlyIf;
  ParameterSet DecidedBy; ///< see Call
  Assumptions Assumes;

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
  ProgramSet Programs;                 ///< the programs that contain it
  std::vector<BlockingChain> Blocking; ///< one of each kind and condition, and of the assumptions made
  std::vector<LockUse> Locks;

  bool operator==(const FunctionSummary &) const = default;
};

/// One place where a lock is taken while another one is held.
struct LockNesting {
  /// A lock that is held along the whole chain, and so excludes other threads that hold it at their place.
  struct Gate {
    Text Key = 0;
    bool IsShared = false;

    auto operator<=>(const Gate &) const = default;
  };
  Text Function = 0; ///< Id of the function that holds Held
  Lock Held;
  Place Since;
  std::vector<Step> Calls; ///< to the function that takes Acquired
  Lock Acquired;           ///< in terms of Function
  Place At;
  std::vector<Gate> Gates; ///< sorted
  ProgramSet Programs;     ///< the programs that Function is part of
  bool IsSilenced = false;
  bool IsDeclared = false; ///< At is the declaration of a lock that says in which order they are taken: no Function

  /// The place in Function, where the user would edit.
  const Place &begin() const { return Calls.empty() ? At : Calls.front().At; }
  bool operator==(const LockNesting &) const = default;
};

} // namespace asynctidy::summaries
