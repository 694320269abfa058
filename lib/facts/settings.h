#pragma once

#include <string>

namespace asynctidy::facts {

/// The module-wide options: one set for all checks of a translation unit.
struct Settings {
  std::string Models;      ///< `AsyncModels`: model files, separated by ';'
  std::string SystemPaths; ///< `SystemPaths`: globs of paths whose code counts as system code, separated by ';'

  std::string key() const { return Models + '\n' + SystemPaths; }
};

} // namespace asynctidy::facts
