#include "driver/file-selection.h"

#include "driver/flags-file.h"
#include "driver/messages.h"
#include "driver/nvcc-command.h"
#include "driver/path-globs.h"
#include "driver/precompiled-headers.h"
#include "facts/syntax/third-party.h"

#include "clang/Driver/Types.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <cerrno>
#include <cstring>
#include <tuple>
#include <unistd.h>

using clang::tooling::CompilationDatabase;
using clang::tooling::CompileCommand;
using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;
namespace types = clang::driver::types;

namespace asynctidy::driver {
namespace {

constexpr StringRef DatabaseName = "compile_commands.json";

std::string databaseIn(StringRef Directory) {
  llvm::SmallString<256> File(Directory);
  path::append(File, DatabaseName);
  return fs::exists(File) ? std::string(File) : std::string();
}

} // namespace

/// ./compile_commands.json; else the only one in build*/ or build*/*/ (the layout of CMake presets); else
/// ./compile_flags.txt.
llvm::Expected<std::string> databaseNear(StringRef Directory) {
  if (std::string Here = databaseIn(Directory); !Here.empty())
    return Here;
  std::vector<std::string> Found;
  std::error_code EC;
  for (fs::directory_iterator I(Directory, EC), End; !EC && I != End; I.increment(EC)) {
    if (!path::filename(I->path()).starts_with("build") || !fs::is_directory(I->path()))
      continue;
    if (std::string File = databaseIn(I->path()); !File.empty()) {
      Found.push_back(File);
      continue;
    }
    std::error_code Inner;
    for (fs::directory_iterator J(I->path(), Inner); !Inner && J != End; J.increment(Inner))
      if (std::string File = databaseIn(J->path()); !File.empty())
        Found.push_back(File);
  }
  llvm::sort(Found);
  if (Found.size() > 1) {
    std::vector<std::string> Shown;
    for (const std::string &File : Found)
      Shown.push_back(path::parent_path(StringRef(File).starts_with("./") ? File.substr(2) : File).str());
    return sentence("several builds have a compile_commands.json (" + llvm::join(Shown, ", ") +
                    "): choose one with '-p BUILD'");
  }
  return Found.empty() ? flagsFileIn(Directory) : Found.front();
}

llvm::Expected<std::string> findDatabase(const Options &O) {
  if (!O.BuildPath.empty()) {
    if (!fs::exists(O.BuildPath))
      return sentence("there is no '" + O.BuildPath +
                      "' to read compile_commands.json from: configure the build first");
    if (!fs::is_directory(O.BuildPath))
      return O.BuildPath;
    if (std::string File = databaseIn(O.BuildPath); !File.empty())
      return File;
    if (std::string File = flagsFileIn(O.BuildPath); !File.empty())
      return File;
    return sentence(
        "'" + O.BuildPath +
        "' has no compile_commands.json: configure it with "
        "'cmake -DCMAKE_EXPORT_COMPILE_COMMANDS=ON' (Meson writes one always, Bear makes one for other builds)");
  }
  llvm::Expected<std::string> Near = databaseNear(".");
  if (!Near || !Near->empty())
    return Near;
  if (!O.Files.empty()) {
    const std::string First = absolutePath(O.Files.front());
    for (StringRef Directory = First; !Directory.empty(); Directory = path::parent_path(Directory)) {
      if (!fs::is_directory(Directory))
        continue;
      Near = databaseNear(Directory);
      if (!Near || !Near->empty())
        return Near;
    }
  }
  const StringRef OrFlags = O.Do == Command::Changed ? "" : ", or give the compiler's flags after '--'";
  return sentence("found no compile_commands.json here or in 'build*': name the build directory with '-p BUILD' (CMake "
                  "writes the file with -DCMAKE_EXPORT_COMPILE_COMMANDS=ON)" +
                  OrFlags);
}

namespace {

/// Whether the command compiles C++: by -x, else by the file's extension; a C file counts if the compiler is a C++
/// driver.
bool isCxx(const CompileCommand &Command, StringRef File) {
  StringRef Language;
  bool CxxDriver = !Command.CommandLine.empty() && path::stem(Command.CommandLine.front()).contains("++");
  for (size_t I = 1; I < Command.CommandLine.size(); ++I) {
    const StringRef Argument = Command.CommandLine[I];
    if (Argument == "--driver-mode=g++")
      CxxDriver = true;
    else if ((Argument == "-x" || Argument == "--language") && I + 1 < Command.CommandLine.size())
      Language = Command.CommandLine[++I];
    else if (Argument.starts_with("-x") && Argument.size() > 2)
      Language = Argument.drop_front(2);
  }
  if (Language == "c++-header") // a precompiled header: it is analysed where it is included
    return false;
  const types::ID Type =
      Language.empty() || Language == "none"
          ? types::lookupTypeForExtension(path::extension(File).drop_front(path::has_extension(File)))
          : types::lookupTypeForTypeSpecifier(Language.str().c_str());
  if (Type == types::TY_C && Language.empty() && CxxDriver)
    return true;
  return types::isCXX(Type) && !types::isCuda(Type) && !types::isHIP(Type) && types::isSrcFile(Type);
}

/// The command without options that do not affect the AST, to compare two commands of one file.
std::string essence(const CompileCommand &Command) {
  std::string Result = Command.Directory;
  for (size_t I = 1; I < Command.CommandLine.size(); ++I) {
    const StringRef Argument = Command.CommandLine[I];
    if (Argument == "-o" || Argument == "-MF" || Argument == "-MT" || Argument == "-MQ") {
      ++I;
      continue;
    }
    if (Argument == "-c" || Argument.starts_with("-M") || Argument.starts_with("-g") || Argument.starts_with("-O") ||
        Argument.starts_with("-o") || Argument.lower().starts_with("-fpi"))
      continue;
    Result += '\0';
    Result += Argument;
  }
  return Result;
}

std::string commonDirectory(const std::vector<std::string> &Files) {
  std::string Common;
  for (const std::string &File : Files) {
    const StringRef Directory = path::parent_path(File);
    if (&File == &Files.front()) {
      Common = Directory.str();
      continue;
    }
    while (Common.size() > 1 && Directory != Common && !Directory.starts_with(Common + "/"))
      Common = path::parent_path(Common).str();
  }
  return Common;
}

/// The deepest directory that contains all files outside of \p BuildDirectory; or all files, when none is outside.
std::string projectRoot(const std::vector<Job> &Jobs, StringRef BuildDirectory) {
  std::vector<std::string> All, Own;
  for (const Job &J : Jobs) {
    All.push_back(J.File);
    if (BuildDirectory.empty() || !StringRef(J.File).starts_with(BuildDirectory.str() + "/"))
      Own.push_back(J.File);
  }
  // With an in-source build all files are below the build directory.
  return commonDirectory(Own.empty() ? All : Own);
}

/// The glob with the directories before its first wildcard resolved.
std::string withoutLinksBeforeGlob(StringRef Glob) {
  const size_t Fixed = Glob.take_front(Glob.find_first_of("*?[{")).rfind('/');
  return Fixed == StringRef::npos ? Glob.str() : realPath(Glob.take_front(Fixed)) + Glob.drop_front(Fixed).str();
}

/// Whether \p Wanted (absolute) selects \p File: it is the file, a matching glob, or a directory above it.
bool isMeant(StringRef Wanted, StringRef File) {
  if (Wanted == File || File.starts_with(Wanted.rtrim('/').str() + "/"))
    return true;
  return isGlob(Wanted) &&
         (matchesPathGlob(Wanted, File) || matchesPathGlob(withoutLinksBeforeGlob(Wanted), realPath(File)));
}

/// The database may name the same file by another path, through a link.
bool isSameFile(StringRef Wanted, StringRef File) {
  return path::filename(Wanted) == path::filename(File) && fs::equivalent(Wanted, File);
}

std::string notInDatabase(StringRef Asked, StringRef Wanted) {
  if (isGlob(Asked))
    return ("'" + Asked + "' matches no C++ file of the compilation database").str();
  if (!fs::exists(Wanted))
    return ("'" + Asked + "' does not exist").str();
  if (fs::is_directory(Wanted))
    return ("the compilation database has no C++ file below '" + Asked + "'").str();
  const types::ID Type = types::lookupTypeForExtension(path::extension(Asked).drop_front(path::has_extension(Asked)));
  const bool MayBeHeader = Type == types::TY_INVALID || types::onlyPrecompileType(Type);
  return ("'" + Asked + "' is not a C++ file of the compilation database" +
          (MayBeHeader ? ": a header is analysed with the files that include it" : ""))
      .str();
}

llvm::Expected<std::vector<Job>> readDatabase(StringRef File) {
  if (isFlagsFile(File))
    return jobsFromFlagsFile(File);
  std::string Error;
  std::unique_ptr<CompilationDatabase> Database = clang::tooling::JSONCompilationDatabase::loadFromFile(
      File, Error, clang::tooling::JSONCommandLineSyntax::AutoDetect);
  if (!Database)
    return sentence("cannot read '" + File + "': " + StringRef(Error).trim());
  Database = clang::tooling::inferTargetAndDriverMode(
      clang::tooling::expandResponseFiles(std::move(Database), llvm::vfs::getRealFileSystem()));

  const std::string Home = absolutePath(path::parent_path(File).empty() ? "." : path::parent_path(File));
  std::vector<CompileCommand> All = Database->getAllCompileCommands();
  for (CompileCommand &Command : All)
    Command.Directory = absolutePath(Command.Directory, Home);
  const PrecompiledHeaders Precompiled(All);
  std::vector<Job> Jobs;
  for (CompileCommand &Command : All) {
    Command.CommandLine = hostCommand(std::move(Command.CommandLine));
    Precompiled.restore(Command);
    std::string Source = absolutePath(Command.Filename, Command.Directory);
    if (!Command.CommandLine.empty() && isCxx(Command, Source))
      Jobs.push_back({std::move(Source), std::move(Command)});
  }
  llvm::sort(Jobs, [](const Job &A, const Job &B) {
    return std::tie(A.File, A.Command.CommandLine) < std::tie(B.File, B.Command.CommandLine);
  });
  llvm::StringSet<> Seen;
  llvm::erase_if(Jobs, [&](const Job &J) { return !Seen.insert(J.File + '\0' + essence(J.Command)).second; });
  return Jobs;
}

std::vector<Job> jobsFromFlags(const Options &O, std::vector<std::string> &Problems) {
  std::vector<Job> Jobs;
  const std::string Here = absolutePath(".");
  for (const std::string &Asked : O.Files) {
    const std::string File = absolutePath(Asked);
    if (isGlob(Asked) && !fs::exists(File)) {
      Problems.push_back("'" + Asked + "' does not exist (globs pick from a compilation database)");
      continue;
    }
    CompileCommand Command(Here, File, {"clang++"}, "");
    llvm::append_range(Command.CommandLine, O.Flags);
    if (!isCxx(Command, File))
      Command.CommandLine.insert(Command.CommandLine.end(), {"-x", "c++"});
    Command.CommandLine.insert(Command.CommandLine.end(), {"--", File});
    Jobs.push_back({File, std::move(Command)});
  }
  llvm::sort(Jobs, [](const Job &A, const Job &B) { return A.File < B.File; });
  Jobs.erase(llvm::unique(Jobs, [](const Job &A, const Job &B) { return A.File == B.File; }), Jobs.end());
  return Jobs;
}

} // namespace

void dropUnreadable(Selection &S, llvm::vfs::FileSystem *Shown) {
  llvm::StringSet<> MissingDirectories;
  const size_t Before = S.Jobs.size();
  llvm::erase_if(S.Jobs, [&](const Job &J) {
    if (!fs::is_directory(J.Command.Directory)) {
      if (MissingDirectories.insert(J.Command.Directory).second)
        S.Problems.push_back("the directory '" + J.Command.Directory + "' that '" + J.File +
                             "' is compiled in does not exist: configure the build again");
      return true;
    }
    if (fs::exists(J.File) && !fs::is_regular_file(J.File)) { // reading a pipe would not end
      S.Problems.push_back("'" + J.File + "' is a " + (fs::is_directory(J.File) ? "directory" : "device or a pipe"));
      return true;
    }
    if (::access(J.File.c_str(), R_OK) != 0 && !(Shown && Shown->exists(J.File))) {
      S.Problems.push_back("cannot read '" + J.File + "': " + std::strerror(errno));
      return true;
    }
    return false;
  });
  S.Unusable += Before - S.Jobs.size();
}

llvm::Expected<Selection> readWhole(StringRef Database) {
  llvm::Expected<std::vector<Job>> All = readDatabase(Database);
  if (!All)
    return All.takeError();
  if (All->empty())
    return sentence("'" + Database + "' names no C++ file: is it the right build directory?");
  Selection S;
  S.ProjectRoot =
      projectRoot(*All, absolutePath(path::parent_path(Database).empty() ? "." : path::parent_path(Database)));
  S.Jobs = std::move(*All);
  return S;
}

llvm::Expected<std::string> findBuildDirectory(const Options &O) {
  llvm::Expected<std::string> Database = findDatabase(O);
  return Database ? path::parent_path(realPath(*Database)).str() : std::move(Database);
}

llvm::Expected<Selection> selectFiles(const Options &O) {
  Selection S;
  if (O.HasFlags) {
    S.Jobs = jobsFromFlags(O, S.Problems);
    S.ProjectRoot = projectRoot(S.Jobs, "");
    dropUnreadable(S);
    return S;
  }

  llvm::Expected<std::string> Database = findDatabase(O);
  if (!Database)
    return Database.takeError();
  llvm::Expected<Selection> Whole = readWhole(*Database);
  if (!Whole)
    return Whole;
  S = std::move(*Whole);
  S.BuildDirectory = path::parent_path(realPath(*Database)).str(); // the database may be a link in the source directory

  if (O.Files.empty()) {
    if (O.DefaultSystemPaths)
      llvm::erase_if(S.Jobs,
                     [&](const Job &J) { return facts::isThirdParty(J.File, S.ProjectRoot) && ++S.ThirdParty; });
    if (S.Jobs.empty())
      return sentence("'" + *Database +
                      "' names only files in third-party directories: name those you mean, or use "
                      "'--no-default-system-paths'");
  } else {
    std::vector<Job> All = std::exchange(S.Jobs, {});
    std::vector<bool> Chosen(All.size());
    for (const std::string &Asked : O.Files) {
      const std::string Wanted = absolutePath(Asked);
      bool Found = false;
      for (size_t I = 0; I < All.size(); ++I)
        if (isMeant(Wanted, All[I].File))
          Chosen[I] = Found = true;
      for (size_t I = 0; !Found && I < All.size(); ++I)
        if (isSameFile(Wanted, All[I].File))
          Chosen[I] = Found = true;
      if (!Found)
        S.Problems.push_back(notInDatabase(Asked, Wanted));
    }
    for (size_t I = 0; I < All.size(); ++I)
      if (Chosen[I])
        S.Jobs.push_back(std::move(All[I]));
  }
  dropUnreadable(S);
  return S;
}

} // namespace asynctidy::driver
