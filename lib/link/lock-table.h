// Interns locks, and translates a callee's locks into the caller's terms.
#pragma once

#include "link/vocabulary.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace asynctidy::link {

/// Stores every lock once: one lock may be in the summaries of very many functions.
class LockTable {
public:
  using Number = uint32_t;

  Number add(Lock L);
  const Lock &operator[](Number N) const { return *Locks[N]; }

private:
  struct Hash {
    size_t operator()(const Lock &L) const;
  };
  std::unordered_map<Lock, Number, Hash> Numbers;
  std::vector<const Lock *> Locks; ///< point to the keys of Numbers, which are never moved
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
