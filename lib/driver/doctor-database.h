// What `async-tidy doctor` says of the compilation database.
#pragma once

#include "driver/diagnosis.h"
#include "driver/file-selection.h"
#include "driver/options.h"

#include "llvm/ADT/StringRef.h"

namespace asynctidy::driver {

/// Whether the files that \p Database names are there, and all that it should name; \p S was selected from it as \p O
/// asks.
void examineDatabase(llvm::StringRef Database, const Selection &S, const Options &O, Diagnosis &Says);

/// Whether the commands of \p S can have coroutines, and find the headers that belong to this program.
void examineCommands(const Selection &S, const Options &O, llvm::StringRef ResourceDirectory, Diagnosis &Says);

} // namespace asynctidy::driver
