#include "link/lock-table.h"

#include "link/lock-names.h"

#include "llvm/ADT/Hashing.h"

#include <algorithm>

namespace asynctidy::link {
namespace {

/// Longer paths come from recursion over linked objects, where the last object is unknown.
constexpr size_t MostSteps = 6;

ObjectPath withUnknownObject(const ObjectPath &Path) {
  ObjectPath Result;
  if (const Text Field = lastField(Path))
    Result.Steps.push_back(Field);
  return Result;
}

/// The callee's \p Path in the caller's terms, where \p Start is its root.
ObjectPath joined(const ObjectPath &Start, const ObjectPath &Path) {
  const bool IsObject = Start.From != ObjectPath::Root::Unknown && Start.From != ObjectPath::Root::Constant;
  if (!IsObject || Start.Steps.size() + Path.Steps.size() > MostSteps)
    return withUnknownObject(Path.Steps.empty() ? Start : Path);
  ObjectPath Result = Start;
  Result.Steps.append(Path.Steps.begin(), Path.Steps.end());
  return Result;
}

} // namespace

static constexpr size_t FirstSlots = 64;

static uint32_t hashOf(const Lock &L) {
  const ObjectPath &P = L.Path;
  return static_cast<uint32_t>(llvm::hash_combine(static_cast<unsigned>(P.From), P.Number, P.Variable,
                                                  llvm::hash_combine_range(P.Steps.begin(), P.Steps.end()), L.IsAsync,
                                                  L.IsShared, L.IsRecursive));
}

LockTable::Number LockTable::add(const Lock &L) {
  if (Locks.size() * 2 >= Slots.size())
    grow();
  const uint32_t Hash = hashOf(L);
  for (size_t I = Hash & (Slots.size() - 1);; I = (I + 1) & (Slots.size() - 1)) {
    Slot &Here = Slots[I];
    if (!Here.Number) {
      Locks.push_back(L);
      Here = {Hash, static_cast<uint32_t>(Locks.size())};
    } else if (Here.Hash != Hash || Locks[Here.Number - 1] != L) {
      continue;
    }
    return Here.Number - 1;
  }
}

void LockTable::grow() {
  std::vector<Slot> Old(std::max(FirstSlots, Slots.size() * 2));
  Old.swap(Slots);
  for (const Slot &Known : Old) {
    if (!Known.Number)
      continue;
    size_t I = Known.Hash & (Slots.size() - 1);
    while (Slots[I].Number)
      I = (I + 1) & (Slots.size() - 1);
    Slots[I] = Known;
  }
}

Lock substituted(const Lock &L, const Call &C) {
  Lock Result = L;
  switch (L.Path.From) {
  case ObjectPath::Root::Global:
  case ObjectPath::Root::Unknown:
  case ObjectPath::Root::Constant:
    break;
  case ObjectPath::Root::This:
    Result.Path = joined(C.Object, L.Path);
    break;
  case ObjectPath::Root::Parameter:
    Result.Path = joined(L.Path.Number < C.Arguments.size() ? C.Arguments[L.Path.Number] : ObjectPath(), L.Path);
    break;
  case ObjectPath::Root::Local:
  case ObjectPath::Root::Pointee:
    Result.Path = withUnknownObject(L.Path);
    break;
  }
  return Result;
}

std::optional<Lock> forSummary(Lock L) {
  if (isInOwnFrame(L.Path))
    return std::nullopt;
  const bool IsNamed = L.Path.From == ObjectPath::Root::This || L.Path.From == ObjectPath::Root::Global ||
                       L.Path.From == ObjectPath::Root::Parameter;
  if (!IsNamed || L.Path.Steps.size() > MostSteps)
    L.Path = withUnknownObject(L.Path);
  if (L.Path.From == ObjectPath::Root::Unknown && L.Path.Steps.empty())
    return std::nullopt;
  return L;
}

} // namespace asynctidy::link
