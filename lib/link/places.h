// The order of places in output: by file name, not by its number.
#pragma once

#include "link/vocabulary.h"

#include <tuple>

namespace asynctidy::link {

/// Whether \p A comes before \p B in output. Both have texts of \p Names.
inline bool isBefore(const Place &A, const Place &B, const Strings &Names) {
  if (A.File != B.File)
    return Names[A.File] < Names[B.File];
  return std::tie(A.Line, A.Column) < std::tie(B.Line, B.Column);
}

} // namespace asynctidy::link
