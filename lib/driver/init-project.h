// What a project has of what async-tidy can use.
#pragma once

#include "driver/options.h"

#include "llvm/ADT/StringRef.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

enum class BuildSystem { CMake, Meson, Bazel, Xmake, Make, None };

/// The name for people.
llvm::StringRef nameOf(BuildSystem System);

/// Of a project in one directory. Paths are relative to it; empty: there is none.
struct Project {
  std::string Directory;
  BuildSystem System = BuildSystem::None;
  std::string DescribedBy; ///< the file by which the build system was told
  std::string Database;
  std::string DatabaseProblem;        ///< why there is no database to be used; a sentence
  std::string Configuration;          ///< .clang-tidy
  bool ConfigurationIsSilent = false; ///< clang-tidy runs none of our checks by it
  std::string Hooks;                  ///< .pre-commit-config.yaml
  bool HooksKnowUs = false;
  std::vector<std::string> Ci; ///< files of continuous integration
  bool CiKnowsUs = false;
  std::string Baseline;
};

/// Looks at \p Directory, and above it for a .clang-tidy.
Project lookAt(llvm::StringRef Directory);

} // namespace asynctidy::driver
