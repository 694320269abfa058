// Which files hold tests and examples, by their paths.
#pragma once

#include "facts/syntax/user-code.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>

namespace asynctidy::facts {

/// The part of \p Path below the root of its project: "/tests/a.cpp". A project is not made of tests because it lies
/// below a directory called 'tests'.
std::string pathInProject(llvm::StringRef Path, llvm::vfs::FileSystem &Files);

/// Decides by the option `TestPaths`, whose globs are matched against paths in the project. Caches results per file;
/// not thread-safe, one per AST.
class TestPaths {
public:
  TestPaths(const clang::SourceManager &Sources, llvm::StringRef Globs);
  bool contains(clang::SourceLocation Location) const;

private:
  const clang::SourceManager *Sources;
  PathGlobs Globs;
  mutable llvm::DenseMap<clang::FileID, bool> Known;
};

} // namespace asynctidy::facts
