// Translates very many locks of callees into their callers' terms.
#pragma once

#include "link/call-graph.h"
#include "link/lock-table.h"

namespace asynctidy::link {

/// Remembers what it translated: few objects and few locks meet again and again.
class LockSubstitution {
public:
  static constexpr LockTable::Number None = ~LockTable::Number(0);

  /// Adds what it finds to \p Locks.
  LockSubstitution(LockTable &Locks, const Program &Whole, const CallGraph &Graph);

  /// The lock \p What of the callee of \p C in the terms of the caller's summary, as forSummary(substituted()) says;
  /// None when callers cannot name it. \p IsOfThis says whether its path starts at
  /// `this`, \p Number is that of the call.
  LockTable::Number of(LockTable::Number What, bool IsOfThis, size_t Number, const Call &C);

private:
  using PathNumber = uint32_t;
  struct Known {
    LockTable::Number Of = None;
    PathNumber Start = 0;
    LockTable::Number Result = None;
  };

  PathNumber number(const ObjectPath &Path);
  /// The number of the argument from which the callee's \p Path starts.
  PathNumber argumentOf(const ObjectPath &Path, const Call &C);

  LockTable &Locks;
  LockTable Paths;                 ///< as locks without modes
  std::vector<PathNumber> Objects; ///< by number of call
  std::vector<Known> Recent;       ///< each at the place that its hash says, instead of an older one
};

} // namespace asynctidy::link
