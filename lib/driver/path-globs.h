// Globs over paths: which files the user means, and which directories hold other people's code.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// Absolute, without "." and "..".
std::string absolutePath(llvm::StringRef Path, llvm::StringRef Directory = "");

/// \p Path with links resolved, or as it is when that fails: two names of one file become one.
std::string realPath(llvm::StringRef Path);

bool isGlob(llvm::StringRef Path);

/// Shell rules: '*' and '?' stay within one component, a component that is '**' stands for any number of them.
bool matchesPathGlob(llvm::StringRef Glob, llvm::StringRef Path);

/// Globs in the form of the option `SystemPaths` ('*' also matches '/') for directories that by their names hold
/// third-party code. A directory that \p ProjectRoot itself lies in is not meant: all of a user's work may live below
/// a directory called 'external'.
std::vector<std::string> defaultSystemGlobs(llvm::StringRef ProjectRoot);

/// The user's --treat-as-system globs in that form: a relative one matches below any directory, and a directory stands
/// for everything in it.
llvm::Expected<std::vector<std::string>> userSystemGlobs(const std::vector<std::string> &Globs);

} // namespace asynctidy::driver
