// `async-tidy graph`: the order in which locks are taken, as a picture.
#pragma once

#include "driver/options.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

/// Draws it as DOT, or as SVG where the output is to be that.
ExitCode drawGraph(const Options &O, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
