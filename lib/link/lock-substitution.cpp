#include "link/lock-substitution.h"

#include "llvm/ADT/Hashing.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

namespace asynctidy::link {

static constexpr size_t LeastRecent = 1 << 6, MostRecent = 1 << 20;

LockSubstitution::LockSubstitution(LockTable &Locks, const Program &Whole, const CallGraph &Graph) : Locks(Locks) {
  number(ObjectPath());
  Objects.reserve(Graph.calls());
  for (const FunctionFacts &F : Whole.functions())
    for (const Call &C : F.Calls)
      Objects.push_back(number(C.Object));
  Recent.resize(std::clamp<size_t>(llvm::PowerOf2Ceil(Graph.calls()), LeastRecent, MostRecent));
}

LockSubstitution::PathNumber LockSubstitution::number(const ObjectPath &Path) {
  const bool IsUnknown = Path.From == ObjectPath::Root::Unknown && Path.Steps.empty();
  return IsUnknown && Paths.size() ? 0 : Paths.add({Path});
}

LockSubstitution::PathNumber LockSubstitution::argumentOf(const ObjectPath &Path, const Call &C) {
  return Path.From == ObjectPath::Root::Parameter && Path.Number < C.Arguments.size() ? number(C.Arguments[Path.Number])
                                                                                      : 0;
}

LockTable::Number LockSubstitution::of(LockTable::Number What, bool IsOfThis, size_t Number, const Call &C) {
  const PathNumber Start = IsOfThis ? Objects[Number] : argumentOf(Locks[What].Path, C);
  Known &Here = Recent[static_cast<size_t>(llvm::hash_combine(What, Start)) & (Recent.size() - 1)];
  if (Here.Of != What || Here.Start != Start) {
    const std::optional<Lock> L = forSummary(substituted(Locks[What], C));
    Here = {What, Start, L ? Locks.add(*L) : None};
  }
  return Here.Result;
}

} // namespace asynctidy::link
