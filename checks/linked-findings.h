// Findings across the functions of a translation unit, including what an index says of other files.
#pragma once

#include "facts/extraction/extracted-unit.h"
#include "link/finding.h"
#include "summaries/other-files.h"

#include <memory>
#include <vector>

namespace asynctidy::checks {

/// Findings of lib/link, and the mapping from their places to source locations. Valid as long as the AST; not
/// thread-safe.
class LinkedFindings {
public:
  /// The findings of \p Unit, computed at the first request. Suppression comments are already applied.
  static const LinkedFindings &of(facts::TranslationUnit &Unit);

  const std::vector<link::Finding> &all() const { return Findings; }
  clang::SourceLocation locate(const summaries::Place &P) const { return Unit.places().locate(P); }
  /// The blocking call of a finding at \p Location, when it stands in the coroutine itself; see ExtractedUnit.
  facts::ExtractedUnit::DirectBlocker blockerAt(clang::SourceLocation Location) const {
    return Unit.blockerAt(Location);
  }

private:
  struct OfUnit;
  /// \p Others is null when there is no index.
  LinkedFindings(facts::TranslationUnit &Of, const summaries::OtherFiles *Others);

  facts::ExtractedUnit Unit;
  std::vector<link::Finding> Findings;
};

} // namespace asynctidy::checks
