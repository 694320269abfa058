// A source location in facts, independent of Clang.
#pragma once

#include "summaries/strings.h"

#include <compare>

namespace asynctidy::summaries {

/// Lines and columns (in bytes) count from 1. File 0 is no place.
struct Place {
  Text File = 0;
  uint32_t Line = 0;
  uint32_t Column = 0;

  explicit operator bool() const { return File != 0; }
  auto operator<=>(const Place &) const = default;
};

} // namespace asynctidy::summaries
