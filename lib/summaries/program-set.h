// Which programs of a project a function is part of: a project may have a server, its tests and a tool.
#pragma once

#include "summaries/strings.h"

#include "llvm/ADT/STLExtras.h"

#include <optional>
#include <vector>

namespace asynctidy::summaries {

/// Programs by the files with their `main`, unordered. Empty means every program.
using ProgramSet = std::vector<Text>;

/// True when \p Many contains every program of \p Few.
inline bool contains(const ProgramSet &Many, const ProgramSet &Few) {
  return Many.empty() || (!Few.empty() && llvm::all_of(Few, [&](Text Main) { return llvm::is_contained(Many, Main); }));
}

/// The intersection of both sets; nothing when it has no program.
inline std::optional<ProgramSet> common(const ProgramSet &A, const ProgramSet &B) {
  if (A.empty() || B.empty())
    return A.empty() ? B : A;
  ProgramSet Both;
  llvm::copy_if(A, std::back_inserter(Both), [&](Text Main) { return llvm::is_contained(B, Main); });
  return Both.empty() ? std::nullopt : std::optional(std::move(Both));
}

} // namespace asynctidy::summaries
