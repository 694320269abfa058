// Output files and errors of commands.
#pragma once

#include "driver/options.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace asynctidy::driver {

/// Prints \p E and returns the exit code for it.
ExitCode refuse(llvm::Error E);

/// Protects files of other programs: fails when \p Path exists and does not begin with one of \p Beginnings.
llvm::Error checkOutput(llvm::StringRef Path, llvm::ArrayRef<llvm::StringRef> Beginnings);

} // namespace asynctidy::driver
