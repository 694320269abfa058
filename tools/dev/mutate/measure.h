// Looks for places in translation units, and analyses them with and without a bug, in the workers of lib/driver.
#pragma once

#include "place.h"

#include "clang/Tooling/CompilationDatabase.h"

#include <map>
#include <optional>
#include <set>

namespace asynctidy::mutate {

struct Unit {
  std::string CodeBase;
  clang::tooling::CompileCommand Command; ///< with planted/shapes.h
};

/// One finding of ours.
struct Finding {
  std::string Check, File, Message;
  unsigned Line = 0;
  bool IsLikely = false;

  auto operator<=>(const Finding &) const = default;
};

/// What one analysis gave.
struct Analysis {
  bool Finished = false; ///< false: crashed, or took too long
  bool Compiles = false;
  std::map<Finding, unsigned> Findings;
};

struct Limits {
  unsigned Jobs, Seconds;
  std::string ResourceDirectory;
};

/// The places of each unit.
std::vector<std::vector<Place>> look(const std::vector<Unit> &Units, const std::set<unsigned> &Wanted, const Limits &L);

/// A unit as it is, or with the bug of a place.
struct Run {
  const Unit *Of;
  const Place *Planted = nullptr;
};

/// Analyses all \p Runs. \p Index: an index of other files. \p Directory: for temporary files.
std::vector<Analysis> analyse(const std::vector<Run> &Runs, const std::string &Index, const std::string &Directory,
                              const Limits &L);

/// Has async-tidy collect and link the facts of planted/nap-*.cpp in \p Directory. \returns the path of the index;
/// nothing, after a message, when that fails.
std::optional<std::string> makeIndex(const std::string &Directory);

} // namespace asynctidy::mutate
