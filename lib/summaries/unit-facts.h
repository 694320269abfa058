// What one translation unit says to the others: its functions, its variables, and what all that was made from.
#pragma once

#include "summaries/function-facts.h"
#include "summaries/input-file.h"

#include <string>
#include <vector>

namespace asynctidy::summaries {

/// What a translation unit was made from.
struct UnitInfo {
  std::string MainFile; ///< relative to the project
  std::string Tool;     ///< the version of the program that found the facts
  std::vector<InputFile> Inputs;
  bool HasMain = false; ///< it defines `main`, and so is part of one program only

  bool operator==(const UnitInfo &) const = default;
};

/// \p Name, which other files may mean too, is defined in the file \p File.
struct GlobalVariable {
  Text Name = 0;
  Text File = 0;

  bool operator==(const GlobalVariable &) const = default;
};

struct UnitFacts {
  UnitInfo About;
  std::vector<FunctionFacts> Functions; ///< each Id once at each place
  std::vector<GlobalVariable> Globals;
};

} // namespace asynctidy::summaries
