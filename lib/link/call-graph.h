// Which functions call which, by number.
#pragma once

#include "link/program.h"

#include "llvm/ADT/ArrayRef.h"

namespace asynctidy::link {

/// The calls whose target is sure, in every program that the caller is part of. Every way of calling is in it: readers
/// look at Call::How.
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
  /// True when a call that is not in the graph may run \p F: its target is not sure.
  bool mayHaveOtherCallers(Program::Number F) const { return IsCandidate[F]; }

private:
  std::vector<size_t> FirstCall; ///< by function, into Targets
  std::vector<Program::Number> Targets;
  std::vector<size_t> FirstCaller; ///< by function, into Callers; one more at the end
  std::vector<Caller> Callers;
  std::vector<bool> IsCandidate;
};

} // namespace asynctidy::link
