#include "link/call-graph.h"

#include <map>

namespace asynctidy::link {

CallGraph::CallGraph(const Program &Whole) {
  const std::vector<FunctionFacts> &Functions = Whole.functions();
  FirstCaller.assign(Functions.size() + 1, 0);
  IsCandidate.assign(Functions.size(), false);
  FirstCall.reserve(Functions.size());
  // Caches targets of virtual calls, which may be very frequent; they depend on the caller's file and programs.
  std::map<std::tuple<Text, Text, ProgramSet>, Program::Number> VirtualTargets;
  const auto Resolve = [&](Program::Number Caller, const Call &C) {
    if (!C.IsVirtual)
      if (const std::optional<Program::Number> Only = Whole.onlyDefinitionOf(C.Callee))
        return *Only;
    const auto Candidates = Whole.candidates(Caller, C);
    if (Candidates.size() == 1 && contains(Whole.programsOf(Candidates.front()), Whole.programsOf(Caller)))
      return Candidates.front();
    for (const Program::Number F : Candidates)
      IsCandidate[F] = true;
    return None;
  };
  for (Program::Number F = 0; F < Functions.size(); ++F) {
    FirstCall.push_back(Targets.size());
    for (const Call &C : Functions[F].Calls) {
      Program::Number Target;
      if (!C.IsVirtual) {
        Target = Resolve(F, C);
      } else {
        const auto [Known, New] =
            VirtualTargets.try_emplace({C.Callee, Functions[F].At.File, Whole.programsOf(F)}, None);
        if (New)
          Known->second = Resolve(F, C);
        Target = Known->second;
      }
      Targets.push_back(Target);
      if (Target != None)
        ++FirstCaller[Target + 1];
    }
  }
  for (size_t I = 1; I < FirstCaller.size(); ++I)
    FirstCaller[I] += FirstCaller[I - 1];
  Callers.resize(FirstCaller.back());
  std::vector<size_t> Next(FirstCaller.begin(), FirstCaller.end() - 1);
  for (Program::Number F = 0; F < Functions.size(); ++F)
    for (uint32_t I = 0; I < Functions[F].Calls.size(); ++I)
      if (const Program::Number Target = target(F, I); Target != None)
        Callers[Next[Target]++] = {F, I};
}

} // namespace asynctidy::link
