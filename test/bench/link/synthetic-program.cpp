#include "synthetic-program.h"

#include "llvm/ADT/Twine.h"

#include <cmath>

using namespace asynctidy::summaries;

namespace asynctidy::bench {
namespace {

std::string className(uint32_t Class) {
  return "app::part" + std::to_string(Class / 20) + "::Class" + std::to_string(Class);
}

/// Makes one function; every choice comes from its number and the seed.
class Maker {
public:
  Maker(uint32_t N, uint32_t Functions, uint32_t PerFile, uint32_t PerClass, uint32_t Seed, Strings &Names)
      : N(N), Functions(Functions), PerFile(PerFile), PerClass(PerClass), Random(Seed * 2654435761u + N), Names(Names) {
  }

  FunctionFacts make() {
    F.Id = Names.add(idOf(N));
    F.Name = Names.add("'function" + std::to_string(N) + "'");
    F.At = {Names.add("src/part" + std::to_string(N / 10000) + "/file" + std::to_string(N / PerFile) + ".cpp"),
            N % PerFile * 100 + 1, 1};
    F.IsCoroutine = chance(0.05);
    F.IsEager = F.IsCoroutine && chance(0.2);
    F.IsClosed = chance(0.3);
    const bool Locks = chance(0.02);
    if (Locks)
      lock();
    if (Locks && chance(0.1))
      lock();
    if (F.IsCoroutine || (N > Functions / 10 && chance(0.005)))
      if (!F.IsCoroutine || chance(0.005))
        block();
    const unsigned Calls = std::poisson_distribution<unsigned>(4)(Random);
    for (unsigned I = 0; I < Calls; ++I)
      call();
    return std::move(F);
  }

private:
  std::string idOf(uint32_t Function) const {
    return "c:@N@app@S@" + className(Function / PerClass) + "@F@function" + std::to_string(Function) + "#";
  }
  bool chance(double P) { return std::bernoulli_distribution(P)(Random); }
  double share() { return std::uniform_real_distribution<>(0, 1)(Random); }
  Place next() { return {F.At.File, F.At.Line + ++Line, 5}; }

  ObjectPath path(ObjectPath::Root From, llvm::StringRef Variable, std::initializer_list<std::string> Steps) {
    ObjectPath P;
    P.From = From;
    P.Variable = Names.add(Variable);
    for (const std::string &Step : Steps)
      P.Steps.push_back(Names.add(Step));
    return P;
  }
  ObjectPath ownMutex() { return path(ObjectPath::Root::This, "", {className(N / PerClass) + "::mutex"}); }

  void lock() {
    Lock L;
    const double Kind = share();
    if (Kind < 0.1)
      L.Path.From = ObjectPath::Root::Parameter;
    else if (Kind < 0.2)
      L.Path = path(ObjectPath::Root::Global, "app::part" + std::to_string(N / PerClass / 20) + "::registryMutex", {});
    else
      L.Path = ownMutex();
    L.IsAsync = F.IsCoroutine && L.Path.From == ObjectPath::Root::This && chance(0.5);
    L.IsShared = chance(0.1);
    Acquisition A;
    A.What = L;
    A.At = next();
    A.BeforeSuspension = true;
    A.Held = Held;
    Held.push_back(static_cast<uint32_t>(F.Holds.size()));
    F.Holds.push_back({L, A.At, chance(0.9)});
    F.Acquisitions.push_back(std::move(A));
  }

  void block() {
    Blocker B;
    B.At = next();
    B.WaitsForWork = chance(0.3);
    B.Name = Names.add(B.WaitsForWork ? "'get'" : "'sleep_for'");
    B.Because = Names.add("waits on the calling thread (standard.yaml:7)");
    F.Blockers.push_back(B);
  }

  void call() {
    // Mostly a function further down, often one that many call; sometimes back up, near by.
    uint32_t Callee;
    if (chance(0.01))
      Callee = std::min(Functions - 1, N + 1 + static_cast<uint32_t>(share() * 20));
    else if (chance(0.4))
      Callee = N - static_cast<uint32_t>(share() * std::min(N, 200u));
    else
      Callee = static_cast<uint32_t>(N * std::pow(share(), 3));
    Call C;
    C.Callee = Names.add(idOf(Callee));
    C.CalleeName = Names.add("'function" + std::to_string(Callee) + "'");
    if (F.IsCoroutine)
      C.How = chance(0.3) ? Call::Way::Awaited : chance(0.1) ? Call::Way::Apart : Call::Way::Plain;
    C.At = next();
    C.BeforeSuspension = !HasSuspended;
    HasSuspended |= C.How == Call::Way::Awaited;
    const uint32_t Class = Callee / PerClass;
    if (Class == N / PerClass && chance(0.7))
      C.Object.From = ObjectPath::Root::This;
    else if (chance(0.5))
      C.Object = path(ObjectPath::Root::This, "", {className(N / PerClass) + "::part" + std::to_string(Class % 7)});
    if (chance(0.3))
      C.Arguments.push_back(ownMutex());
    C.Held = Held;
    if (!Held.empty() && chance(0.3)) // most locks are let go soon
      Held.pop_back();
    F.Calls.push_back(std::move(C));
  }

  const uint32_t N, Functions, PerFile, PerClass;
  std::mt19937 Random;
  Strings &Names;
  FunctionFacts F;
  std::vector<uint32_t> Held;
  uint32_t Line = 0;
  bool HasSuspended = false;
};

} // namespace

FunctionFacts SyntheticProgram::function(uint32_t N, Strings &Names) const {
  return Maker(N, Functions, FunctionsPerFile, FunctionsPerClass, Seed, Names).make();
}

UnitFacts SyntheticProgram::file(uint32_t N, Strings &Names) const {
  UnitFacts Unit;
  const uint32_t First = N * FunctionsPerFile;
  for (uint32_t I = First; I < std::min(Functions, First + FunctionsPerFile); ++I)
    Unit.Functions.push_back(function(I, Names));
  std::mt19937 Random(Seed + N);
  for (uint32_t I = 0; I < HeaderFunctionsPerFile; ++I)
    Unit.Functions.push_back(function(static_cast<uint32_t>(Random() % Functions), Names));
  Unit.About.MainFile = "src/part" + std::to_string(First / 10000) + "/file" + std::to_string(N) + ".cpp";
  Unit.About.Tool = "bench";
  Unit.About.Inputs.push_back({Unit.About.MainFile, digestOf(Unit.About.MainFile)});
  return Unit;
}

} // namespace asynctidy::bench
