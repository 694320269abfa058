// What a worker needs of the machine: clang's own headers, memory, cores.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::driver {

/// The directory with clang's own headers (stddef.h…): ../lib/clang/<major> beside the program when it was installed
/// so, else that of the LLVM it was built with. Empty when there is none.
std::string findResourceDirectory(const char *Argv0);

/// All cores this process may use.
unsigned defaultJobs();

/// A worker's share of the machine's memory, but no less than a large file needs. 0 when that is unknown.
unsigned defaultMemoryMiB(unsigned Jobs);

} // namespace asynctidy::driver
