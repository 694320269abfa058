// Notes for a call chain.
#pragma once

#include "link/finding.h"

namespace asynctidy::link {

/// Adds "X calls Y here", or "X awaits Y here", for each of \p Steps, which \p Actor does. Of a long chain texts get
/// only the begin and the end, with the number of steps in between.
void addSteps(const std::vector<Step> &Steps, const Strings &Names, std::vector<Finding::Note> &Notes,
              const std::string &Actor = "");

} // namespace asynctidy::link
