#include "driver/init-files.h"

using llvm::StringRef;

namespace asynctidy::driver {

StringRef configurationText() {
  return "# Read by async-tidy, and by clang-tidy with its plugin. 'async-tidy list' shows the checks, and\n"
         "# 'async-tidy explain NAME' the options of one.\n"
         "Checks: 'async-*'\n"
         "# CheckOptions:\n"
         "#   AsyncModels: 'async-models.yaml'   # what no structure shows of your libraries\n"
         "#   SystemPaths: '*/generated/*'       # code that is not yours, besides directories such as third_party\n"
         "#   Confidence: likely                 # also show findings that rest on an assumption\n";
}

StringRef flagsText() { return "-std=c++20\n-I.\n-Iinclude\n-Isrc\n"; }

std::string databaseAdvice(BuildSystem System) {
  switch (System) {
  case BuildSystem::CMake:
    return "cmake -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON";
  case BuildSystem::Meson:
    return "meson setup build";
  case BuildSystem::Xmake:
    return "xmake project -k compile_commands build";
  case BuildSystem::Make:
    return "bear -- make   (after 'make clean': Bear sees what is compiled, and no more)";
  case BuildSystem::Bazel:
    return "bazel run @hedron_compile_commands//:refresh_all   (that module makes it; Bazel itself does not)";
  case BuildSystem::None:
    return "bear -- COMMAND   (where COMMAND builds all)";
  }
  return {};
}

std::string hookText(bool Whole) {
  return std::string(Whole ? "repos:\n" : "") + "  - repo: local\n"
                                                "    hooks:\n"
                                                "      - id: async-tidy\n"
                                                "        name: async-tidy\n"
                                                "        entry: async-tidy changed --staged\n"
                                                "        args: ['--']\n"
                                                "        language: system\n"
                                                "        types_or: [c, c++]\n"
                                                "        require_serial: true\n"
                                                "        verbose: true\n";
}

} // namespace asynctidy::driver
