// Hands the program that runs the checks every place where they have a finding, shown or not: the place where a NOLINT
// comment has something to suppress.
#pragma once

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/StringRef.h"

#include <string>
#include <utility>
#include <vector>

namespace asynctidy::checks {

struct FindingPlace {
  std::string Check;
  std::string File; ///< as clang-tidy's diagnostic names it
  unsigned Offset = 0;
  /// File and number of each line whose comments count: those of the place and of the macros that it comes from.
  std::vector<std::pair<std::string, unsigned>> Lines;
};

/// While it lives, places of findings on this thread are added to a list, also of those that the option Confidence
/// hides. Only one at a time.
class FindingPlaces {
public:
  /// \p Into must live longer.
  explicit FindingPlaces(std::vector<FindingPlace> &Into);
  ~FindingPlaces();
  FindingPlaces(const FindingPlaces &) = delete;
  FindingPlaces &operator=(const FindingPlaces &) = delete;

  /// Does nothing while there is no list.
  static void add(llvm::StringRef Check, clang::SourceLocation At, const clang::SourceManager &Sources);
};

} // namespace asynctidy::checks
