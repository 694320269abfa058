// Who calls whom, by number.
#pragma once

#include "link/program.h"

#include "llvm/ADT/ArrayRef.h"

namespace asynctidy::link {

/// The calls of a program whose target is sure. Every way of calling is in it: readers look at Call::How.
class CallGraph {
public:
  static constexpr Program::Number None = ~Program::Number(0);
  struct Caller {
    Program::Number Function;
    uint32_t Call; ///< index of FunctionFacts::Calls
  };

  explicit CallGraph(const Program &Whole);

  /// What the \p Call-th call of \p Caller runs, or None.
  Program::Number target(Program::Number Caller, uint32_t Call) const { return Targets[FirstCall[Caller] + Call]; }
  /// In the order of the callers' numbers and of their calls.
  llvm::ArrayRef<Caller> callersOf(Program::Number Callee) const {
    return llvm::ArrayRef(Callers).slice(FirstCaller[Callee], FirstCaller[Callee + 1] - FirstCaller[Callee]);
  }
  /// True when a virtual call with several candidates may run \p F.
  bool mayBeCalledVirtually(Program::Number F) const { return VirtualCandidate[F]; }

private:
  std::vector<size_t> FirstCall; ///< by function, into Targets
  std::vector<Program::Number> Targets;
  std::vector<size_t> FirstCaller; ///< by function, into Callers; one more at the end
  std::vector<Caller> Callers;
  std::vector<bool> VirtualCandidate;
};

} // namespace asynctidy::link
