// Hands what a check knows of its findings to the program that runs it.
#pragma once

#include "report/details.h"

#include "clang/Basic/SourceManager.h"

namespace asynctidy::checks {

/// While it lives, the checks that run on this thread add the details of their findings to a list. Without one, as in
/// the plug-in, details go nowhere. Only one at a time.
class DetailsCollector {
public:
  /// \p Into must live longer.
  explicit DetailsCollector(std::vector<report::Details> &Into);
  ~DetailsCollector();
  DetailsCollector(const DetailsCollector &) = delete;
  DetailsCollector &operator=(const DetailsCollector &) = delete;

  /// The list of the collector of this thread, or null.
  static std::vector<report::Details> *current();
};

/// Sets \p File and \p Offset to how a diagnostic of clang-tidy names \p Location.
void placeAsDiagnostic(clang::SourceLocation Location, const clang::SourceManager &Sources, std::string &File,
                       unsigned &Offset);

} // namespace asynctidy::checks
