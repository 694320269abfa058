// What a command writes besides its findings.
#pragma once

#include "driver/options.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace asynctidy::driver {

/// Says \p E; the command ends.
ExitCode refuse(llvm::Error E);

/// Only what this program wrote is replaced: an output that exists must begin as one of its own does.
llvm::Error checkOutput(llvm::StringRef Path, llvm::ArrayRef<llvm::StringRef> Beginnings);

/// Never leaves half a file.
llvm::Error writeOutput(llvm::StringRef Path, llvm::StringRef Text);

} // namespace asynctidy::driver
