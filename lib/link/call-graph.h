// Which functions call which, by number.
#pragma once

#include "link/program.h"

#include "llvm/ADT/ArrayRef.h"

namespace asynctidy::link {

/// The calls with a known target in every program that the caller is part of. All kinds of calls are in it; see
/// Call::How.
class CallGraph {
public:
  static constexpr Program::Number None = ~Program::Number(0);
  struct Caller {
    Program::Number Function;
    uint32_t Call; ///< index of FunctionFacts::Calls
  };

  explicit CallGraph(const Program &Whole);

  /// The target of the \p Call-th call of \p Caller, or None.
  Program::Number target(Program::Number Caller, uint32_t Call) const { return Targets[FirstCall[Caller] + Call]; }
  /// A number for the \p Call-th call of \p Caller, below calls().
  size_t number(Program::Number Caller, uint32_t Call) const { return FirstCall[Caller] + Call; }
  size_t calls() const { return Targets.size(); }
  /// Sorted by the callers' numbers and the indices of their calls.
  llvm::ArrayRef<Caller> callersOf(Program::Number Callee) const {
    return llvm::ArrayRef(Callers).slice(FirstCaller[Callee], FirstCaller[Callee + 1] - FirstCaller[Callee]);
  }
  /// True when a call with an unknown target, which is not in the graph, may run \p F.
  bool mayHaveOtherCallers(Program::Number F) const { return IsCandidate[F]; }

private:
  std::vector<size_t> FirstCall; ///< by function, into Targets
  std::vector<Program::Number> Targets;
  std::vector<size_t> FirstCaller; ///< by function, into Callers; one more at the end
  std::vector<Caller> Callers;
  std::vector<bool> IsCandidate;
};

} // namespace asynctidy::link
