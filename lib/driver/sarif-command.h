// `async-tidy sarif`: SARIF from what clang-tidy exports.
#pragma once

#include "driver/options.h"

namespace llvm {
class raw_ostream;
}

namespace asynctidy::driver {

/// Writes the findings of the file that \p O names, written by clang-tidy's --export-fixes, as SARIF to its output or
/// \p Out. A file that does not exist is one without findings: clang-tidy writes none then. Fails when a source file
/// has changed since.
ExitCode convertToSarif(const Options &O, llvm::raw_ostream &Out);

} // namespace asynctidy::driver
