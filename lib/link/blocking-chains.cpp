#include "link/blocking-chains.h"

#include "link/call-conditions.h"
#include "link/one-cause.h"
#include "link/step-notes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

#include <algorithm>

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

/// The first by place of the \p Events that satisfy \p Fits, or null.
template <class Event, class Predicate> const Event *firstOf(const std::vector<Event> &Events, Predicate Fits) {
  const Event *First = nullptr;
  for (const Event &E : Events)
    if ((!First || E.At < First->At) && Fits(E))
      First = &E;
  return First;
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

BlockingChains::Distances BlockingChains::measure(bool WaitsForWork) const {
  const std::vector<FunctionFacts> &Functions = Whole.functions();
  Distances Found(Functions.size());
  // The blocking functions by distance; those from an index enter at the distance that it says.
  std::vector<std::vector<std::pair<Program::Number, Reach>>> Levels(1);
  const auto Add = [&](Program::Number F, const Reach &If, size_t Level) {
    if (Levels.size() <= Level)
      Levels.resize(Level + 1);
    Levels[Level].push_back({F, If});
  };
  for (Program::Number F = 0; F < Functions.size(); ++F) {
    if (Functions[F].IsCoroutine)
      continue;
    if (const FunctionSummary *Known = Whole.known(F))
      for (const BlockingChain &Chain : Known->Blocking)
        if (Chain.WaitsForWork == WaitsForWork)
          Add(F, {Chain.OnlyIf, Chain.DecidedBy, Chain.Assumes}, Chain.Steps.size() - 1);
    for (const Blocker &B : Functions[F].Blockers)
      if (counts(B, WaitsForWork))
        Add(F, {B.OnlyIf, B.DecidedBy, B.Assumes}, 0);
  }
  for (size_t Level = 0; Level < Levels.size(); ++Level) {
    const auto Reached = std::move(Levels[Level]);
    for (const auto &[F, If] : Reached) {
      const auto IsCovered = [&Other = If](const Distance &D) { return D.If.covers(Other); };
      if (Found[F].size() == MostWays || llvm::any_of(Found[F], IsCovered))
        continue;
      Found[F].push_back({If, static_cast<uint32_t>(Level)});
      for (const CallGraph::Caller &By : Graph.callersOf(F)) {
        const FunctionFacts &Caller = Functions[By.Function];
        const Call &C = Caller.Calls[By.Call];
        if (!Caller.IsCoroutine && leadsOn(C, WaitsForWork))
          if (const std::optional<Reach> There = inCallerOf(If, C))
            Add(By.Function, *There, Level + 1);
      }
    }
  }
  return Found;
}

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
  while (true) {
    if (const FunctionSummary *Known = Whole.known(F)) {
      const auto Rest = llvm::find_if(Known->Blocking, [&](const BlockingChain &Candidate) {
        return Candidate.WaitsForWork == WaitsForWork &&
               Reach{Candidate.OnlyIf, Candidate.DecidedBy, Candidate.Assumes} == From.If;
      });
      Chain.Steps.insert(Chain.Steps.end(), Rest->Steps.begin(), Rest->Steps.end());
      Chain.Advice = Rest->Advice;
      Chain.Because = Rest->Because;
      Chain.RunsLoop = Rest->RunsLoop;
      return Chain;
    }
    const FunctionFacts &Facts = Whole.functions()[F];
    if (From.Calls == 0) {
      const Blocker *End = firstOf(Facts.Blockers, [&](const Blocker &B) {
        return counts(B, WaitsForWork) && Reach{B.OnlyIf, B.DecidedBy, B.Assumes} == From.If;
      });
      Chain.Steps.push_back({End->At, Facts.Name, End->Name});
      Chain.Advice = End->Advice;
      Chain.Because = End->Because;
      Chain.RunsLoop = End->RunsLoop;
      return Chain;
    }
    const auto TargetOf = [&](const Call &C) {
      return Graph.target(F, static_cast<uint32_t>(&C - Facts.Calls.data()));
    };
    const auto Rest = [&](const Call &C) -> const Distance * {
      const Program::Number Target = TargetOf(C);
      if (Target == CallGraph::None || !leadsOn(C, WaitsForWork))
        return nullptr;
      const auto &Known = (WaitsForWork ? ToWait : ToCall)[Target];
      const auto Found = llvm::find_if(
          Known, [&](const Distance &D) { return D.Calls + 1 == From.Calls && inCallerOf(D.If, C) == From.If; });
      return Found == Known.end() ? nullptr : Found;
    };
    const Call *Next = firstOf(Facts.Calls, Rest);
    Chain.Steps.push_back({Next->At, Facts.Name, Next->CalleeName, Next->How == Call::Way::Awaited});
    From = *Rest(*Next);
    F = TargetOf(*Next);
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
