#include "link/silenced.h"

#include "link/analysis.h"

namespace asynctidy::link {
namespace {

CheckId checkOf(bool WaitsForWork) { return WaitsForWork ? CheckId::BlockingWait : CheckId::BlockingCall; }

using SilencedPlaces = std::vector<std::pair<CheckId, Place>>;

/// A silenced call, which matters if its callee does something.
struct SilencedCall {
  Program::Number Caller;
  uint32_t Call;
  CheckSet Silenced;
};

/// What is silenced at \p F's own places goes to \p Found, and its calls to \p Calls.
void collect(Program::Number Number, const FunctionFacts &F, SilencedPlaces &Found, std::vector<SilencedCall> &Calls) {
  for (const Blocker &B : F.Blockers)
    if (B.Silenced.contains(checkOf(B.WaitsForWork)))
      Found.push_back({checkOf(B.WaitsForWork), B.At});
  for (const Acquisition &A : F.Acquisitions)
    if (!A.Held.empty())
      for (const CheckId Check : {CheckId::LockOrder, CheckId::SelfDeadlock})
        if (A.Silenced.contains(Check))
          Found.push_back({Check, A.At});
  for (const Exclusion &X : F.Exclusions)
    if (X.Silenced.contains(CheckId::SelfDeadlock))
      Found.push_back({CheckId::SelfDeadlock, X.At});
  for (uint32_t I = 0; I < F.Calls.size(); ++I)
    if (!F.Calls[I].Silenced.empty())
      Calls.push_back({Number, I, F.Calls[I].Silenced});
}

} // namespace

SilencedPlaces silencedPlaces(Program Whole) {
  SilencedPlaces Found;
  std::vector<SilencedCall> Calls;
  for (Program::Number F = 0; F < Whole.functions().size(); ++F)
    collect(F, Whole.functions()[F], Found, Calls);
  for (const LockNesting &Order : Whole.knownNestings())
    if (Order.IsSilenced)
      Found.push_back({CheckId::LockOrder, Order.At});
  Whole.silenceNothing();
  Analysis Known(Whole);
  for (const SilencedCall &Silenced : Calls) {
    const Call &C = Whole.functions()[Silenced.Caller].Calls[Silenced.Call];
    const Program::Number Target = Known.callGraph().target(Silenced.Caller, Silenced.Call);
    if (Target == CallGraph::None)
      continue;
    for (const bool WaitsForWork : {false, true})
      if (Silenced.Silenced.contains(checkOf(WaitsForWork)) &&
          !Known.blockingChains().chainsOf(Target, WaitsForWork).empty())
        Found.push_back({checkOf(WaitsForWork), C.At});
    bool TakesLock = false;
    if (!C.Held.empty())
      Known.lockSummaries().forEachWithin(Silenced.Caller, Silenced.Call,
                                          [&](const Lock &, const LockSummaries::Entry &) { TakesLock = true; });
    for (const CheckId Check : {CheckId::LockOrder, CheckId::SelfDeadlock})
      if (TakesLock && Silenced.Silenced.contains(Check))
        Found.push_back({Check, C.At});
  }
  return Found;
}

} // namespace asynctidy::link
