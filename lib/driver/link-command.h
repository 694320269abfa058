// `async-tidy link`: the analysis of the whole program from facts files.
#pragma once

#include "driver/options.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

/// Prints the findings of the program with the given facts files, and writes the index when requested.
ExitCode linkFacts(const Options &O, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
