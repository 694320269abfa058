#include "link/program.h"

#include "llvm/ADT/SmallSet.h"

namespace asynctidy::link {

bool Program::addFacts(FunctionFacts F) {
  const auto [Place, New] = ById.try_emplace(F.Id, static_cast<Number>(Functions.size()));
  if (!New)
    return false;
  for (const Text Base : F.Overrides)
    Overriders[Base].push_back(F.Id);
  Functions.push_back(std::move(F));
  return true;
}

void Program::add(FunctionFacts F) { addFacts(std::move(F)); }

void Program::addKnown(FunctionSummary F) {
  FunctionFacts Shell;
  Shell.Id = F.Id;
  Shell.Name = F.Name;
  Shell.At = F.At;
  Shell.IsCoroutine = F.IsCoroutine;
  Shell.IsEager = F.IsEager;
  Shell.Overrides = F.Overrides;
  const auto Next = static_cast<Number>(Functions.size());
  if (addFacts(std::move(Shell)))
    Known.try_emplace(Next, std::move(F));
}

void Program::addKnown(LockNesting Nesting) {
  const auto It = ById.find(Nesting.Function);
  if (It == ById.end() || Known.count(It->second))
    KnownNestings.push_back(std::move(Nesting));
}

const FunctionFacts *Program::find(Text Id) const {
  const auto It = ById.find(Id);
  return It == ById.end() ? nullptr : &Functions[It->second];
}

const FunctionSummary *Program::known(Number F) const {
  const auto It = Known.find(F);
  return It == Known.end() ? nullptr : &It->second;
}

llvm::SmallVector<Program::Number, 1> Program::candidates(const Call &C) const {
  llvm::SmallVector<Number, 1> Found;
  llvm::SmallVector<Text, 8> Pending = {C.Callee};
  llvm::SmallSet<Text, 8> Seen;
  while (!Pending.empty()) {
    const Text Id = Pending.pop_back_val();
    if (!Seen.insert(Id).second)
      continue;
    if (const auto It = ById.find(Id); It != ById.end())
      Found.push_back(It->second);
    if (!C.IsVirtual)
      break;
    if (const auto It = Overriders.find(Id); It != Overriders.end())
      Pending.append(It->second.begin(), It->second.end());
  }
  return Found;
}

llvm::SmallVector<Program::Number, 1> Program::targets(const Call &C) const {
  llvm::SmallVector<Number, 1> Found = candidates(C);
  if (Found.size() > 1)
    Found.clear();
  return Found;
}

} // namespace asynctidy::link
