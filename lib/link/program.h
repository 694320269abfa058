// The functions of a program, put together from translation units, and what holds of all of them.
#pragma once

#include "link/finding.h"
#include "summaries/program-set.h"
#include "summaries/unit-facts.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/SmallVector.h"

#include <optional>
#include <vector>

namespace asynctidy::link {

/// Filled once, then only read. Not thread-safe while it is filled.
class Program {
public:
  /// \p Names has the texts of all that is added, and must live longer.
  explicit Program(Strings &Names) : Names(Names) {}

  Strings &strings() { return Names; }
  const Strings &strings() const { return Names; }

  /// Takes what a translation unit says. Of two functions with one Id and place the first stays, so add translation
  /// units in sorted order. Two with one Id and different places are two functions, which different programs have or
  /// different files keep to themselves.
  void add(UnitFacts Unit);
  /// When all is added: of a variable that several files define, each file means its own; what others mean is unknown.
  void tellGlobalsApart();

  /// Takes what an index knows of a function without a body here. Add these last: a body wins.
  void addKnown(FunctionSummary F);
  /// The same for a lock taken in a function without a body here.
  void addKnown(LockNesting Nesting);

  /// Numbers of functions are dense: 0 .. functions().size() - 1, in the order they were added. Those that are only
  /// known have facts too, with nothing in them but what FunctionSummary says.
  using Number = uint32_t;
  const std::vector<FunctionFacts> &functions() const { return Functions; }
  /// The first of that Id.
  const FunctionFacts *find(Text Id) const;
  /// True when \p Id is defined at several places.
  bool isAmbiguous(Text Id) const { return FurtherById.count(Id); }
  /// The programs that \p F is part of.
  const ProgramSet &programsOf(Number F) const;
  /// What is known of a function without a body; null for one that has it.
  const FunctionSummary *known(Number F) const;
  const std::vector<LockNesting> &knownNestings() const { return KnownNestings; }

  /// The functions that may run when \p Caller makes \p C, as far as they are known: the callee, for a virtual call
  /// what overrides it too, of programs that the caller is part of. Of several callees with one name those in the
  /// caller's file.
  llvm::SmallVector<Number, 1> candidates(Number Caller, const Call &C) const;

private:
  void beginUnit(Text MainFile);
  void add(FunctionFacts F);
  llvm::SmallVector<Number, 1> definitionsOf(Text Id) const;
  void joinUnit(Number F);

  Strings &Names;
  std::vector<FunctionFacts> Functions;
  llvm::DenseMap<Text, Number> ById;
  llvm::DenseMap<Text, llvm::SmallVector<Number, 1>> FurtherById; ///< of Ids that are defined at several places
  Text UnitMain = 0;
  Text AnyMain = 0;
  bool HasSeveralPrograms = false;
  llvm::DenseMap<Number, ProgramSet> Restricted;            ///< functions that are not part of every program
  llvm::DenseMap<Text, llvm::SmallVector<Text, 1>> Globals; ///< by variable, the files that define it
  llvm::DenseMap<Text, std::vector<Text>> Overriders;       ///< each with all that overrides it
  llvm::DenseMap<Number, FunctionSummary> Known;
  std::vector<LockNesting> KnownNestings;
};

/// All findings of \p Wanted in \p Whole, sorted by place.
std::vector<Finding> findingsOf(const Program &Whole, CheckSet Wanted = CheckSet::all());

} // namespace asynctidy::link
