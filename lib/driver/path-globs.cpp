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
