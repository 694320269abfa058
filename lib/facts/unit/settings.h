// The options of the clang-tidy module.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::facts {

/// What TestPaths is until it is set: folders and files that are called as tests, benchmarks and examples are. See
/// facts/syntax/test-paths.h for what the globs are matched against.
inline constexpr llvm::StringLiteral DefaultTestPaths =
    "*/[Tt]est/*;*/[Tt]ests/*;*/[Tt]esting/*;*/unittest/*;*/unittests/*;*[-_]test/*;*[-_]tests/*;*/test[-_]*;"
    "*/[Bb]ench/*;*/benches/*;*/[Bb]enchmark/*;*/[Bb]enchmarks/*;"
    "*/[Dd]emo/*;*/[Dd]emos/*;*/[Ee]xample/*;*/[Ee]xamples/*;*[-_]example/*;*[-_]examples/*;"
    "*/[Ss]ample/*;*/[Ss]amples/*;*/tutorial/*;*/tutorials/*;"
    "*/test.[chi]*;*/tests.[chi]*;*[-_.]test.[chi]*;*[-_.]tests.[chi]*;*[-_]unittest.[chi]*;*Test.[chi]*;*Tests.[chi]*;"
    "*[-_.]bench.[chi]*;*[-_.]benchmark.[chi]*;*[-_]benchmarks.[chi]*;*Benchmark.[chi]*;"
    "*[-_]demo.[chi]*;*[-_]example.[chi]*";

/// The module-wide options: one set for all checks of a translation unit.
struct Settings {
  static constexpr llvm::StringLiteral ModelsOption = "AsyncModels";
  static constexpr llvm::StringLiteral SystemPathsOption = "SystemPaths";
  static constexpr llvm::StringLiteral DefaultSystemPathsOption = "DefaultSystemPaths";
  static constexpr llvm::StringLiteral TestPathsOption = "TestPaths";
  static constexpr llvm::StringLiteral IndexOption = "AsyncIndex";

  std::string Models;      ///< model files, separated by ';'
  std::string SystemPaths; ///< globs of paths whose code counts as system code, separated by ';'
  std::string Index;       ///< the index that `async-tidy link` has written
  std::string TestPaths{}; ///< globs of paths that hold tests and examples, separated by ';'; empty: no code is a test

  bool DefaultSystemPaths = true; ///< directories whose names mean third-party code are system code, too

  std::string key() const {
    return Models + '\n' + SystemPaths + '\n' + Index + '\n' + TestPaths + '\n' + (DefaultSystemPaths ? "d" : "");
  }
};

} // namespace asynctidy::facts
