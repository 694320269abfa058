// compile_flags.txt: the compiler's flags, one a line, that all files below its directory have in common.
#pragma once

#include "driver/file-selection.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// The file of flags in \p Directory; empty when there is none.
std::string flagsFileIn(llvm::StringRef Directory);

/// Whether \p Database is such a file.
bool isFlagsFile(llvm::StringRef Database);

/// The C++ files below \p Directory, absolute and sorted. Hidden directories and those of builds are passed over. The
/// error is one sentence.
llvm::Expected<std::vector<std::string>> sourcesBelow(llvm::StringRef Directory);

/// The C++ files below the directory of \p File, each with its flags. The error is one sentence.
llvm::Expected<std::vector<Job>> jobsFromFlagsFile(llvm::StringRef File);

} // namespace asynctidy::driver
