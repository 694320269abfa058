// A place of the source, as facts name it that leave the compiler.
#pragma once

#include "summaries/strings.h"

#include <compare>

namespace asynctidy::summaries {

/// Where something stands in the source. Lines and columns (bytes) count from 1.
struct Place {
  Text File = 0;
  uint32_t Line = 0;
  uint32_t Column = 0;

  explicit operator bool() const { return File != 0; }
  auto operator<=>(const Place &) const = default;
};

} // namespace asynctidy::summaries
