// `async-tidy -p BUILD` and `async-tidy baseline`: the analysis of files, and what is made of its findings.
#pragma once

#include "driver/options.h"
#include "driver/session.h"

namespace asynctidy::driver {

/// Analyses what \p O names, and prints, writes, fixes or keeps what is found, as it says. \p Argv0 is the program's
/// name as it was called; \p From has what is looked at, unless it is what \p O names as it is on disk.
ExitCode analyseAll(Options O, const char *Argv0, Inputs From = {});

} // namespace asynctidy::driver
