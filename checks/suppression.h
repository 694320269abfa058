// NOLINT comments, for findings with more than one place.
#pragma once

#include "facts/extraction/extracted-unit.h"

#include "clang/Basic/SourceManager.h"

namespace asynctidy::checks {

/// Returns which checks across functions a NOLINT comment silences at a location, parsed as clang-tidy does. clang-tidy
/// itself only tests the place of the warning; a lock cycle or a blocking chain has other places as well. Keeps a
/// reference to \p Sources.
facts::Silencer suppressionsIn(clang::SourceManager &Sources);

} // namespace asynctidy::checks
