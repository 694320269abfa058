// Which places of all that were seen are mutated, and in which translation unit.
#pragma once

#include "place.h"

#include <optional>

namespace asynctidy::mutate {

struct Choice {
  std::vector<std::vector<Place>> OfUnit;                       ///< by unit, in the order of the files' bytes
  std::map<Kind, std::vector<std::pair<unsigned, Place>>> Left; ///< where planting is no bug, with the unit
  std::map<Kind, std::map<unsigned, unsigned>> Seen;            ///< how many there are, by the unit they are given to
};

/// Gives every place of \p Sights (by unit; nothing for a unit that cannot be parsed) to one unit: the first that
/// instantiates it, or else the first that has it. Of the planted kinds, at most \p PerFile places of a kind stay for
/// each file (0: all), drawn by \p Seed.
Choice choose(const std::vector<std::optional<Sights>> &Sights, const std::set<Kind> &Wanted, unsigned PerFile,
              unsigned Seed);

} // namespace asynctidy::mutate
