// `async-tidy index`: what editors and analyses of single files want to know of the other files, in one step.
#pragma once

#include "driver/options.h"

namespace asynctidy::driver {

/// The index in the directory of the compilation database, where async-clangd looks for it.
inline constexpr llvm::StringLiteral DefaultIndex = "async-tidy.index";

/// Writes the index of the whole database: to the path of `-o`, else to that of the option AsyncIndex, else
/// DefaultIndex.
ExitCode makeIndex(Options O, const char *Argv0);

} // namespace asynctidy::driver
