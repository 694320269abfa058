// Which locks each function takes, itself or in its callees.
#pragma once

#include "link/call-graph.h"
#include "link/lock-table.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::link {

/// For each function the locks it takes, in its own terms, each with the shortest call chain to its acquisition.
///
/// Computed by breadth-first search from the acquisitions back to the callers, for all locks at once. Each function
/// keeps a limited number of the nearest locks: in a large program the functions near `main` take nearly every lock,
/// and their callers hold none.
class LockSummaries {
public:
  struct Entry {
    LockTable::Number What;
    /// The index of FunctionFacts::Acquisitions when Calls is 0, else of FunctionFacts::Calls; of
    /// FunctionSummary::Locks in functions without a body.
    uint32_t Event;
    uint32_t Calls : 21; ///< number of calls to the function that takes it
    uint32_t BeforeSuspension : 1;
    uint32_t OnlyIf : 10; ///< Condition::Code
  };
  static_assert(Condition::MostCode < 1 << 10, "see OnlyIf");

  LockSummaries(const Program &Whole, const CallGraph &Graph);

  const std::vector<Entry> &of(Program::Number F) const { return Entries[F]; }
  const Lock &lock(LockTable::Number N) const { return Locks[N]; }

  /// The entry \p E of the function \p F with its call chain.
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
