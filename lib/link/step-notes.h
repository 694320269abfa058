// Notes for a call chain.
#pragma once

#include "link/finding.h"

namespace asynctidy::link {

/// Adds "X calls Y here", or "X awaits Y here", for each of \p Steps; for a long chain only for its begin and end, with
/// the number of steps in between.
void addSteps(const std::vector<Step> &Steps, const Strings &Names, std::vector<Finding::Note> &Notes);

} // namespace asynctidy::link
