// Which locks each function takes, itself or in its callees.
#pragma once

#include "link/call-graph.h"
#include "link/lock-table.h"
#include "link/short-lists.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace asynctidy::link {

/// For each function the locks it takes, in its own terms, each with the shortest call chain to its acquisition.
///
/// Computed by breadth-first search from the acquisitions back to the callers, for all locks at once. Each function
/// keeps a limited number of the nearest locks: in a large program the functions near `main` take nearly every lock,
/// and their callers hold none. What a function keeps depends on its facts and on what its callees keep, and on no
/// order of functions.
class LockSummaries {
public:
  /// A lock that a function takes. There are very many of these; locks beyond the limits are left out.
  struct Entry {
    uint64_t What : 23; ///< the number of a lock with the condition under which it is taken
    uint64_t BeforeSuspension : 1;
    /// The index of FunctionFacts::Acquisitions when Calls is 0, else of FunctionFacts::Calls; of
    /// FunctionSummary::Locks in functions without a body.
    uint64_t Event : 16;
    uint64_t Calls : 18; ///< number of calls to the function that takes it
    uint64_t Origin : 6; ///< when Calls is not 0: the index of the entry of the called function
  };

  LockSummaries(const Program &Whole, const CallGraph &Graph);

  llvm::ArrayRef<Entry> of(Program::Number F) const { return Entries[F]; }
  const Lock &lock(const Entry &E) const { return Locks[Uses[E.What].What]; }
  /// The number of that lock, below locks().
  LockTable::Number number(const Entry &E) const { return Uses[E.What].What; }
  size_t locks() const { return Locks.size(); }
  Condition condition(const Entry &E) const { return Uses[E.What].OnlyIf; }

  /// The entry \p E of the function \p F with its call chain.
  LockUse expanded(Program::Number F, const Entry &E) const;

  /// Calls \p Visit for each lock that is taken within the \p Call-th call of \p Caller, in the caller's terms.
  void forEachWithin(Program::Number Caller, uint32_t Call,
                     llvm::function_ref<void(const Lock &, const Entry &OfTarget)> Visit) const;

private:
  class Search;
  /// The maximal number of entries of one function; see Entry::Origin.
  static constexpr uint32_t MostEntries = 64;
  /// A lock that is taken under a condition.
  struct Use {
    LockTable::Number What;
    Condition OnlyIf;
    bool IsSameInCaller, IsOfThis; ///< the lock
    uint32_t Always;               ///< the number of the same lock without a condition
  };

  const Program &Whole;
  const CallGraph &Graph;
  LockTable Locks;
  std::vector<Use> Uses;
  ShortLists<Entry, MostEntries> Entries; ///< by function
};

} // namespace asynctidy::link
