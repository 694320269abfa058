// Compile commands are written for the compiler that builds the project, often GCC. This converts them into commands
// that clang's parser accepts.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// Drops options clang does not know or support, precompiled headers (another compiler made them; the header itself is
/// included too), and -Werror; turns clang's own warnings off; adds \p ResourceDirectory unless the command names one.
std::vector<std::string> cleanCommand(const std::vector<std::string> &CommandLine, llvm::StringRef ResourceDirectory);

} // namespace asynctidy::driver
