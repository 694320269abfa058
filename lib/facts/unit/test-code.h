// Which code is a test or an example, and what is harmless there.
#pragma once

#include "facts/unit/translation-unit.h"

namespace asynctidy::facts {

/// What a finding says goes wrong, as far as it matters whether the code is a test.
enum class FindingKind {
  Blocks,     ///< the thread sleeps, waits or joins
  LeavesWork, ///< work has begun and runs on, and nothing waits for it
  AsksWork,   ///< work has begun and is only asked whether it has ended
  DropsError, ///< an exception is caught and dropped
  HidesCheck, ///< the same, and with it the failure of what a test checks
  LosesWork,  ///< work does not begin, or is destroyed unfinished
  DropsWork,  ///< the same, and a cast to void or the like says that this is meant
  Other,
};

/// Whether a finding of \p Kind is no harm in a test: nothing else runs on its thread, its process soon ends, and what
/// it checks is elsewhere.
bool isHarmlessInTest(FindingKind Kind);

/// What is wrong with work that is not awaited; \p IsAsked: its holder asks whether it has ended.
FindingKind kindOfLosing(const Work &Lost, bool IsAsked = false);

/// Whether the code at \p Location is a test or an example: its file is by the option `TestPaths`, or it stands in a
/// body that a test framework runs (`test-body` in the models). Where the option is empty, nothing is.
bool isTestCode(clang::SourceLocation Location, TranslationUnit &Unit);

/// Whether \p S evaluates what a test checks (`test-check` in the models).
bool containsTestCheck(const clang::Stmt &S, const TranslationUnit &Unit);

} // namespace asynctidy::facts
