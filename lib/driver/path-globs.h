// Globs over paths: for files that the user selects, and for options.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// Absolute, without "." and "..".
std::string absolutePath(llvm::StringRef Path, llvm::StringRef Directory = "");

/// \p Path with links resolved, so that a file has one name; \p Path unchanged when that fails.
std::string realPath(llvm::StringRef Path);

bool isGlob(llvm::StringRef Path);

/// Shell rules: '*' and '?' stay within one component, a component that is '**' stands for any number of them.
bool matchesPathGlob(llvm::StringRef Glob, llvm::StringRef Path);

/// The user's globs in the form of the option `SystemPaths` ('*' also matches '/'), as --treat-as-system and
/// --treat-as-test take them: a relative one matches below any directory, and a directory matches everything in it. \p
/// Option names the option in errors.
llvm::Expected<std::vector<std::string>> userGlobs(llvm::StringRef Option, const std::vector<std::string> &Globs);

} // namespace asynctidy::driver
