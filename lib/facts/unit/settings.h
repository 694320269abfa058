// The options of the clang-tidy module.
#pragma once

#include "llvm/ADT/StringRef.h"

#include <string>

namespace asynctidy::facts {

/// The module-wide options: one set for all checks of a translation unit.
struct Settings {
  static constexpr llvm::StringLiteral ModelsOption = "AsyncModels";
  static constexpr llvm::StringLiteral SystemPathsOption = "SystemPaths";
  static constexpr llvm::StringLiteral IndexOption = "AsyncIndex";

  std::string Models;      ///< model files, separated by ';'
  std::string SystemPaths; ///< globs of paths whose code counts as system code, separated by ';'
  std::string Index;       ///< the index that `async-tidy link` has written

  std::string key() const { return Models + '\n' + SystemPaths + '\n' + Index; }
};

} // namespace asynctidy::facts
