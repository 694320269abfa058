// Which code is the user's own.
#pragma once

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/Support/GlobPattern.h"

#include <string>
#include <vector>

namespace asynctidy::facts {

/// Globs of paths as the options `SystemPaths` and `TestPaths` hold them: separated by ';', each matched against the
/// whole path; `*` also matches '/'. An unreadable glob matches nothing.
class PathGlobs {
public:
  explicit PathGlobs(llvm::StringRef Globs);
  bool match(llvm::StringRef Path) const;
  bool empty() const { return Patterns.empty(); }

private:
  std::string Text; ///< the patterns refer to it
  std::vector<llvm::GlobPattern> Patterns;
};

/// Decides what is user code: neither in a system header nor in a path that the user calls system code. Facts use no
/// other function's body. Caches results per file; not thread-safe, one per AST.
class UserCode {
public:
  UserCode(const clang::SourceManager &Sources, llvm::StringRef SystemPaths);
  bool contains(clang::SourceLocation Location) const;

private:
  const clang::SourceManager &Sources;
  PathGlobs Globs;
  mutable llvm::DenseMap<clang::FileID, bool> MatchedByGlob;
};

} // namespace asynctidy::facts
