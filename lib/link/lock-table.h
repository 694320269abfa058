// Locks by number, and what a lock that one function names is called by its callers.
#pragma once

#include "link/vocabulary.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace asynctidy::link {

/// Every lock once: a lock deep down in a program is in the summaries of very many functions.
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
  std::vector<const Lock *> Locks; ///< the keys of Numbers, which stay where they are
};

/// The callee's \p L in the terms of the function that makes the call \p C.
Lock substituted(const Lock &L, const Call &C);

/// True when \p L means the same in a caller whatever the call.
inline bool isSameInCaller(const Lock &L) {
  return L.Path.From == ObjectPath::Root::Global || L.Path.From == ObjectPath::Root::Unknown;
}

/// \p L as the summary of the function that names it says it; nothing when it means nothing to callers.
std::optional<Lock> forSummary(Lock L);

} // namespace asynctidy::link
