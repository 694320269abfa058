// `async-tidy list` and `async-tidy explain`.
#pragma once

#include "driver/options.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

ExitCode listChecks(const Options &O, llvm::raw_ostream &Out);
ExitCode explainCheck(const Options &O, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
