// What is found across the functions of a translation unit, put together with what an index knows of other files.
#pragma once

#include "facts/extraction/extracted-unit.h"
#include "link/finding.h"
#include "summaries/other-files.h"

#include <memory>
#include <vector>

namespace asynctidy::checks {

/// Findings of lib/link and the way back from their places to the source. As long-lived as the AST; not thread-safe.
class LinkedFindings {
public:
  /// Those of \p Unit, made at the first request: comments that silence a check count.
  static const LinkedFindings &of(facts::TranslationUnit &Unit);

  const std::vector<link::Finding> &all() const { return Findings; }
  clang::SourceLocation locate(const summaries::Place &P) const { return Unit.places().locate(P); }
  /// The call that a finding at \p Location is about, when it stands in the coroutine itself.
  facts::ExtractedUnit::DirectBlocker blockerAt(clang::SourceLocation Location) const {
    return Unit.blockerAt(Location);
  }

private:
  struct OfUnit;
  /// \p Others is null where only this file is known.
  LinkedFindings(facts::TranslationUnit &Of, const summaries::OtherFiles *Others);

  facts::ExtractedUnit Unit;
  std::vector<link::Finding> Findings;
};

} // namespace asynctidy::checks
