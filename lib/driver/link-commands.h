// `async-tidy facts`, `async-tidy link` and `async-tidy graph`: the steps of a whole-program analysis, one by one.
#pragma once

#include "driver/options.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

/// Writes a facts file for each source file.
ExitCode collectFacts(Options O, const char *Argv0);

/// Prints what is found across the files whose facts are given, and writes the index when asked to.
ExitCode linkFacts(const Options &O, llvm::raw_ostream &Out);

/// Draws the order in which locks are taken.
ExitCode drawGraph(const Options &O, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
