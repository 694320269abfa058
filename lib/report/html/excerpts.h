// The lines of source files that a page shows.
#pragma once

#include "report/source-files.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringRef.h"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace asynctidy::report {

/// Lines in a row of one file, with colours: see colourRuns().
struct Excerpt {
  unsigned First; ///< number of the first line
  std::vector<std::string> Lines, Colours;
};

/// Collects lines by file; then gives each once.
class Excerpts {
public:
  /// The bytes of a line that are shown.
  static constexpr size_t MostOfLine = 500;

  /// Wants the line \p Line of \p File with those around it.
  void want(llvm::StringRef File, unsigned Line);

  /// Those of \p File, in order; none when it cannot be read.
  std::vector<Excerpt> of(llvm::StringRef File, SourceFiles &Sources) const;

private:
  std::map<std::string, std::vector<unsigned>, std::less<>> Wanted;
};

} // namespace asynctidy::report
