// `async-tidy graph`: draws the lock-order graph.
#pragma once

#include "driver/options.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

/// Writes DOT, or SVG when the output file ends with .svg.
ExitCode drawGraph(const Options &O, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
