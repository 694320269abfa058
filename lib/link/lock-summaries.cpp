#include "link/lock-summaries.h"

#include "link/call-conditions.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

namespace asynctidy::link {
namespace {

/// The maximal number of entries of one function.
constexpr size_t MostEntries = 64;
static_assert(MostEntries <= 255, "see Search::Passed");

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

Condition conditionOf(const LockSummaries::Entry &E) {
  Condition C;
  C.Code = static_cast<uint16_t>(E.OnlyIf);
  return C;
}

/// No other thread can hold a lock of an object that is being constructed or destroyed, nor wait for it.
bool isOfNewObject(const Lock &L, const FunctionFacts &In) {
  return In.MakesOrEndsObject && L.Path.From == ObjectPath::Root::This;
}

} // namespace

/// The breadth-first search that fills the entries, in steps of one call.
class LockSummaries::Search {
public:
  explicit Search(LockSummaries &Into)
      : Into(Into), Functions(Into.Whole.functions()), Passed(Functions.size(), 0), IsNext(Functions.size(), false) {
    for (Program::Number F = 0; F < Functions.size(); ++F)
      addSources(F);
  }

  void run() {
    for (Calls = 0; !Next.empty() || !Known.empty(); ++Calls) {
      if (const auto It = Known.find(Calls); It != Known.end()) {
        for (const auto &[F, E] : It->second)
          insert(F, E);
        Known.erase(It);
      }
      const std::vector<Program::Number> Current = std::move(Next);
      Next.clear();
      for (const Program::Number F : Current)
        IsNext[F] = false;
      for (const Program::Number F : Current)
        passOn(F);
    }
  }

private:
  void addSources(Program::Number F) {
    const FunctionFacts &Facts = Functions[F];
    for (uint32_t I = 0; I < Facts.Acquisitions.size(); ++I) {
      const Acquisition &A = Facts.Acquisitions[I];
      const std::optional<Lock> L = A.OnlyTries || isOfNewObject(A.What, Facts) ? std::nullopt : forSummary(A.What);
      if (L)
        insert(F, {Into.Locks.add(*L), I, 0, A.BeforeSuspension || !Facts.IsCoroutine, A.OnlyIf.Code});
    }
    if (const FunctionSummary *Summary = Into.Whole.known(F))
      for (uint32_t I = 0; I < Summary->Locks.size(); ++I) {
        const LockUse &Use = Summary->Locks[I];
        const auto Distance = static_cast<uint32_t>(Use.Calls.size());
        Known[Distance].push_back({F, {Into.Locks.add(Use.What), I, Distance, Use.BeforeSuspension, Use.OnlyIf.Code}});
      }
  }

  void insert(Program::Number F, const Entry &E) {
    std::vector<Entry> &Found = Into.Entries[F];
    if (Found.size() >= MostEntries || llvm::any_of(Found, [&](const Entry &K) {
          return K.What == E.What && (K.BeforeSuspension || !E.BeforeSuspension) &&
                 (K.OnlyIf == 0 || K.OnlyIf == E.OnlyIf);
        }))
      return;
    Found.push_back(E);
    if (!IsNext[F]) {
      IsNext[F] = true;
      Next.push_back(F);
    }
  }

  /// Propagates the new entries of \p Callee to its callers.
  void passOn(Program::Number Callee) {
    // A copy: a recursive callee is its own caller.
    llvm::SmallVector<Entry, 16> New;
    const std::vector<Entry> &All = Into.Entries[Callee];
    for (; Passed[Callee] < All.size() && All[Passed[Callee]].Calls == Calls; ++Passed[Callee])
      New.push_back(All[Passed[Callee]]);
    for (const CallGraph::Caller &By : Into.Graph.callersOf(Callee)) {
      if (Into.Entries[By.Function].size() >= MostEntries)
        continue;
      const FunctionFacts &Caller = Functions[By.Function];
      const Call &C = Caller.Calls[By.Call];
      const Part Inside = runWithin(C, Functions[Callee]);
      for (const Entry &E : New)
        if (runs(E, Inside))
          passOn(E, C, By, Caller);
    }
  }

  void passOn(const Entry &E, const Call &C, const CallGraph::Caller &By, const FunctionFacts &Caller) {
    const std::optional<Condition> OnlyIf = inCaller(conditionOf(E), C);
    if (!OnlyIf)
      return;
    LockTable::Number What = E.What;
    if (!isSameInCaller(Into.Locks[What])) {
      const std::optional<Lock> L = forSummary(substituted(Into.Locks[What], C));
      if (!L || isOfNewObject(*L, Caller))
        return;
      What = Into.Locks.add(*L);
    }
    insert(By.Function,
           {What, By.Call, Calls + 1, !Caller.IsCoroutine || (C.BeforeSuspension && E.BeforeSuspension), OnlyIf->Code});
  }

  LockSummaries &Into;
  const std::vector<FunctionFacts> &Functions;
  uint32_t Calls = 0;
  std::vector<uint8_t> Passed;       ///< by function: the number of entries propagated to its callers
  std::vector<Program::Number> Next; ///< functions with entries that are not yet propagated
  std::vector<bool> IsNext;          ///< by function
  std::map<uint32_t, std::vector<std::pair<Program::Number, Entry>>> Known; ///< from the index, by distance
};

LockSummaries::LockSummaries(const Program &Whole, const CallGraph &Graph)
    : Whole(Whole), Graph(Graph), Entries(Whole.functions().size()) {
  Search(*this).run();
}

LockUse LockSummaries::expanded(Program::Number F, const Entry &Of) const {
  LockUse Use;
  Use.What = Locks[Of.What];
  Use.BeforeSuspension = Of.BeforeSuspension;
  Use.OnlyIf = conditionOf(Of);
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
    Use.Calls.push_back({C.At, Facts.Name, C.CalleeName, C.How == Call::Way::Awaited});
    // Find the callee's entry that this one was made from.
    const Program::Number Target = Graph.target(F, E.Event);
    const Part Inside = runWithin(C, Whole.functions()[Target]);
    const auto IsOrigin = [&](const Entry &Candidate) {
      const std::optional<Condition> OnlyIf = inCaller(conditionOf(Candidate), C);
      if (Candidate.Calls + 1 != E.Calls || !runs(Candidate, Inside) || !OnlyIf || OnlyIf->Code != E.OnlyIf)
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
  const summaries::Call &C = Whole.functions()[Caller].Calls[Call];
  const Part Inside = runWithin(C, Whole.functions()[Target]);
  for (const Entry &E : Entries[Target])
    if (runs(E, Inside) && inCaller(conditionOf(E), C))
      Visit(substituted(Locks[E.What], C), E);
}

} // namespace asynctidy::link
