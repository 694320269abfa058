// The functions of a program, put together from translation units, and what holds of all of them.
#pragma once

#include "link/finding.h"
#include "link/function-facts.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <vector>

namespace asynctidy::link {

/// Filled once, then only read. Not thread-safe while it is filled.
class Program {
public:
  Strings &strings() { return Names; }
  const Strings &strings() const { return Names; }

  /// Takes \p F; of two with one Id the first stays, so add translation units in sorted order.
  void add(FunctionFacts F);

  /// Numbers of functions are dense: 0 .. functions().size() - 1, in the order they were added.
  using Number = uint32_t;
  const std::vector<FunctionFacts> &functions() const { return Functions; }
  const FunctionFacts *find(Text Id) const;

  /// The functions that surely run when \p C is made: the callee, or for a virtual call the only function it can mean
  /// among those known; when there are several, or none is known, nothing.
  llvm::SmallVector<Number, 1> targets(const Call &C) const;

private:
  Strings Names;
  std::vector<FunctionFacts> Functions;
  llvm::DenseMap<Text, Number> ById;
  llvm::DenseMap<Text, std::vector<Number>> Overriders; ///< direct ones
};

/// All findings of \p Checks in \p Whole (a set), sorted by place.
std::vector<Finding> findingsOf(const Program &Whole, uint8_t Wanted);

} // namespace asynctidy::link
