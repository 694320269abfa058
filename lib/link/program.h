// The functions of a program, put together from translation units, and what holds of all of them.
#pragma once

#include "link/finding.h"
#include "link/function-facts.h"
#include "link/summary.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <vector>

namespace asynctidy::link {

/// Filled once, then only read. Not thread-safe while it is filled.
class Program {
public:
  Strings &strings() { return Names; }
  const Strings &strings() const { return Names; }

  /// Takes \p F; of two with one Id the first stays, so add translation units in sorted order.
  void add(FunctionFacts F);

  /// Takes what an index knows of a function without a body here. Add these last: a body wins.
  void addKnown(FunctionSummary F);
  /// The same for a lock taken in a function without a body here.
  void addKnown(LockNesting Nesting);

  /// Numbers of functions are dense: 0 .. functions().size() - 1, in the order they were added. Those that are only
  /// known have facts too, with nothing in them but what FunctionSummary says.
  using Number = uint32_t;
  const std::vector<FunctionFacts> &functions() const { return Functions; }
  const FunctionFacts *find(Text Id) const;
  /// What is known of a function without a body; null for one that has it.
  const FunctionSummary *known(Number F) const;
  const std::vector<LockNesting> &knownNestings() const { return KnownNestings; }

  /// The functions that surely run when \p C is made: the callee, or for a virtual call the only function it can mean
  /// among those known; when there are several, or none is known, nothing.
  llvm::SmallVector<Number, 1> targets(const Call &C) const;

  /// The functions that may run when \p C is made, as far as they are known.
  llvm::SmallVector<Number, 1> candidates(const Call &C) const;

private:
  bool addFacts(FunctionFacts F);

  Strings Names;
  std::vector<FunctionFacts> Functions;
  llvm::DenseMap<Text, Number> ById;
  llvm::DenseMap<Text, std::vector<Text>> Overriders; ///< each with all that overrides it
  llvm::DenseMap<Number, FunctionSummary> Known;
  std::vector<LockNesting> KnownNestings;
};

/// All findings of \p Wanted (a set of Checks) in \p Whole, sorted by place.
std::vector<Finding> findingsOf(const Program &Whole, uint8_t Wanted);

} // namespace asynctidy::link
