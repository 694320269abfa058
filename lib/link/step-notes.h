// A way through a program, told by notes.
#pragma once

#include "link/finding.h"

namespace asynctidy::link {

/// Adds "X calls Y here" for each of \p Steps; of a long way only its begin and end, and how much lies between.
void addSteps(const std::vector<Step> &Steps, const Strings &Names, std::vector<Finding::Note> &Notes);

} // namespace asynctidy::link
