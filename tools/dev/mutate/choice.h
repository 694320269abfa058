// Selects the places to mutate, and a translation unit for each.
#pragma once

#include "place.h"

#include <optional>

namespace asynctidy::mutate {

struct Choice {
  std::vector<std::vector<Place>> OfUnit;                       ///< by unit, in the order of the files' bytes
  std::map<Kind, std::vector<std::pair<unsigned, Place>>> Left; ///< places where planting gives no bug, with the unit
  std::map<Kind, std::map<unsigned, unsigned>> Seen; ///< the number of places, by the unit they are assigned to
};

/// Assigns every place of \p Sights (by unit; nothing for a unit that cannot be parsed) to one unit: the first that
/// instantiates it, or else the first that has it. Of the planted kinds, at most \p PerFile places of a kind are kept
/// for each file (0: all), drawn by \p Seed.
Choice choose(const std::vector<std::optional<Sights>> &Sights, const std::set<Kind> &Wanted, unsigned PerFile,
              unsigned Seed);

} // namespace asynctidy::mutate
