// What the user has silenced in comments, for findings that rest on more than one place.
#pragma once

#include "facts/extraction/extracted-unit.h"

#include "clang/Basic/SourceManager.h"

namespace asynctidy::checks {

/// Says which of the checks that look across functions a NOLINT comment silences at a location, read as clang-tidy
/// reads it. clang-tidy itself only looks at the place of the warning; a lock cycle or a blocking chain is as much
/// about its other places. Refers to \p Sources.
facts::Silencer suppressionsIn(clang::SourceManager &Sources);

} // namespace asynctidy::checks
