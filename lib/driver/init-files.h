// What `async-tidy init` writes, or shows for files that exist.
#pragma once

#include "driver/init-project.h"

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::driver {

/// A .clang-tidy for a project that has none.
llvm::StringRef configurationText();

/// compile_flags.txt for a project without a build system.
llvm::StringRef flagsText();

/// How a project makes its compilation database: a command, or a sentence.
std::string databaseAdvice(BuildSystem System);

/// The hook for pre-commit, as an entry of `repos:`, with that key if \p Whole.
std::string hookText(bool Whole);

} // namespace asynctidy::driver
