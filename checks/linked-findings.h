// What is found across the functions of a translation unit, put together with what an index knows of other files.
#pragma once

#include "facts/extraction/unit-program.h"
#include "link/finding.h"

#include <memory>
#include <vector>

namespace asynctidy::checks {

/// Findings of lib/link and the way back from their places to the source. As long-lived as the AST; not thread-safe.
class LinkedFindings {
public:
  /// Those of \p Unit, made at the first request: comments that silence a check count.
  static const LinkedFindings &of(facts::TranslationUnit &Unit);

  const std::vector<link::Finding> &all() const { return Findings; }
  clang::SourceLocation locate(const link::Place &P) const { return Program.places().locate(P); }
  /// The call that a finding at \p Location is about, when it stands in the coroutine itself.
  facts::UnitProgram::DirectBlocker blockerAt(clang::SourceLocation Location) const {
    return Program.blockerAt(Location);
  }

private:
  struct OfUnit;
  struct KnownElsewhere;
  LinkedFindings(facts::TranslationUnit &Unit, const KnownElsewhere &Index);

  facts::UnitProgram Program;
  std::vector<link::Finding> Findings;
};

} // namespace asynctidy::checks
