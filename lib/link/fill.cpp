#include "link/fill.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

namespace asynctidy::link {
namespace {

/// Drops summaries that depend on files which have changed since.
class FreshOnly {
public:
  FreshOnly(const OtherFiles &From, const Strings &Names) : From(From), Names(Names) {}

  bool isFresh(const Place &P) {
    if (!P)
      return true;
    const auto [Known, New] = Files.try_emplace(P.File, false);
    if (New) {
      llvm::Expected<bool> Answer = From.isFresh(Names[P.File]);
      if (!Answer)
        Problem = llvm::joinErrors(std::move(Problem), Answer.takeError());
      else
        Known->second = *Answer;
    }
    return Known->second;
  }
  bool areFresh(const std::vector<Step> &Steps) {
    return llvm::all_of(Steps, [&](const Step &S) { return isFresh(S.At); });
  }

  void filter(FunctionSummary &F) {
    const bool IsItself = isFresh(F.At);
    llvm::erase_if(F.Blocking, [&](const BlockingChain &C) { return !IsItself || !areFresh(C.Steps); });
    llvm::erase_if(F.Locks, [&](const LockUse &U) { return !IsItself || !areFresh(U.Calls) || !isFresh(U.At); });
  }
  bool isFresh(const LockNesting &N) { return isFresh(N.Since) && isFresh(N.At) && areFresh(N.Calls); }

  llvm::Error takeError() { return std::move(Problem); }

private:
  const OtherFiles &From;
  const Strings &Names;
  llvm::DenseMap<Text, bool> Files;
  llvm::Error Problem = llvm::Error::success();
};

} // namespace

llvm::Error fill(Program &Into, const OtherFiles &From) {
  Strings &Names = Into.strings();
  // All functions that may be called, with their overriders.
  std::vector<Text> Called;
  llvm::DenseMap<Text, bool> IsVirtual;
  bool HoldsLocks = false;
  for (const FunctionFacts &F : Into.functions()) {
    HoldsLocks |= !F.Holds.empty();
    for (const Call &C : F.Calls) {
      const auto [Known, New] = IsVirtual.try_emplace(C.Callee, false);
      Known->second |= C.IsVirtual;
      if (New)
        Called.push_back(C.Callee);
    }
  }
  FreshOnly Fresh(From, Names);
  for (size_t I = 0; I < Called.size(); ++I) {
    const Text Id = Called[I];
    if (IsVirtual[Id]) {
      llvm::Expected<std::vector<std::string>> Overriders = From.overridersOf(Names[Id]);
      if (!Overriders)
        return llvm::joinErrors(Overriders.takeError(), Fresh.takeError());
      for (const std::string &Overrider : *Overriders) {
        const Text Other = Names.add(Overrider);
        const auto [Known, New] = IsVirtual.try_emplace(Other, true);
        if (New || !Known->second)
          Called.push_back(Other);
        Known->second = true;
      }
    }
    if (Into.find(Id))
      continue;
    llvm::Expected<std::optional<FunctionSummary>> Found = From.find(Names[Id], Names);
    if (!Found)
      return llvm::joinErrors(Found.takeError(), Fresh.takeError());
    if (*Found) {
      Fresh.filter(**Found);
      Into.addKnown(std::move(**Found));
    }
  }
  if (HoldsLocks) {
    llvm::Expected<std::vector<LockNesting>> Nestings = From.nestings(Names);
    if (!Nestings)
      return llvm::joinErrors(Nestings.takeError(), Fresh.takeError());
    for (LockNesting &N : *Nestings)
      if (Fresh.isFresh(N))
        Into.addKnown(std::move(N));
  }
  return Fresh.takeError();
}

} // namespace asynctidy::link
