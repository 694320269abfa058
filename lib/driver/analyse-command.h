// `async-tidy -p BUILD` and `async-tidy baseline`: the analysis of files, and what is made of its findings.
#pragma once

#include "driver/options.h"

namespace asynctidy::driver {

/// Analyses what \p O names, and prints, writes, fixes or keeps what is found, as it says. \p Argv0 is the program's
/// name as it was called.
ExitCode analyseAll(Options O, const char *Argv0);

} // namespace asynctidy::driver
