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

/// Which paths count as system code: those that \p Globs match, and third-party ones (see third-party.h) if \p
/// WithDefault.
class SystemPaths {
public:
  /// \p Root is the directory of the main file: nothing counts for being below what that is below. Only for
  /// \p WithDefault.
  SystemPaths(llvm::StringRef Globs, bool WithDefault, llvm::StringRef Root)
      : Globs(Globs), WithDefault(WithDefault), Root(Root) {}
  /// \p Path is absolute and without dots.
  bool match(llvm::StringRef Path) const;
  bool empty() const { return Globs.empty() && !WithDefault; }

private:
  PathGlobs Globs;
  bool WithDefault;
  std::string Root;
};

/// Decides what is user code: neither in a system header nor in a path that counts as system code. The main file is,
/// for the user asked to analyse it. Facts use no other function's body. Caches results per file; not thread-safe, one
/// per AST.
class UserCode {
public:
  UserCode(const clang::SourceManager &Sources, llvm::StringRef SystemPathGlobs, bool WithDefaultSystemPaths = false);
  bool contains(clang::SourceLocation Location) const;

private:
  const clang::SourceManager &Sources;
  SystemPaths System;
  mutable llvm::DenseMap<clang::FileID, bool> MatchedByGlob;
};

} // namespace asynctidy::facts
