// `async-tidy link`: what the facts of all files say together.
#pragma once

#include "driver/options.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

/// Prints what is found across the files whose facts are given, and writes the index when asked to.
ExitCode linkFacts(const Options &O, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
