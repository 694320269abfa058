// `async-tidy cache`: shows what is kept of earlier runs, and prunes it.
#pragma once

#include "driver/options.h"

#include "llvm/Support/raw_ostream.h"

namespace asynctidy::driver {

ExitCode showCache(const Options &O, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
