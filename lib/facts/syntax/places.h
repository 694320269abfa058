// Maps source locations to places, as facts in files name them, and back.
#pragma once

#include "summaries/place.h"

#include "clang/Basic/SourceManager.h"
#include "llvm/ADT/DenseMap.h"

#include <map>
#include <string>

namespace asynctidy::facts {

/// Paths are absolute and without dots; those below the root are relative to it, so that facts do not depend on where a
/// project lies. One per AST, not thread-safe.
class Places {
public:
  /// \p Root is absolute, or empty: then every path stays absolute.
  Places(clang::SourceManager &Sources, summaries::Strings &Names, llvm::StringRef Root)
      : Sources(Sources), Names(Names), Root(Root) {}

  /// The place of \p Location. A macro's expansion is placed where the macro is used, its arguments where they are
  /// written. Empty for a location without a file.
  summaries::Place of(clang::SourceLocation Location);
  /// The file of \p Location alone.
  summaries::Text fileOf(clang::SourceLocation Location);

  /// A location at \p P: the one that of() was called with or, for a place from another translation unit, one in that
  /// file, which is then loaded. Invalid when there is no such file or line.
  clang::SourceLocation locate(const summaries::Place &P) const;

  /// The path of \p File in places; empty when it is not a file.
  std::string pathOf(clang::FileID File) { return Names[fileOf(File)].str(); }

private:
  summaries::Text fileOf(clang::FileID File);
  clang::FileID load(summaries::Text File) const;

  clang::SourceManager &Sources;
  summaries::Strings &Names;
  std::string Root;
  mutable llvm::DenseMap<clang::FileID, summaries::Text> Files;
  std::map<summaries::Place, clang::SourceLocation> Known;
};

} // namespace asynctidy::facts
