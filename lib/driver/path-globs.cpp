#include "driver/path-globs.h"

#include "driver/messages.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/GlobPattern.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

constexpr StringRef ThirdPartyDirectories[] = {
    "third_party", "third-party", "thirdparty", "ThirdParty", "3rdparty", "3rd_party",    "3rd-party",       "vendor",
    "vendored",    "external",    "externals",  "extern",     "_deps",    "node_modules", "vcpkg_installed", "vcpkg",
    ".conan",      ".conan2",     ".cpm",       ".hunter",    ".xmake",   "subprojects",
};

constexpr StringRef InstalledDirectories[] = {"/usr/include", "/usr/local", "/opt/homebrew", "/opt/local",
                                              "/nix/store"};

bool matchComponents(llvm::ArrayRef<StringRef> Glob, llvm::ArrayRef<StringRef> Path) {
  if (Glob.empty())
    return Path.empty();
  if (Glob.front() == "**") {
    for (size_t Skip = 0; Skip <= Path.size(); ++Skip)
      if (matchComponents(Glob.drop_front(), Path.drop_front(Skip)))
        return true;
    return false;
  }
  if (Path.empty())
    return false;
  llvm::Expected<llvm::GlobPattern> Pattern = llvm::GlobPattern::create(Glob.front(), /*MaxSubPatterns=*/64);
  if (!Pattern) {
    llvm::consumeError(Pattern.takeError());
    return false;
  }
  return Pattern->match(Path.front()) && matchComponents(Glob.drop_front(), Path.drop_front());
}

std::string escaped(StringRef Literal) {
  std::string Result;
  for (char C : Literal) {
    if (StringRef("*?[]{}\\").contains(C))
      Result += '\\';
    Result += C;
  }
  return Result;
}

} // namespace

std::string absolutePath(StringRef Path, StringRef Directory) {
  llvm::SmallString<256> Result(Path);
  if (!llvm::sys::path::is_absolute(Result)) {
    llvm::SmallString<256> Base(Directory);
    if (llvm::sys::fs::make_absolute(Base))
      return Path.str(); // the current directory was deleted
    llvm::sys::path::append(Base, Path);
    Result = Base;
  }
  llvm::sys::path::remove_dots(Result, /*remove_dot_dot=*/true);
  return std::string(Result);
}

std::string realPath(StringRef Path) {
  llvm::SmallString<256> Result;
  return llvm::sys::fs::real_path(Path, Result) ? Path.str() : std::string(Result);
}

bool isGlob(StringRef Path) { return Path.find_first_of("*?[{") != StringRef::npos; }

bool matchesPathGlob(StringRef Glob, StringRef Path) {
  llvm::SmallVector<StringRef, 16> GlobParts, PathParts;
  Glob.split(GlobParts, '/', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  Path.split(PathParts, '/', /*MaxSplit=*/-1, /*KeepEmpty=*/false);
  return matchComponents(GlobParts, PathParts);
}

std::vector<std::string> defaultSystemGlobs(StringRef ProjectRoot) {
  std::vector<std::string> Globs;
  for (StringRef Name : ThirdPartyDirectories) {
    const std::string Inside = ("/" + Name + "/").str();
    const std::string Root = ProjectRoot.str() + "/";
    const size_t Last = Root.rfind(Inside);
    if (Last == std::string::npos) {
      Globs.push_back("*" + Inside + "*");
      continue;
    }
    const std::string Prefix = escaped(StringRef(Root).take_front(Last + Inside.size() - 1));
    Globs.push_back(Prefix + Inside + "*");
    Globs.push_back(Prefix + "/*" + Inside + "*");
  }
  for (StringRef Directory : InstalledDirectories)
    if (!(ProjectRoot + "/").str().starts_with((Directory + "/").str()))
      Globs.push_back((Directory + "/*").str());
  return Globs;
}

llvm::Expected<std::vector<std::string>> userGlobs(StringRef Option, const std::vector<std::string> &Globs) {
  std::vector<std::string> Result;
  for (StringRef Glob : Globs) {
    llvm::Expected<llvm::GlobPattern> Pattern = llvm::GlobPattern::create(Glob);
    if (!Pattern)
      return sentence("'" + Option + "=" + Glob + "' is not a glob: " + llvm::toString(Pattern.takeError()));
    if (Glob.contains(';'))
      return sentence("'" + Option + "=" + Glob + "' contains ';', which separates globs: give the option twice");
    Glob.consume_front("./");
    const std::string Anchored =
        llvm::sys::path::is_absolute(Glob) || Glob.starts_with("*") ? Glob.str() : ("*/" + Glob).str();
    Result.push_back(Anchored);
    if (!Glob.ends_with("*"))
      Result.push_back(StringRef(Anchored).rtrim('/').str() + "/*");
  }
  return Result;
}

} // namespace asynctidy::driver
