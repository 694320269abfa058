// Sets of functions that are gone through by number.
#pragma once

#include "link/program.h"

#include "llvm/ADT/STLExtras.h"

namespace asynctidy::link {

/// Functions that are collected, each once, and then taken in the order of their numbers: what is known of neighbours
/// lies together in memory.
class Collected {
public:
  explicit Collected(size_t Functions) : IsIn(Functions, false) {}

  void add(Program::Number F) {
    if (!IsIn[F])
      Members.push_back(F);
    IsIn[F] = true;
  }

  /// The functions added since the last call.
  std::vector<Program::Number> take() {
    constexpr size_t Few = 16; // sorting these is faster than a look at all
    if (Members.size() < IsIn.size() / Few) {
      llvm::sort(Members);
      for (const Program::Number F : Members)
        IsIn[F] = false;
    } else {
      Members.clear();
      for (Program::Number F = 0; F < IsIn.size(); ++F)
        if (IsIn[F])
          Members.push_back(F);
      IsIn.assign(IsIn.size(), false);
    }
    return std::exchange(Members, {});
  }

private:
  std::vector<Program::Number> Members;
  std::vector<bool> IsIn; ///< by function
};

} // namespace asynctidy::link
