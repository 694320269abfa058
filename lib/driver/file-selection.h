// Which files to analyse, and with which commands.
#pragma once

#include "driver/options.h"

#include "clang/Tooling/CompilationDatabase.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <string>
#include <vector>

namespace asynctidy::driver {

/// One translation unit to analyse.
struct Job {
  std::string File; ///< absolute
  clang::tooling::CompileCommand Command;
};

struct Selection {
  /// Sorted by file, so that merging in this order does not depend on timing. A file with several commands in the
  /// database is here once for each command that may give another AST.
  std::vector<Job> Jobs;
  /// One sentence for each requested file that cannot be analysed. The jobs are analysed all the same.
  std::vector<std::string> Problems;
  /// The number of files in the database that cannot be analysed.
  size_t Unusable = 0;
  /// The number of files left out because they are in a third-party directory; 0 when files were named.
  size_t ThirdParty = 0;
  /// Files that are not in the database, and have the command of a similar one.
  llvm::StringSet<> Borrowed;
  /// The deepest directory that contains all of the project's own files.
  std::string ProjectRoot;
  /// The directory of the database; empty without one.
  std::string BuildDirectory;
};

/// Reads the database, or the flags after "--", and selects the requested C++ files. The error is one sentence: there
/// is no database, or it is empty.
llvm::Expected<Selection> selectFiles(const Options &O);

/// The database in \p Directory or a build below it; empty when there is none. The error is one sentence: there are
/// several.
llvm::Expected<std::string> databaseNear(llvm::StringRef Directory);

/// The database that \p O names, or that lies near. The error is one sentence.
llvm::Expected<std::string> findDatabase(const Options &O);

/// All C++ files of the database, readable or not. The error is one sentence: it cannot be read, or it is empty.
llvm::Expected<Selection> readWhole(llvm::StringRef Database);

/// Removes the jobs with a missing file or directory, and adds a problem for each. A file may also exist in \p Shown.
void dropUnreadable(Selection &S, llvm::vfs::FileSystem *Shown = nullptr);

/// The directory of the database that \p O names, or that lies near. The error is one sentence.
llvm::Expected<std::string> findBuildDirectory(const Options &O);

} // namespace asynctidy::driver
