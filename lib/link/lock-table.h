// Interns locks, and translates a callee's locks into the caller's terms.
#pragma once

#include "link/vocabulary.h"

#include <deque>
#include <optional>
#include <vector>

namespace asynctidy::link {

/// Stores every lock once: one lock may be in the summaries of very many functions.
class LockTable {
public:
  using Number = uint32_t;

  Number add(const Lock &L);
  const Lock &operator[](Number N) const { return Locks[N]; }
  size_t size() const { return Locks.size(); }

private:
  /// A place of the hash table, in which locks follow each other without a gap from where their hash says.
  struct Slot {
    uint32_t Hash = 0;
    uint32_t Number = 0; ///< of the lock, and 1 more; 0: free
  };

  void grow();

  std::deque<Lock> Locks;  ///< never moved
  std::vector<Slot> Slots; ///< a power of two of them
};

/// The callee's \p L in the terms of the function that makes the call \p C.
Lock substituted(const Lock &L, const Call &C);

/// True when \p L is the same in the caller's terms for every call.
inline bool isSameInCaller(const Lock &L) {
  return L.Path.From == ObjectPath::Root::Global || L.Path.From == ObjectPath::Root::Unknown;
}

/// \p L as the summary of its function names it; nothing for a lock that callers cannot name.
std::optional<Lock> forSummary(Lock L);

} // namespace asynctidy::link
