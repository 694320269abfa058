#include "driver/flags-file.h"

#include "driver/messages.h"
#include "driver/path-globs.h"

#include "clang/Driver/Types.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using clang::tooling::FixedCompilationDatabase;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
namespace types = clang::driver::types;

namespace asynctidy::driver {
namespace {

constexpr StringRef FlagsFileName = "compile_flags.txt";

std::string below(StringRef Directory, StringRef Name) {
  llvm::SmallString<256> Path(Directory);
  path::append(Path, Name);
  return std::string(Path);
}

bool isCxxSource(StringRef File) {
  const types::ID Type = types::lookupTypeForExtension(path::extension(File).drop_front(path::has_extension(File)));
  return types::isCXX(Type) && types::isSrcFile(Type) && !types::isCuda(Type) && !types::isHIP(Type);
}

/// Whether nothing below \p Directory is the user's code: it is hidden, or a build that has copies and generated files.
bool isPassedOver(StringRef Directory) {
  return path::filename(Directory).starts_with(".") || fs::exists(below(Directory, "CMakeCache.txt")) ||
         fs::exists(below(Directory, "build.ninja"));
}

} // namespace

std::string flagsFileIn(StringRef Directory) {
  std::string File = below(Directory, FlagsFileName);
  return fs::exists(File) ? File : std::string();
}

bool isFlagsFile(StringRef Database) { return path::filename(Database) == FlagsFileName; }

llvm::Expected<std::vector<std::string>> sourcesBelow(StringRef Directory) {
  std::vector<std::string> Files;
  std::error_code Why;
  for (fs::recursive_directory_iterator It(absolutePath(Directory), Why, /*follow_symlinks=*/false), End;
       It != End && !Why; It.increment(Why)) {
    if (It->type() == fs::file_type::directory_file) {
      if (isPassedOver(It->path()))
        It.no_push();
    } else if (isCxxSource(It->path()) && fs::is_regular_file(It->path())) {
      Files.push_back(It->path());
    }
  }
  if (Why)
    return sentence("cannot read all directories below '" + Directory + "': " + Why.message());
  llvm::sort(Files);
  return Files;
}

llvm::Expected<std::vector<Job>> jobsFromFlagsFile(StringRef File) {
  std::string Why;
  const std::unique_ptr<FixedCompilationDatabase> Flags = FixedCompilationDatabase::loadFromFile(File, Why);
  if (!Flags)
    return sentence("cannot read '" + File + "': " + StringRef(Why).trim());
  const std::string Directory = path::parent_path(absolutePath(File)).str();
  llvm::Expected<std::vector<std::string>> Sources = sourcesBelow(Directory);
  if (!Sources)
    return Sources.takeError();
  std::vector<Job> Jobs;
  for (const std::string &Source : *Sources) {
    clang::tooling::CompileCommand Command = Flags->getCompileCommands(Source).front();
    Command.CommandLine.front() = "clang++";
    Command.Directory = Directory;
    Jobs.push_back({Source, std::move(Command)});
  }
  return Jobs;
}

} // namespace asynctidy::driver
