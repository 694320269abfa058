#include "link/lock-summaries.h"

#include "link/call-conditions.h"
#include "link/collected.h"
#include "link/lock-substitution.h"

#include "llvm/ADT/STLExtras.h"

#include <map>

namespace asynctidy::link {
namespace {

/// Entry has no room for more than these.
constexpr uint32_t MostUses = 1 << 23, MostEvents = 1 << 16, MostCalls = (1 << 18) - 1;
static_assert(sizeof(LockSummaries::Entry) == 8);
/// See Search::prefetch().
constexpr size_t Ahead = 8, MostPrefetched = 8;

/// The part of the callee's body that runs within \p C.
enum class Part { Nothing, BeforeSuspension, All };

/// What is asked of very many callees.
struct Kind {
  bool IsCoroutine = false, IsEager = false;
};

Kind kindOf(const FunctionFacts &F) { return {F.IsCoroutine, F.IsEager}; }

Part runWithin(const Call &C, Kind Callee) {
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

/// No other thread can hold a lock of an object that is being constructed or destroyed, nor wait for it.
bool isOfNewObject(const Lock &L, const FunctionFacts &In) {
  return In.MakesOrEndsObject && L.Path.From == ObjectPath::Root::This;
}

} // namespace

/// The breadth-first search that fills the entries, in steps of one call: in each, the callers of functions with new
/// entries look at what these took.
class LockSummaries::Search {
public:
  explicit Search(LockSummaries &Into)
      : Into(Into), Functions(Into.Whole.functions()), New(Functions.size()), ToAsk(Functions.size()),
        Substituted(Into.Locks, Into.Whole, Into.Graph) {
    Kinds.reserve(Functions.size());
    for (Program::Number F = 0; F < Functions.size(); ++F) {
      Kinds.push_back(kindOf(Functions[F]));
      addSources(F);
    }
  }

  void run() {
    for (const auto &[F, E] : takeKnown(0))
      insert(F, E);
    std::vector<Program::Number> Current;
    for (Program::Number F = 0; F < Functions.size(); ++F)
      if (finish(F, 0))
        Current.push_back(F);
    for (Calls = 1; Calls <= MostCalls && (!Current.empty() || !Known.empty()); ++Calls) {
      for (const Program::Number F : Current)
        for (const CallGraph::Caller &By : Into.Graph.callersOf(F))
          ToAsk.add(By.Function);
      const std::vector<Program::Number> Asked = ToAsk.take();
      for (size_t I = 0; I < Asked.size(); ++I) {
        if (I + Ahead < Asked.size())
          prefetch(Asked[I + Ahead]);
        pull(Asked[I]);
      }
      Current.clear();
      for (const Program::Number F : Asked)
        if (finish(F, Calls))
          Current.push_back(F);
      for (const auto &[F, E] : takeKnown(Calls)) { // of functions without calls
        insert(F, E);
        if (finish(F, Calls))
          Current.push_back(F);
      }
    }
  }

private:
  /// The entries of a function that are one call nearer than those which are looked for.
  struct Range {
    uint8_t Begin = 0, End = 0;
    uint32_t Calls = 0; ///< that these have
  };

  /// What was inserted into \p F is what its callers look at next. Returns whether there is any.
  bool finish(Program::Number F, uint32_t Distance) {
    const uint8_t Begin = New[F].Calls == Distance ? New[F].Begin : New[F].End;
    New[F] = {Begin, static_cast<uint8_t>(Into.Entries.size(F)), Distance};
    return Begin != New[F].End;
  }

  std::vector<std::pair<Program::Number, Entry>> takeKnown(uint32_t Distance) {
    const auto It = Known.find(Distance);
    if (It == Known.end())
      return {};
    auto Taken = std::move(It->second);
    Known.erase(It);
    return Taken;
  }

  void addSources(Program::Number F) {
    const FunctionFacts &Facts = Functions[F];
    for (uint32_t I = 0; I < Facts.Acquisitions.size() && I < MostEvents; ++I) {
      const Acquisition &A = Facts.Acquisitions[I];
      const std::optional<Lock> L = A.OnlyTries || isOfNewObject(A.What, Facts) ? std::nullopt : forSummary(A.What);
      if (L)
        add(F, Into.Locks.add(*L), A.OnlyIf, A.BeforeSuspension || !Facts.IsCoroutine, I, 0, 0);
    }
    if (const FunctionSummary *Summary = Into.Whole.known(F))
      for (uint32_t I = 0; I < Summary->Locks.size() && I < MostEvents; ++I) {
        const LockUse &Use = Summary->Locks[I];
        const auto Distance = static_cast<uint32_t>(std::min<size_t>(Use.Calls.size(), MostCalls));
        if (const std::optional<uint32_t> What = use(Into.Locks.add(Use.What), Use.OnlyIf))
          Known[Distance].push_back({F, {*What, Use.BeforeSuspension, I, Distance, 0}});
      }
  }

  /// The number of a lock under a condition; nothing when there are too many.
  std::optional<uint32_t> use(LockTable::Number What, Condition OnlyIf) {
    if (!OnlyIf && What < Unconditional.size() && Unconditional[What])
      return Unconditional[What] - 1;
    const auto [It, IsNew] = Numbers.try_emplace({What, OnlyIf.Code}, static_cast<uint32_t>(Into.Uses.size()));
    if (!IsNew)
      return It->second;
    if (Into.Uses.size() >= MostUses) {
      Numbers.erase(It);
      return std::nullopt;
    }
    const uint32_t Number = It->second;
    const Lock &L = Into.Locks[What];
    Into.Uses.push_back({What, OnlyIf, isSameInCaller(L), L.Path.From == ObjectPath::Root::This, Number});
    if (!OnlyIf) {
      Unconditional.resize(std::max<size_t>(Unconditional.size(), What + 1), 0);
      Unconditional[What] = Number + 1;
    } else {
      const std::optional<uint32_t> Always = use(What, {});
      Into.Uses[Number].Always = Always.value_or(Number);
    }
    return Number;
  }

  void add(Program::Number F, LockTable::Number What, Condition OnlyIf, bool BeforeSuspension, uint32_t Event,
           uint32_t Distance, uint32_t Origin) {
    if (const std::optional<uint32_t> Number = use(What, OnlyIf))
      insert(F, {*Number, BeforeSuspension, Event, Distance, Origin});
  }

  void insert(Program::Number F, const Entry &E) {
    const llvm::ArrayRef<Entry> Found = Into.Entries[F];
    const uint32_t Always = Into.Uses[E.What].Always;
    if (Found.size() >= MostEntries || llvm::any_of(Found, [&](const Entry &K) {
          return (K.What == E.What || K.What == Always) && (K.BeforeSuspension || !E.BeforeSuspension);
        }))
      return;
    Into.Entries.add(F, E);
  }

  /// Functions that are asked one after the other call others anywhere in memory: what these took is fetched while
  /// others are asked.
  void prefetch(Program::Number F) {
    if (Into.Entries.size(F) == MostEntries)
      return;
    const size_t Size = std::min<size_t>(Functions[F].Calls.size(), MostPrefetched);
    for (uint32_t I = 0; I < Size; ++I)
      if (const Program::Number Target = Into.Graph.target(F, I);
          Target != CallGraph::None && New[Target].Calls + 1 == Calls && New[Target].Begin != New[Target].End)
        __builtin_prefetch(Into.Entries[Target].data() + New[Target].Begin);
  }

  /// Adds to \p F what its callees took in the last step.
  void pull(Program::Number F) {
    if (Into.Entries.size(F) == MostEntries)
      return;
    const FunctionFacts &Caller = Functions[F];
    const auto Size = static_cast<uint32_t>(std::min<size_t>(Caller.Calls.size(), MostEvents));
    for (uint32_t I = 0; I < Size && Into.Entries.size(F) < MostEntries; ++I) {
      const Program::Number Target = Into.Graph.target(F, I);
      if (Target == CallGraph::None || New[Target].Calls + 1 != Calls || New[Target].Begin == New[Target].End)
        continue;
      const Call &C = Caller.Calls[I];
      const Part Inside = runWithin(C, Kinds[Target]);
      for (uint32_t Origin = New[Target].Begin; Origin < New[Target].End; ++Origin)
        if (const Entry E = Into.Entries[Target][Origin]; runs(E, Inside)) // a copy: F may be its own callee
          pull(F, I, Caller, C, E, Origin);
    }
  }

  void pull(Program::Number F, uint32_t Index, const FunctionFacts &Caller, const Call &C, const Entry &E,
            uint32_t Origin) {
    const Use Taken = Into.Uses[E.What];
    const std::optional<Condition> OnlyIf = inCaller(Taken.OnlyIf, C);
    if (!OnlyIf)
      return;
    LockTable::Number What = Taken.What;
    if (!Taken.IsSameInCaller) {
      What = Substituted.of(What, Taken.IsOfThis, Into.Graph.number(F, Index), C);
      if (What == LockSubstitution::None || isOfNewObject(Into.Locks[What], Caller))
        return;
    }
    const bool BeforeSuspension = !Caller.IsCoroutine || (C.BeforeSuspension && E.BeforeSuspension);
    if (What == Taken.What && *OnlyIf == Taken.OnlyIf)
      insert(F, {E.What, BeforeSuspension, Index, Calls, Origin});
    else
      add(F, What, *OnlyIf, BeforeSuspension, Index, Calls, Origin);
  }

  LockSummaries &Into;
  const std::vector<FunctionFacts> &Functions;
  uint32_t Calls = 0;
  std::vector<Kind> Kinds; ///< by function
  std::vector<Range> New;  ///< by function
  Collected ToAsk;
  std::map<uint32_t, std::vector<std::pair<Program::Number, Entry>>> Known; ///< from the index, by distance
  llvm::DenseMap<std::pair<LockTable::Number, uint32_t>, uint32_t> Numbers; ///< of Uses
  std::vector<uint32_t> Unconditional; ///< by lock: the number of its use without a condition, and 1
  LockSubstitution Substituted;
};

LockSummaries::LockSummaries(const Program &Whole, const CallGraph &Graph)
    : Whole(Whole), Graph(Graph), Entries(Whole.functions().size()) {
  Search(*this).run();
}

LockUse LockSummaries::expanded(Program::Number F, const Entry &Of) const {
  LockUse Use;
  Use.What = lock(Of);
  Use.BeforeSuspension = Of.BeforeSuspension;
  Use.OnlyIf = condition(Of);
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
    F = Graph.target(F, E.Event);
    E = Entries[F][E.Origin];
  }
}

void LockSummaries::forEachWithin(Program::Number Caller, uint32_t Call,
                                  llvm::function_ref<void(const Lock &, const Entry &)> Visit) const {
  const Program::Number Target = Graph.target(Caller, Call);
  if (Target == CallGraph::None)
    return;
  const summaries::Call &C = Whole.functions()[Caller].Calls[Call];
  const Part Inside = runWithin(C, kindOf(Whole.functions()[Target]));
  for (const Entry &E : Entries[Target])
    if (runs(E, Inside) && inCaller(condition(E), C))
      Visit(substituted(lock(E), C), E);
}

} // namespace asynctidy::link
