// `async-tidy changed`: the analysis of what a commit or a branch changes.
#pragma once

#include "driver/options.h"

namespace asynctidy::driver {

/// Analyses what has changed, as \p O says. \p Argv0 is the program's name as it was called.
ExitCode analyseChanged(Options O, const char *Argv0);

} // namespace asynctidy::driver
