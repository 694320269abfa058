#include "link/self-deadlock.h"

#include "link/lock-names.h"
#include "link/step-notes.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"

namespace asynctidy::link {

static bool isSurelyHeld(const Lock &Again, const Hold &Held) {
  return Held.OnEveryPath && Held.What.Path == Again.Path && isExact(Again.Path);
}

bool neverReturns(const Hold &Held, const Lock &Again) {
  const Lock &First = Held.What;
  const auto IsCounted = [](const Lock &L) { return L.Assumes.contains(summaries::Assumption::OneHolder); };
  return isSurelyHeld(Again, Held) && !First.IsRecursive && !Again.IsRecursive && !(First.IsShared && Again.IsShared) &&
         !IsCounted(First) && !IsCounted(Again);
}

bool neverWaits(const Hold &Held, const Lock &Again) { return isSurelyHeld(Again, Held) && Again.IsRecursive; }

namespace {

class Search {
public:
  Search(const Program &Whole, const LockSummaries &Summaries, const CallGraph &Graph)
      : Whole(Whole), Names(Whole.strings()), Summaries(Summaries), Graph(Graph) {}

  void examine(Program::Number F) {
    const FunctionFacts &Facts = Whole.functions()[F];
    for (const Acquisition &A : Facts.Acquisitions)
      if (!A.OnlyTries && !A.Silenced.contains(CheckId::SelfDeadlock))
        if (const Hold *H = heldAlready(Facts, A.Held, A.What))
          report(Facts, A.At, *H, A.What,
                 displayName(A.What.Path, Names) +
                     (A.What.IsAsync
                          ? " is locked again by the task that holds it, which then waits for itself indefinitely"
                          : " is locked again by the thread that holds it, which then blocks indefinitely"));
    for (uint32_t I = 0; I < Facts.Calls.size(); ++I)
      if (const Call &C = Facts.Calls[I]; !C.Held.empty() && !C.Silenced.contains(CheckId::SelfDeadlock))
        examineCall(F, I, C);
    for (const Exclusion &X : Facts.Exclusions)
      if (const Hold *H = heldAlready(Facts, X.Held, X.What);
          H && !X.Silenced.contains(CheckId::SelfDeadlock) &&
          llvm::none_of(Found, [&](const Finding &Known) { return Known.At == X.At; })) // its body says more
        report(Facts, X.At, *H, X.What,
               (llvm::Twine(Names[X.Callee]) + " is declared to be called without " + displayName(X.What.Path, Names) +
                ", which is still held here, so " + consequence(X.What))
                   .str());
  }

  std::vector<Finding> Found;

private:
  void examineCall(Program::Number F, uint32_t Index, const Call &C) {
    const FunctionFacts &Facts = Whole.functions()[F];
    std::vector<const Hold *> Reported;
    Summaries.forEachWithin(F, Index, [&](const Lock &L, const LockSummaries::Entry &E) {
      const Hold *H = heldAlready(Facts, C.Held, L);
      if (!H || llvm::is_contained(Reported, H))
        return;
      Reported.push_back(H);
      Finding &Made = report(Facts, C.At, *H, L,
                             (llvm::Twine(Names[C.CalleeName]) + " can lock " + displayName(L.Path, Names) +
                              ", which is still held here, and then " + consequence(L))
                                 .str());
      const LockUse Use = Summaries.expanded(Graph.target(F, Index), E);
      addSteps(Use.Calls, Names, Made.Notes);
      Made.Notes.push_back({Use.At, "it is locked again here"});
    });
  }

  static llvm::StringRef consequence(const Lock &Again) {
    return Again.IsAsync ? "this task waits for itself indefinitely" : "this thread blocks indefinitely";
  }

  const Hold *heldAlready(const FunctionFacts &F, llvm::ArrayRef<uint32_t> Held, const Lock &Again) const {
    for (const uint32_t I : Held)
      if (neverReturns(F.Holds[I], Again))
        return &F.Holds[I];
    return nullptr;
  }

  Finding &report(const FunctionFacts &In, const Place &At, const Hold &First, const Lock &Again, std::string Message) {
    Finding &F = Found.emplace_back();
    F.Check = CheckId::SelfDeadlock;
    F.At = At;
    F.Message = std::move(Message);
    F.Assumes = First.What.Assumes | Again.Assumes;
    F.Function = In.Stable;
    F.Subject = report::subjectText(displayName(Again.Path, Names));
    if (First.Since)
      F.Notes.push_back({First.Since, displayName(First.What.Path, Names) + " is locked here"});
    return F;
  }

  const Program &Whole;
  const Strings &Names;
  const LockSummaries &Summaries;
  const CallGraph &Graph;
};

} // namespace

std::vector<Finding> selfDeadlocks(const Program &Whole, const LockSummaries &Summaries, const CallGraph &Graph) {
  Search S(Whole, Summaries, Graph);
  for (Program::Number F = 0; F < Whole.functions().size(); ++F)
    if (!Whole.functions()[F].Holds.empty())
      S.examine(F);
  return std::move(S.Found);
}

} // namespace asynctidy::link
