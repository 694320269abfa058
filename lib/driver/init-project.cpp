#include "driver/init-project.h"

#include "driver/doctor-checks.h"
#include "driver/file-selection.h"
#include "driver/path-globs.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

/// In the order in which they are believed: a project may also have a Makefile that calls the others.
constexpr std::pair<StringRef, BuildSystem> Descriptions[] = {
    {"CMakeLists.txt", BuildSystem::CMake},  {"meson.build", BuildSystem::Meson},
    {"MODULE.bazel", BuildSystem::Bazel},    {"WORKSPACE", BuildSystem::Bazel},
    {"WORKSPACE.bazel", BuildSystem::Bazel}, {"xmake.lua", BuildSystem::Xmake},
    {"configure.ac", BuildSystem::Make},     {"configure", BuildSystem::Make},
    {"GNUmakefile", BuildSystem::Make},      {"Makefile", BuildSystem::Make},
    {"makefile", BuildSystem::Make},
};

/// Files of continuous integration, and a directory of such.
constexpr StringRef CiFiles[] = {".gitlab-ci.yml", "azure-pipelines.yml", "Jenkinsfile", ".travis.yml",
                                 ".circleci/config.yml"};
constexpr StringRef Workflows = ".github/workflows";

std::string below(StringRef Directory, StringRef Name) {
  llvm::SmallString<256> Path(Directory);
  path::append(Path, Name);
  return std::string(Path);
}

bool mentionsUs(const std::string &File) {
  const auto Text = llvm::MemoryBuffer::getFile(File);
  return Text && (*Text)->getBuffer().contains("async-tidy");
}

std::string existing(StringRef Directory, StringRef Name) {
  return fs::is_regular_file(below(Directory, Name)) ? Name.str() : std::string();
}

void findBuild(Project &P) {
  for (const auto &[Name, System] : Descriptions)
    if (P.DescribedBy.empty() && !existing(P.Directory, Name).empty()) {
      P.DescribedBy = Name.str();
      P.System = System;
    }
}

void findCi(Project &P) {
  for (StringRef Name : CiFiles)
    if (!existing(P.Directory, Name).empty())
      P.Ci.push_back(Name.str());
  std::error_code EC;
  for (fs::directory_iterator It(below(P.Directory, Workflows), EC), End; It != End && !EC; It.increment(EC))
    if (const StringRef Extension = path::extension(It->path()); Extension == ".yml" || Extension == ".yaml")
      P.Ci.push_back(below(Workflows, path::filename(It->path())));
  llvm::sort(P.Ci);
  P.CiKnowsUs = llvm::any_of(P.Ci, [&](const std::string &File) { return mentionsUs(below(P.Directory, File)); });
}

/// The .clang-tidy that counts for files in \p Directory; one outside of the repository is no part of the project.
std::string configurationFor(StringRef Directory) {
  for (StringRef In = Directory; !In.empty(); In = path::parent_path(In)) {
    if (std::string File = below(In, ".clang-tidy"); fs::is_regular_file(File))
      return In == Directory ? ".clang-tidy" : File;
    if (fs::exists(below(In, ".git")))
      break;
  }
  return {};
}

} // namespace

StringRef nameOf(BuildSystem System) {
  switch (System) {
  case BuildSystem::CMake:
    return "CMake";
  case BuildSystem::Meson:
    return "Meson";
  case BuildSystem::Bazel:
    return "Bazel";
  case BuildSystem::Xmake:
    return "xmake";
  case BuildSystem::Make:
    return "Make";
  case BuildSystem::None:
    return "none that is known";
  }
  return {};
}

Project lookAt(StringRef Directory) {
  Project P;
  P.Directory = absolutePath(Directory);
  findBuild(P);
  if (llvm::Expected<std::string> Database = databaseNear(P.Directory))
    P.Database =
        StringRef(*Database).starts_with(P.Directory + "/") ? Database->substr(P.Directory.size() + 1) : *Database;
  else
    P.DatabaseProblem = llvm::toString(Database.takeError());
  P.Configuration = configurationFor(P.Directory);
  P.ConfigurationIsSilent = !P.Configuration.empty() && isSilentInClangTidy(absolutePath(P.Configuration, P.Directory));
  P.Hooks = existing(P.Directory, ".pre-commit-config.yaml");
  P.HooksKnowUs = !P.Hooks.empty() && mentionsUs(below(P.Directory, P.Hooks));
  findCi(P);
  P.Baseline = existing(P.Directory, "async-tidy.baseline");
  return P;
}

} // namespace asynctidy::driver
