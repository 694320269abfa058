#include "link/lock-summaries.h"

#include "llvm/ADT/STLExtras.h"

namespace asynctidy::link {
namespace {

/// Locks one function is known to take.
constexpr size_t MostEntries = 64;

/// The part of the callee's body that runs within \p C.
enum class Part { Nothing, BeforeSuspension, All };

Part runWithin(const Call &C, const FunctionFacts &Callee) {
  switch (C.How) {
  case Call::Way::Apart:
    return Part::Nothing;
  case Call::Way::Awaited:
    return Part::All;
  case Call::Way::Plain:
    break;
  }
  if (!Callee.IsCoroutine)
    return Part::All;
  return Callee.IsEager ? Part::BeforeSuspension : Part::Nothing;
}

bool runs(const LockSummaries::Entry &E, Part Of) {
  return Of == Part::All || (Of == Part::BeforeSuspension && E.BeforeSuspension);
}

/// Nobody else can hold a lock of an object that is being made or ended, and nobody else waits for it.
bool isOfNewObject(const Lock &L, const FunctionFacts &In) {
  return In.MakesOrEndsObject && L.Path.From == ObjectPath::Root::This;
}

} // namespace

LockSummaries::LockSummaries(const Program &Whole, const CallGraph &Graph)
    : Whole(Whole), Graph(Graph), Entries(Whole.functions().size()) {
  search();
}

bool LockSummaries::insert(Program::Number F, const Entry &E) {
  std::vector<Entry> &Known = Entries[F];
  if (Known.size() >= MostEntries || llvm::any_of(Known, [&](const Entry &K) {
        return K.What == E.What && (K.BeforeSuspension || !E.BeforeSuspension);
      }))
    return false;
  Known.push_back(E);
  return true;
}

void LockSummaries::search() {
  struct Found {
    Program::Number F;
    Entry E;
  };
  const std::vector<FunctionFacts> &Functions = Whole.functions();
  // By distance. Entries are put into their function at once when the search itself finds them, so there are no more
  // of them waiting than there are in all.
  std::vector<std::vector<Found>> Levels(1);
  const auto Level = [&](size_t Calls) -> std::vector<Found> & {
    if (Levels.size() <= Calls)
      Levels.resize(Calls + 1);
    return Levels[Calls];
  };
  for (Program::Number F = 0; F < Functions.size(); ++F) {
    const FunctionFacts &Facts = Functions[F];
    for (uint32_t I = 0; I < Facts.Acquisitions.size(); ++I) {
      const Acquisition &A = Facts.Acquisitions[I];
      const std::optional<Lock> L = A.OnlyTries || isOfNewObject(A.What, Facts) ? std::nullopt : forSummary(A.What);
      if (L)
        Level(0).push_back({F, {Locks.add(*L), I, 0, A.BeforeSuspension || !Facts.IsCoroutine}});
    }
    if (const FunctionSummary *Known = Whole.known(F))
      for (uint32_t I = 0; I < Known->Locks.size(); ++I) {
        const LockUse &Use = Known->Locks[I];
        const auto Calls = static_cast<uint32_t>(Use.Calls.size());
        Level(Calls).push_back({F, {Locks.add(Use.What), I, Calls, Use.BeforeSuspension}});
      }
  }
  for (uint32_t Calls = 0; Calls < Levels.size(); ++Calls) {
    const std::vector<Found> Current = std::move(Levels[Calls]);
    for (const Found &Callee : Current) {
      // What the search has put in is there already; the sources are not.
      const bool IsSource = Calls == 0 || Whole.known(Callee.F);
      if (IsSource && !insert(Callee.F, Callee.E))
        continue;
      for (const CallGraph::Caller &By : Graph.callersOf(Callee.F)) {
        const FunctionFacts &Caller = Functions[By.Function];
        const Call &C = Caller.Calls[By.Call];
        if (Entries[By.Function].size() >= MostEntries || !runs(Callee.E, runWithin(C, Functions[Callee.F])))
          continue;
        LockTable::Number What = Callee.E.What;
        if (!isSameInCaller(Locks[What])) {
          const std::optional<Lock> L = forSummary(substituted(Locks[What], C));
          if (!L || isOfNewObject(*L, Caller))
            continue;
          What = Locks.add(*L);
        }
        const Entry E{What, By.Call, Calls + 1,
                      !Caller.IsCoroutine || (C.BeforeSuspension && Callee.E.BeforeSuspension)};
        if (insert(By.Function, E))
          Level(Calls + 1).push_back({By.Function, E});
      }
    }
  }
}

LockUse LockSummaries::expanded(Program::Number F, const Entry &Of) const {
  LockUse Use;
  Use.What = Locks[Of.What];
  Use.BeforeSuspension = Of.BeforeSuspension;
  Entry E = Of;
  while (true) {
    if (const FunctionSummary *Known = Whole.known(F)) {
      const LockUse &Rest = Known->Locks[E.Event];
      Use.Calls.insert(Use.Calls.end(), Rest.Calls.begin(), Rest.Calls.end());
      Use.At = Rest.At;
      return Use;
    }
    const FunctionFacts &Facts = Whole.functions()[F];
    if (E.Calls == 0) {
      Use.At = Facts.Acquisitions[E.Event].At;
      return Use;
    }
    const Call &C = Facts.Calls[E.Event];
    Use.Calls.push_back({C.At, Facts.Name, C.CalleeName});
    // The entry of the callee that this one came from.
    const Program::Number Target = Graph.target(F, E.Event);
    const Part Inside = runWithin(C, Whole.functions()[Target]);
    const auto IsOrigin = [&](const Entry &Candidate) {
      if (Candidate.Calls + 1 != E.Calls || !runs(Candidate, Inside))
        return false;
      const Lock &L = Locks[Candidate.What];
      return isSameInCaller(L) ? Candidate.What == E.What : forSummary(substituted(L, C)) == Locks[E.What];
    };
    const auto Origin = llvm::find_if(Entries[Target], IsOrigin);
    F = Target;
    E = *Origin;
  }
}

void LockSummaries::forEachWithin(Program::Number Caller, uint32_t Call,
                                  llvm::function_ref<void(const Lock &, const Entry &)> Visit) const {
  const Program::Number Target = Graph.target(Caller, Call);
  if (Target == CallGraph::None)
    return;
  const link::Call &C = Whole.functions()[Caller].Calls[Call];
  const Part Inside = runWithin(C, Whole.functions()[Target]);
  for (const Entry &E : Entries[Target])
    if (runs(E, Inside))
      Visit(substituted(Locks[E.What], C), E);
}

} // namespace asynctidy::link
