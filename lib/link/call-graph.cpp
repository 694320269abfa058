#include "link/call-graph.h"

namespace asynctidy::link {

CallGraph::CallGraph(const Program &Whole) {
  const std::vector<FunctionFacts> &Functions = Whole.functions();
  FirstCaller.assign(Functions.size() + 1, 0);
  VirtualCandidate.assign(Functions.size(), false);
  FirstCall.reserve(Functions.size());
  llvm::DenseMap<Text, Program::Number> VirtualTargets; // a base class's function may be called very often
  const auto Resolve = [&](const Call &C) {
    const auto Candidates = Whole.candidates(C);
    if (Candidates.size() > 1)
      for (const Program::Number F : Candidates)
        VirtualCandidate[F] = true;
    return Candidates.size() == 1 ? Candidates.front() : None;
  };
  for (const FunctionFacts &F : Functions) {
    FirstCall.push_back(Targets.size());
    for (const Call &C : F.Calls) {
      Program::Number Target;
      if (!C.IsVirtual) {
        Target = Resolve(C);
      } else {
        const auto [Known, New] = VirtualTargets.try_emplace(C.Callee, None);
        if (New)
          Known->second = Resolve(C);
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
