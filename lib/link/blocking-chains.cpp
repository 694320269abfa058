#include "link/blocking-chains.h"

#include "link/call-conditions.h"
#include "link/collected.h"
#include "link/one-cause.h"
#include "link/places.h"
#include "link/step-notes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

#include <algorithm>
#include <map>

namespace asynctidy::link {
namespace {

CheckId checkOf(bool WaitsForWork) { return WaitsForWork ? CheckId::BlockingWait : CheckId::BlockingCall; }

bool counts(const Blocker &B, bool WaitsForWork) {
  return B.WaitsForWork == WaitsForWork && !B.Silenced.contains(checkOf(WaitsForWork));
}

/// Whether \p C runs its callee, which is not a coroutine, on the caller's thread; also when the result is awaited.
bool leadsOn(const Call &C, bool WaitsForWork) {
  return C.How != Call::Way::Apart && !C.MayBlock && !C.Silenced.contains(checkOf(WaitsForWork));
}

/// What a blocking function, or one that calls it, does to a coroutine.
llvm::StringRef consequence(bool WaitsForWork, bool RunsLoop) {
  if (RunsLoop)
    return " runs an event loop on the thread of this coroutine, which goes on only when that loop returns";
  return WaitsForWork ? " blocks the thread of this coroutine while it waits for other work to end, instead of "
                        "suspending the coroutine"
                      : " blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile";
}

} // namespace

BlockingChains::BlockingChains(const Program &Whole, const CallGraph &Graph)
    : Whole(Whole), Graph(Graph), ToCall(measure(false)), ToWait(measure(true)) {}

/// More ways than these to reach a blocking call are not told apart.
static constexpr size_t MostWays = 8;

bool BlockingChains::Reach::covers(const Reach &Other) const {
  return (!OnlyIf || OnlyIf == Other.OnlyIf) && DecidedBy.isSubsetOf(Other.DecidedBy) &&
         Other.Assumes.contains(Assumes);
}

std::optional<BlockingChains::Reach> BlockingChains::inCallerOf(const Reach &Inside, const Call &C) {
  const std::optional<Condition> OnlyIf = inCaller(Inside.OnlyIf, C);
  if (!OnlyIf)
    return std::nullopt;
  summaries::Assumptions Assumes = Inside.Assumes;
  if (isDecidedBy(Inside.DecidedBy, C))
    Assumes |= summaries::Assumption::DecidedByArgument;
  return Reach{*OnlyIf, decidedInCaller(Inside.DecidedBy, C), Assumes};
}

/// Breadth-first: in each step the callers of functions that were found to block in the last one look at what these
/// reach, so that what a function reaches depends on its facts and those of its callees, and on no order of functions.
class BlockingChains::Search {
public:
  Search(const BlockingChains &Of, bool WaitsForWork)
      : Whole(Of.Whole), Graph(Of.Graph), Functions(Whole.functions()), WaitsForWork(WaitsForWork),
        Found(Functions.size()), ToAsk(Functions.size()) {}

  Distances run() {
    for (Program::Number F = 0; F < Functions.size(); ++F)
      if (!Functions[F].IsCoroutine)
        addSources(F);
    std::vector<Program::Number> Current; // those that reach a blocking call with as many calls as the last level
    for (; !Level || !Current.empty() || !Known.empty(); ++Level) {
      for (const Program::Number F : Current)
        for (const CallGraph::Caller &By : Graph.callersOf(F))
          if (!Functions[By.Function].IsCoroutine)
            ToAsk.add(By.Function);
      addKnown();
      Current = ToAsk.take();
      if (Level)
        for (const Program::Number F : Current)
          pull(F);
      llvm::erase_if(Current, [&](Program::Number F) { return Found[F].empty() || Found[F].back().Calls != Level; });
    }
    return std::move(Found);
  }

private:
  void addSources(Program::Number F) {
    const FunctionFacts &Facts = Functions[F];
    if (const FunctionSummary *Summary = Whole.known(F)) {
      for (uint32_t I = 0; I < Summary->Blocking.size(); ++I)
        if (const BlockingChain &Chain = Summary->Blocking[I]; Chain.WaitsForWork == WaitsForWork)
          Known[Chain.Steps.size() - 1].push_back({F, I}); // it enters at the distance that the index says
      return;
    }
    for (uint32_t I = 0; I < Facts.Blockers.size(); ++I)
      if (const Blocker &B = Facts.Blockers[I]; counts(B, WaitsForWork))
        insert(F, {{B.OnlyIf, B.DecidedBy, B.Assumes}, 0, I, 0},
               [&](uint32_t Other) -> const Place & { return Facts.Blockers[Other].At; });
    if (!Found[F].empty())
      ToAsk.add(F);
  }

  void addKnown() {
    const auto It = Known.find(Level);
    if (It == Known.end())
      return;
    for (const auto &[F, I] : It->second) {
      const BlockingChain &Chain = Whole.known(F)->Blocking[I];
      insert(F, {{Chain.OnlyIf, Chain.DecidedBy, Chain.Assumes}, Level, I, 0},
             [&](uint32_t) -> const Place & { return Functions[F].At; });
      ToAsk.add(F);
    }
    Known.erase(It);
  }

  /// Adds to \p F what its callees reach with one call less.
  void pull(Program::Number F) {
    const FunctionFacts &Caller = Functions[F];
    const auto PlaceOf = [&](uint32_t Call) -> const Place & { return Caller.Calls[Call].At; };
    for (uint32_t I = 0; I < Caller.Calls.size(); ++I) {
      const Program::Number Target = Graph.target(F, I);
      const Call &C = Caller.Calls[I];
      if (Target == CallGraph::None || Found[Target].empty() || !leadsOn(C, WaitsForWork))
        continue;
      for (uint8_t Origin = 0; Origin < Found[Target].size(); ++Origin)
        if (Found[Target][Origin].Calls + 1 == Level)
          if (const std::optional<Reach> Here = inCallerOf(Found[Target][Origin].If, C))
            insert(F, {*Here, Level, I, Origin}, PlaceOf);
    }
  }

  /// Adds \p D to what \p F reaches. Of several with equal length, the first by place is kept.
  template <class Place> void insert(Program::Number F, const Distance &D, Place PlaceOf) {
    for (Distance &Other : Found[F]) {
      if (Other.If == D.If && Other.Calls == D.Calls &&
          isBefore(PlaceOf(D.Event), PlaceOf(Other.Event), Whole.strings()))
        Other = D;
      if (Other.If.covers(D.If))
        return;
    }
    if (Found[F].size() < MostWays)
      Found[F].push_back(D);
  }

  const Program &Whole;
  const CallGraph &Graph;
  const std::vector<FunctionFacts> &Functions;
  const bool WaitsForWork;
  Distances Found;
  uint32_t Level = 0;
  Collected ToAsk;
  std::map<size_t, std::vector<std::pair<Program::Number, uint32_t>>> Known; ///< chains of the index, by level
};

BlockingChains::Distances BlockingChains::measure(bool WaitsForWork) const { return Search(*this, WaitsForWork).run(); }

std::vector<BlockingChain> BlockingChains::chainsOf(Program::Number F, bool WaitsForWork) const {
  std::vector<BlockingChain> Chains;
  for (const Distance &From : (WaitsForWork ? ToWait : ToCall)[F])
    Chains.push_back(chainOf(F, From, WaitsForWork));
  return Chains;
}

BlockingChain BlockingChains::chainOf(Program::Number F, Distance From, bool WaitsForWork) const {
  BlockingChain Chain;
  Chain.WaitsForWork = WaitsForWork;
  Chain.OnlyIf = From.If.OnlyIf;
  Chain.DecidedBy = From.If.DecidedBy;
  Chain.Assumes = From.If.Assumes;
  const auto EndWith = [&](const auto &End) {
    Chain.Advice = End.Advice;
    Chain.Because = End.Because;
    Chain.RunsLoop = End.RunsLoop;
  };
  while (true) {
    if (const FunctionSummary *Known = Whole.known(F)) {
      const BlockingChain &Rest = Known->Blocking[From.Event];
      Chain.Steps.insert(Chain.Steps.end(), Rest.Steps.begin(), Rest.Steps.end());
      EndWith(Rest);
      return Chain;
    }
    const FunctionFacts &Facts = Whole.functions()[F];
    if (From.Calls == 0) {
      const Blocker &End = Facts.Blockers[From.Event];
      Chain.Steps.push_back({End.At, Facts.Name, End.Name});
      EndWith(End);
      return Chain;
    }
    const Call &Next = Facts.Calls[From.Event];
    Chain.Steps.push_back({Next.At, Facts.Name, Next.CalleeName, Next.How == Call::Way::Awaited});
    F = Graph.target(F, From.Event);
    From = (WaitsForWork ? ToWait : ToCall)[F][From.Origin];
  }
}

void BlockingChains::find(Program::Number Coroutine, bool WaitsForWork, std::vector<Finding> &Found) const {
  const FunctionFacts &Facts = Whole.functions()[Coroutine];
  const Strings &Names = Whole.strings();
  std::vector<BlockedAt> Blocked;
  const auto Report = [&](const Place &At, Text Name, Text Local, Place End, const auto &Why) -> Finding & {
    BlockedAt &Made = Blocked.emplace_back();
    Made.Culprit = Name;
    Made.Local = Local;
    Made.End = End;
    Finding &F = Made.Said;
    F.Check = checkOf(WaitsForWork);
    F.At = At;
    F.Message = (llvm::Twine(Names[Name]) + consequence(WaitsForWork, Why.RunsLoop)).str();
    F.Function = Facts.Stable;
    F.Subject = report::subjectText(Names[Name]);
    if (Why.Advice)
      F.Notes.push_back({End, Names[Why.Advice].str(), report::NoteRole::Advice});
    if (Why.Because)
      F.Notes.push_back({End, Names[Why.Because].str(), report::NoteRole::Reason});
    return F;
  };
  // The function that makes a task with a name runs where the task is made, not where it is awaited.
  const auto IsSaidWhereMade = [&](const Call &C, Program::Number Target) {
    return C.How == Call::Way::Awaited && std::any_of(Facts.Calls.begin(), Facts.Calls.end(), [&](const Call &Other) {
             return Other.How == Call::Way::Plain &&
                    Graph.target(Coroutine, static_cast<uint32_t>(&Other - Facts.Calls.data())) == Target;
           });
  };
  for (const Blocker &B : Facts.Blockers)
    if (counts(B, WaitsForWork))
      Report(B.At, B.Name, 0, B.At, B).Assumes = B.Assumes;
  for (uint32_t I = 0; I < Facts.Calls.size(); ++I) {
    const Call &C = Facts.Calls[I];
    const Program::Number Target = Graph.target(Coroutine, I);
    if (Target == CallGraph::None || !leadsOn(C, WaitsForWork))
      continue;
    const auto &Known = (WaitsForWork ? ToWait : ToCall)[Target];
    const Distance *From = nullptr;
    summaries::Assumptions Assumes;
    for (const Distance &D : Known) // the shortest of the most certain ones
      if (const std::optional<Reach> Here = inCallerOf(D.If, C);
          Here && (!From || confidenceOf(Here->Assumes) < confidenceOf(Assumes))) {
        From = &D;
        Assumes = Here->Assumes;
      }
    if (!From || IsSaidWhereMade(C, Target))
      continue;
    const BlockingChain Chain = chainOf(Target, *From, WaitsForWork);
    Finding &F = Report(C.At, C.CalleeName, C.Local, Chain.Steps.back().At, Chain);
    F.Assumes = Assumes;
    std::vector<Finding::Note> Steps;
    addSteps(Chain.Steps, Names, Steps);
    F.Notes.insert(F.Notes.begin(), Steps.begin(), Steps.end());
  }
  llvm::append_range(Found, oneForEachCause(std::move(Blocked), Names));
}

std::vector<Finding> BlockingChains::findings(CheckId Check) const {
  std::vector<Finding> Found;
  const std::vector<FunctionFacts> &Functions = Whole.functions();
  for (Program::Number F = 0; F < Functions.size(); ++F)
    if (Functions[F].IsCoroutine && !Functions[F].IsGenerator)
      find(F, Check == CheckId::BlockingWait, Found);
  return Found;
}

} // namespace asynctidy::link
