// The project that a file belongs to, and its index.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::editor {

/// The directory of the compilation database of \p File: \p Told if that is not empty, else where clangd looks, in the
/// file's directory and those above and in their 'build'. Empty if there is none.
std::string buildDirectoryOf(llvm::StringRef File, llvm::StringRef Told);

/// The index for \p File: the one that the option AsyncIndex names, \p Configured, else the one of the build directory.
/// Empty if it does not exist.
std::string indexOf(llvm::StringRef File, llvm::StringRef Configured, llvm::StringRef BuildDirectory);

} // namespace asynctidy::editor
