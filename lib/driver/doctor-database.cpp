#include "driver/doctor-database.h"

#include "driver/flags-file.h"
#include "driver/messages.h"
#include "driver/path-globs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <optional>

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

constexpr StringRef BuildDescriptions[] = {"CMakeLists.txt", "CMakePresets.json", "meson.build", "meson_options.txt",
                                           "meson.options"};

using Time = llvm::sys::TimePoint<>;

std::optional<Time> changedAt(const llvm::Twine &File) {
  fs::file_status Status;
  if (fs::status(File, Status))
    return std::nullopt;
  return Status.getLastModificationTime();
}

std::string below(StringRef Directory, StringRef Name) {
  llvm::SmallString<256> Path(Directory);
  path::append(Path, Name);
  return std::string(Path);
}

/// When the build was configured. CMake leaves a database alone that would not change.
std::optional<Time> configuredAt(StringRef Database) {
  std::optional<Time> Last = changedAt(Database);
  for (StringRef Name : {"build.ninja", "Makefile", "CMakeFiles/cmake.check_cache"})
    if (const auto At = changedAt(below(path::parent_path(Database), Name)); At && Last && *At > *Last)
      Last = At;
  return Last;
}

/// The directories of the files of \p S, and those between them and the project's root.
std::vector<std::string> directoriesOf(const Selection &S) {
  std::vector<std::string> Directories;
  llvm::StringSet<> Seen;
  for (const Job &J : S.Jobs)
    for (StringRef D = path::parent_path(J.File); D.size() >= S.ProjectRoot.size(); D = path::parent_path(D))
      if (Seen.insert(D).second)
        Directories.push_back(D.str());
  // What describes the whole project may lie above its sources.
  if (llvm::none_of(BuildDescriptions, [&](StringRef Name) { return fs::exists(below(S.ProjectRoot, Name)); }))
    Directories.push_back(path::parent_path(S.ProjectRoot).str());
  llvm::sort(Directories);
  return Directories;
}

/// A file that describes the build and is newer than \p Configured; empty when there is none.
std::string newerDescription(const std::vector<std::string> &Directories, Time Configured) {
  for (const std::string &Directory : Directories)
    for (StringRef Name : BuildDescriptions)
      if (const auto At = changedAt(below(Directory, Name)); At && *At > Configured)
        return below(Directory, Name);
  return {};
}

/// C++ sources that lie beside those of \p S and are not among them.
std::vector<std::string> unlisted(const Selection &S) {
  llvm::StringSet<> Listed, Directories, Extensions;
  for (const Job &J : S.Jobs) {
    Listed.insert(J.File);
    Directories.insert(path::parent_path(J.File));
    Extensions.insert(path::extension(J.File));
  }
  std::vector<std::string> Found;
  for (const auto &Directory : Directories) {
    std::error_code EC;
    for (fs::directory_iterator It(Directory.getKey(), EC), End; It != End && !EC; It.increment(EC))
      if (Extensions.contains(path::extension(It->path())) && !Listed.contains(It->path()) &&
          path::has_extension(It->path()))
        Found.push_back(It->path());
  }
  llvm::sort(Found);
  return Found;
}

/// The value of the last option of the form \p Name=VALUE in \p Command or \p More; empty when there is none.
std::string lastValue(StringRef Name, llvm::ArrayRef<std::string> Command, llvm::ArrayRef<std::string> More) {
  std::string Last;
  for (llvm::ArrayRef<std::string> Arguments : {Command, More})
    for (size_t I = 0; I < Arguments.size(); ++I) {
      StringRef Argument = Arguments[I];
      if (Argument == Name && I + 1 < Arguments.size())
        Last = Arguments[I + 1];
      else if (Argument.consume_front(Name) && Argument.consume_front("="))
        Last = Argument.str();
    }
  return Last;
}

bool hasCoroutines(StringRef Standard) {
  return llvm::any_of(std::initializer_list<StringRef>{"20", "2a", "23", "2b", "26", "2c"},
                      [&](StringRef Year) { return Standard.ends_with(Year); });
}

void examineStandard(const Selection &S, const Options &O, Diagnosis &Says) {
  size_t Old = 0;
  std::string Example;
  for (const Job &J : S.Jobs) {
    std::string Standard = lastValue("-std", J.Command.CommandLine, O.ExtraArgs);
    if (Standard.empty())
      Standard = lastValue("--std", J.Command.CommandLine, O.ExtraArgs);
    if (Standard.empty() && O.ExtraArgs.empty())
      for (StringRef Argument : J.Command.CommandLine)
        if (Argument.consume_front("/std:") || Argument.consume_front("-std:"))
          Standard = Argument.contains("latest") ? "c++23" : Argument.str();
    if (hasCoroutines(Standard))
      continue;
    if (Old++ == 0)
      Example = "'" + J.File + "' has " + (Standard.empty() ? "no '-std='" : "'-std=" + Standard + "'");
  }
  if (!Old)
    return Says.fine("the code is compiled as C++20 or later");
  const std::string Text = "coroutines need C++20: " + Example;
  if (Old < S.Jobs.size())
    return Says.remark(counted(Old, "file") + " can have no coroutines, because " + Text);
  Says.problem(Text + ", and no file has a later one: set CMAKE_CXX_STANDARD to 20, or for a look "
                      "'--extra-arg=-std=c++20'");
}

} // namespace

void examineDatabase(StringRef Database, const Selection &S, const Options &O, Diagnosis &Says) {
  constexpr size_t Shown = 5;
  for (const std::string &Problem : llvm::ArrayRef(S.Problems).take_front(Shown))
    Says.problem(Problem);
  if (S.Problems.size() > Shown)
    Says.problem(llvm::Twine(S.Problems.size() - Shown) +
                 " more of this kind: the database is stale, so configure the build again");
  if (S.ThirdParty)
    Says.remark(counted(S.ThirdParty, "file") +
                " in directories of third-party code, such as third_party, left out: '--no-default-system-paths' "
                "takes them in");
  if (O.HasFlags || isFlagsFile(Database))
    return;
  if (const auto Configured = configuredAt(Database))
    if (const std::string Newer = newerDescription(directoriesOf(S), *Configured); !Newer.empty())
      Says.problem("'" + Newer + "' is newer than the database: configure the build again");
  if (!O.Files.empty())
    return;
  if (const std::vector<std::string> Missing = unlisted(S); !Missing.empty())
    Says.remark(counted(Missing.size(), "C++ file") + " beside those of the database not in it, such as '" +
                Missing.front() + "': nothing is found in what is not compiled");
}

void examineCommands(const Selection &S, const Options &O, StringRef ResourceDirectory, Diagnosis &Says) {
  examineStandard(S, O, Says);
  for (const Job &J : S.Jobs) {
    const std::string Given = lastValue("-resource-dir", J.Command.CommandLine, O.ExtraArgs);
    if (Given.empty() || realPath(Given) == realPath(ResourceDirectory) ||
        path::filename(Given).split('.').first == std::to_string(LLVM_VERSION_MAJOR))
      continue;
    return Says.problem("'" + J.File + "' is compiled with the headers of another clang, '-resource-dir=" + Given +
                        "': add '--extra-arg=-resource-dir=" + ResourceDirectory + "'");
  }
}

} // namespace asynctidy::driver
