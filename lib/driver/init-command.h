// `async-tidy init`: makes a project ready.
#pragma once

#include "driver/options.h"

#include "llvm/Support/raw_ostream.h"

namespace asynctidy::driver {

/// Says what the project has, and shows or, with --write, writes what is missing. Never changes a file.
ExitCode initProject(const Options &O, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
