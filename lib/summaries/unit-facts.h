// The facts of one translation unit: its functions, its variables, and the files they were made from.
#pragma once

#include "summaries/function-summary.h"
#include "summaries/input-file.h"

#include <string>
#include <vector>

namespace asynctidy::summaries {

/// What a translation unit was made from.
struct UnitInfo {
  std::string MainFile; ///< relative to the project
  std::string Tool;     ///< the version of the program that found the facts
  std::vector<InputFile> Inputs;
  bool HasMain = false; ///< it defines `main`, so it is part of one program only

  bool operator==(const UnitInfo &) const = default;
};

/// A variable with external linkage, and the file that defines it.
struct GlobalVariable {
  Text Name = 0;
  Text File = 0;

  bool operator==(const GlobalVariable &) const = default;
};

/// The facts of a translation unit; all texts are of one table.
struct UnitFacts {
  UnitInfo About;
  std::vector<FunctionFacts> Functions; ///< each pair of Id and place once
  std::vector<GlobalVariable> Globals;
  std::vector<LockNesting> Orders = {}; ///< that declarations of locks say
};

} // namespace asynctidy::summaries
