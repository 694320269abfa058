// Resources of the machine: clang's headers, memory, cores.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::driver {

/// The directory with clang's headers (stddef.h…): ../lib/clang/<major> relative to the program if it exists, else that
/// of the LLVM that the program was built with. Empty when there is none.
std::string findResourceDirectory(const char *Argv0);

/// The number of cores that this process may use.
unsigned defaultJobs();

/// A worker's share of the machine's memory, but at least what a large file needs. 0 when it is unknown.
unsigned defaultMemoryMiB(unsigned Jobs);

} // namespace asynctidy::driver
