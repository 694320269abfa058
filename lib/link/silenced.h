// Where suppression comments silence something of the whole program.
#pragma once

#include "link/program.h"

#include <utility>
#include <vector>

namespace asynctidy::link {

/// The places of \p Whole where a check is silenced and would otherwise have a part of a finding: what blocks, what
/// leads to it, and what takes a lock while another is held. Rather too many than too few; also those that the
/// configuration silences.
std::vector<std::pair<CheckId, Place>> silencedPlaces(Program Whole);

} // namespace asynctidy::link
