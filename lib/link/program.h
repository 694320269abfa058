// A program: the functions of all its translation units.
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
  /// \p Names has the texts of everything that is added, and must live longer.
  explicit Program(Strings &Names) : Names(Names) {}

  Strings &strings() { return Names; }
  const Strings &strings() const { return Names; }

  /// Adds the facts of a translation unit. Of functions with equal Id and place the first is kept, so add units in
  /// sorted order. Functions with equal Id and different places are different functions: of different programs, or with
  /// internal linkage in different files.
  void add(UnitFacts Unit);
  /// Call after the last add(). A variable that several files define becomes one variable for each of these files, and
  /// unknown in all others.
  void tellGlobalsApart();

  /// Adds the summary of a function without a body here. Call after add(Unit): facts take precedence.
  void addKnown(FunctionSummary F);
  /// Adds a lock nesting of a function without a body here.
  void addKnown(LockNesting Nesting);

  /// Call after all that. A virtual call that can mean several functions gets a call of each of them beside it, which
  /// takes the locks that they take; that they block as well is not said.
  void callOverriders();

  /// Forgets what comments and the configuration silence.
  void silenceNothing();

  /// The number of a function: its index in functions(), in the order of adding. A function that has only a summary has
  /// facts too, filled with what the summary says.
  using Number = uint32_t;
  const std::vector<FunctionFacts> &functions() const { return Functions; }
  /// The first function with that Id, or null.
  const FunctionFacts *find(Text Id) const;
  /// True when \p Id is defined at several places.
  bool isAmbiguous(Text Id) const { return FurtherById.count(Id); }
  /// The function with that Id, when it is the only one wherever it is called.
  std::optional<Number> onlyDefinitionOf(Text Id) const;
  /// The programs that \p F is part of.
  const ProgramSet &programsOf(Number F) const;
  /// The summary of a function without a body; null for one with a body.
  const FunctionSummary *known(Number F) const;
  const std::vector<LockNesting> &knownNestings() const { return KnownNestings; }

  /// The known functions that may run at the call \p C in \p Caller: the callee and, for a virtual call, its
  /// overriders, of programs that the caller is part of. Of several callees with one Id those in the caller's file.
  llvm::SmallVector<Number, 1> candidates(Number Caller, const Call &C) const;

private:
  void beginUnit(Text MainFile);
  void add(FunctionFacts F);
  void add(LockNesting Order);
  llvm::SmallVector<Number, 1> definitionsOf(Text Id) const;
  void joinUnit(Number F);

  Strings &Names;
  std::vector<FunctionFacts> Functions;
  llvm::DenseMap<Text, Number> ById;
  llvm::DenseMap<Text, llvm::SmallVector<Number, 1>> FurtherById; ///< of Ids that are defined at several places
  Text UnitMain = 0;
  Text AnyMain = 0;
  bool HasSeveralPrograms = false;
  llvm::DenseMap<Number, ProgramSet> Restricted; ///< the programs of functions that are not part of every program
  llvm::DenseMap<Text, llvm::SmallVector<Text, 1>> Globals; ///< variable → the files that define it
  llvm::DenseMap<Text, std::vector<Text>> Overriders;       ///< function → all its overriders
  llvm::DenseMap<Number, FunctionSummary> Known;
  std::vector<LockNesting> KnownNestings;
};

/// All findings of \p Wanted in \p Whole, sorted by place.
std::vector<Finding> findingsOf(const Program &Whole, CheckSet Wanted = CheckSet::all());

} // namespace asynctidy::link
