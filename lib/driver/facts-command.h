// `async-tidy facts`: the first step of a whole-program analysis.
#pragma once

#include "driver/options.h"

namespace asynctidy::driver {

/// Writes a facts file for each source file.
ExitCode collectFacts(Options O, const char *Argv0);

} // namespace asynctidy::driver
