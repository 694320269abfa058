// Which project a file belongs to.
#pragma once

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/VirtualFileSystem.h"

namespace asynctidy::facts {

/// The root of the project that \p File, which is absolute and without dots, belongs to:
/// - the nearest directory above the file that a version control system keeps: one with `.git`, `.hg`, `.jj` or `.svn`;
/// - without one, the highest that has a build description or a `.clang-tidy`;
/// - without that, the directory above the file's own.
/// It depends on the file alone, so that clang-tidy, the program and an editor agree.
llvm::StringRef projectRootOf(llvm::StringRef File, llvm::vfs::FileSystem &Files);

} // namespace asynctidy::facts
