// Why a file does not compile, and what helps.
#pragma once

#include "driver/results.h"

#include <string>

namespace asynctidy::driver {

/// The first error in \p R, and what to do about it; empty when there is none.
std::string whyNotCompiled(const Result &R);

} // namespace asynctidy::driver
