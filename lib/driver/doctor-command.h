// `async-tidy doctor`: why nothing, or little, is found in a project.
#pragma once

#include "driver/options.h"

#include "llvm/Support/raw_ostream.h"

namespace asynctidy::driver {

/// Looks at everything that findings depend on, from the database to a few files of the code, and says to \p Out what
/// keeps findings away.
ExitCode diagnose(Options O, const char *Argv0, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
