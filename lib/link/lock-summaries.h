// Which locks each function takes, itself or in what it calls.
#pragma once

#include "link/call-graph.h"
#include "link/lock-table.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::link {

/// For each function the locks it takes, in its own terms, each with the shortest way to where it is taken.
///
/// Found by breadth-first search from the functions that take them back to the callers, for all locks at once. A
/// function keeps the first so many: in a large program those at the top take nearly every lock, which no caller holds
/// one of.
class LockSummaries {
public:
  struct Entry {
    LockTable::Number What;
    uint32_t Event;      ///< index of FunctionFacts::Acquisitions when Calls is 0, else of ::Calls; of
                         ///< FunctionSummary::Locks in functions that are only known
    uint32_t Calls : 21; ///< up to the function that takes it
    uint32_t BeforeSuspension : 1;
    uint32_t OnlyIf : 10; ///< Condition::Code
  };
  static_assert(Condition::MostCode < 1 << 10, "see OnlyIf");

  LockSummaries(const Program &Whole, const CallGraph &Graph);

  const std::vector<Entry> &of(Program::Number F) const { return Entries[F]; }
  const Lock &lock(LockTable::Number N) const { return Locks[N]; }

  /// What \p E is in terms of its function \p F, with the way.
  LockUse expanded(Program::Number F, const Entry &E) const;

  /// Calls \p Visit for each lock that is taken within the \p Call-th call of \p Caller, in the caller's terms.
  void forEachWithin(Program::Number Caller, uint32_t Call,
                     llvm::function_ref<void(const Lock &, const Entry &OfTarget)> Visit) const;

private:
  class Search;

  const Program &Whole;
  const CallGraph &Graph;
  LockTable Locks;
  std::vector<std::vector<Entry>> Entries; ///< by function
};

} // namespace asynctidy::link
