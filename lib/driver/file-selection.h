// Which files to analyse, and with which commands.
#pragma once

#include "driver/options.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/Support/Error.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// One translation unit to analyse.
struct Job {
  std::string File; ///< absolute
  clang::tooling::CompileCommand Command;
};

struct Selection {
  /// Sorted by file, so that merging in this order does not depend on which finished first. A file that the database
  /// names twice is there once for each command that can mean something else to the parser.
  std::vector<Job> Jobs;
  /// One sentence for each thing asked for that cannot be analysed. The jobs are analysed all the same.
  std::vector<std::string> Problems;
  /// How many files of the database that was.
  size_t Unusable = 0;
  /// Files left out because they lie in a third-party directory; only when no file was named.
  size_t ThirdParty = 0;
  /// The deepest directory with all of the project's own files.
  std::string ProjectRoot;
};

/// Reads the database (or takes the flags after "--") and picks the C++ files asked for. Fails with one sentence when
/// there is no database or nothing in it.
llvm::Expected<Selection> selectFiles(const Options &O);

} // namespace asynctidy::driver
