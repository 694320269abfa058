// The analysis against what plain search along every call finds, on programs small enough for that.
#include "../bench/link/synthetic-program.h"

#include "link/analysis.h"
#include "link/lock-names.h"

#include "gtest/gtest.h"

#include <set>

using namespace asynctidy::link;
using enum asynctidy::summaries::CheckId;
using asynctidy::bench::SyntheticProgram;

namespace {

constexpr uint32_t Size = 1000;

void make(uint32_t Seed, Program &Whole) {
  const SyntheticProgram Made(Size, Seed);
  for (uint32_t N = 0; N < Made.files(); ++N)
    Whole.add(Made.file(N, Whole.strings()));
}

class Synthetic : public testing::TestWithParam<uint32_t> {
protected:
  Synthetic() { make(GetParam(), Whole); }

  const FunctionFacts *targetOf(const Call &C) const { return Whole.find(C.Callee); }

  bool blocks(const FunctionFacts &F, bool WaitsForWork, std::set<const FunctionFacts *> &Seen) const {
    if (F.IsCoroutine || !Seen.insert(&F).second)
      return false;
    for (const Blocker &B : F.Blockers)
      if (B.WaitsForWork == WaitsForWork)
        return true;
    for (const Call &C : F.Calls)
      if (const FunctionFacts *Target = targetOf(C);
          Target && C.How != Call::Way::Apart && blocks(*Target, WaitsForWork, Seen))
        return true;
    return false;
  }

  /// A task that has a name is awaited in one place and made in another, where its function runs.
  bool isMadeElsewhere(const FunctionFacts &F, const Call &C) const {
    return C.How == Call::Way::Awaited && std::any_of(F.Calls.begin(), F.Calls.end(), [&](const Call &Other) {
             return Other.How == Call::Way::Plain && targetOf(Other) == targetOf(C);
           });
  }

  /// What \p F takes, in the terms of who first called, along every way but round in circles.
  struct Found {
    Lock What;
    bool BeforeSuspension;
    auto key() const {
      return std::tuple(What.Path.From, What.Path.Number, What.Path.Variable, What.Path.Steps, What.IsAsync,
                        What.IsShared, BeforeSuspension);
    }
    bool operator<(const Found &Other) const { return key() < Other.key(); }
  };
  using Locks = std::set<Found>;

  /// Adds to the sets of all functions what their callees have, until nothing is new.
  std::map<const FunctionFacts *, Locks> locksOfAll() const {
    std::map<const FunctionFacts *, Locks> All;
    for (const FunctionFacts &F : Whole.functions())
      for (const Acquisition &A : F.Acquisitions)
        if (const auto L = forSummary(A.What))
          All[&F].insert({*L, !F.IsCoroutine || A.BeforeSuspension});
    bool IsNew = true;
    while (IsNew) {
      IsNew = false;
      for (const FunctionFacts &F : Whole.functions())
        for (const Call &C : F.Calls)
          for (const Found &Inner : within(All, C))
            if (const auto L = forSummary(Inner.What))
              IsNew |= All[&F].insert({*L, !F.IsCoroutine || (C.BeforeSuspension && Inner.BeforeSuspension)}).second;
    }
    return All;
  }

  /// What is taken within \p C, in the caller's terms.
  Locks within(std::map<const FunctionFacts *, Locks> &All, const Call &C) const {
    Locks Result;
    const FunctionFacts *Target = targetOf(C);
    if (!Target || C.How == Call::Way::Apart)
      return Result;
    for (const Found &Inner : All[Target]) {
      const bool Runs =
          C.How == Call::Way::Awaited || !Target->IsCoroutine || (Target->IsEager && Inner.BeforeSuspension);
      if (Runs)
        Result.insert({substituted(Inner.What, C), Inner.BeforeSuspension});
    }
    return Result;
  }

  Strings Names;
  Program Whole{Names};
};

TEST_P(Synthetic, Blocking) {
  std::set<std::pair<Place, CheckId>> Expected, Found;
  for (const FunctionFacts &F : Whole.functions()) {
    if (!F.IsCoroutine)
      continue;
    for (const bool WaitsForWork : {false, true}) {
      const CheckId Check = WaitsForWork ? BlockingWait : BlockingCall;
      for (const Blocker &B : F.Blockers)
        if (B.WaitsForWork == WaitsForWork)
          Expected.insert({B.At, Check});
      for (const Call &C : F.Calls) {
        std::set<const FunctionFacts *> Seen;
        if (const FunctionFacts *Target = targetOf(C);
            Target && C.How != Call::Way::Apart && !isMadeElsewhere(F, C) && blocks(*Target, WaitsForWork, Seen))
          Expected.insert({C.At, Check});
      }
    }
  }
  for (const Finding &F : findingsOf(Whole, BlockingCall | BlockingWait)) {
    Found.insert({F.At, F.Check});
    for (const Finding::Note &Note : F.Notes)
      if (llvm::StringRef(Note.Message).ends_with("blocks here, too"))
        Found.insert({Note.At, F.Check});
  }
  EXPECT_EQ(Found, Expected);
  EXPECT_FALSE(Expected.empty());
}

TEST_P(Synthetic, LocksOfFunctions) {
  auto All = locksOfAll();
  Analysis Of(Whole);
  size_t Count = 0;
  for (Program::Number N = 0; N < Whole.functions().size(); ++N) {
    std::set<std::tuple<List<Text>, Text, bool>> Expected, Found;
    const auto KeyOf = [](const Lock &L) { return std::tuple(L.Path.Steps, L.Path.Variable, L.IsShared); };
    for (const auto &Inner : All[&Whole.functions()[N]])
      Expected.insert(KeyOf(Inner.What));
    for (const LockSummaries::Entry &E : Of.lockSummaries().of(N)) {
      const LockUse Use = Of.lockSummaries().expanded(N, E);
      Found.insert(KeyOf(Use.What));
      EXPECT_EQ(Use.Calls.size(), E.Calls);
      EXPECT_TRUE(Use.At);
    }
    if (Of.lockSummaries().of(N).size() < 64) // what a function keeps is bounded
      EXPECT_EQ(Found, Expected) << N;
    Count += Expected.size();
  }
  EXPECT_GT(Count, 100u);
}

TEST_P(Synthetic, OrderEdgesAndSelfDeadlocks) {
  auto All = locksOfAll();
  std::set<std::pair<std::string, std::string>> Expected, Found;
  std::set<Place> ExpectedAgain, FoundAgain;
  const auto Add = [&](const FunctionFacts &F, const List<uint32_t> &Held, const Lock &Taken, const Place &At) {
    for (const uint32_t I : Held) {
      const Hold &H = F.Holds[I];
      const Text From = keyOf(H.What.Path), To = keyOf(Taken.Path);
      if (From && To && From != To)
        Expected.insert({shortName(Whole.strings()[From]), shortName(Whole.strings()[To])});
      if (H.OnEveryPath && H.What.Path == Taken.Path && isExact(Taken.Path) && !(H.What.IsShared && Taken.IsShared))
        ExpectedAgain.insert(At);
    }
  };
  for (const FunctionFacts &F : Whole.functions()) {
    for (const Acquisition &A : F.Acquisitions)
      Add(F, A.Held, A.What, A.At);
    for (const Call &C : F.Calls)
      for (const auto &Inner : within(All, C))
        Add(F, C.Held, Inner.What, C.At);
  }
  Analysis Of(Whole);
  const LockGraph &Graph = Of.lockGraph();
  for (const LockGraph::Edge &E : Graph.edges())
    if (Graph.key(E.Held) && Graph.key(E.Acquired))
      Found.insert({Graph.name(E.Held), Graph.name(E.Acquired)});
  EXPECT_EQ(Found, Expected);
  for (const Finding &F : Of.findings(SelfDeadlock))
    FoundAgain.insert(F.At);
  EXPECT_EQ(FoundAgain, ExpectedAgain);
}

INSTANTIATE_TEST_SUITE_P(Seeds, Synthetic, testing::Range(1u, 5u));

} // namespace
