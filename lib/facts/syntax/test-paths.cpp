#include "facts/syntax/test-paths.h"

#include "clang/Basic/FileManager.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

constexpr llvm::StringLiteral KeptByVersionControl[] = {".git", ".hg", ".jj", ".svn"};
constexpr llvm::StringLiteral BuildDescriptions[] = {"CMakeLists.txt", "meson.build", "MODULE.bazel", "WORKSPACE",
                                                     "Makefile",       "xmake.lua",   "SConstruct",   ".clang-tidy"};

bool hasAny(llvm::StringRef Directory, llvm::ArrayRef<llvm::StringLiteral> Names, llvm::vfs::FileSystem &Files) {
  return llvm::any_of(Names, [&](llvm::StringRef Name) {
    llvm::SmallString<256> Path(Directory);
    llvm::sys::path::append(Path, Name);
    return Files.exists(Path);
  });
}

} // namespace

std::string pathInProject(llvm::StringRef Path, llvm::vfs::FileSystem &Files) {
  using llvm::sys::path::parent_path;
  const llvm::StringRef Own = parent_path(Path);
  llvm::StringRef Root = parent_path(Own);
  for (llvm::StringRef Directory = Own; !Directory.empty(); Directory = parent_path(Directory)) {
    if (hasAny(Directory, KeptByVersionControl, Files)) {
      Root = Directory;
      break;
    }
    if (hasAny(Directory, BuildDescriptions, Files))
      Root = Directory;
  }
  return "/" + llvm::sys::path::relative_path(Path.drop_front(Root.size())).str();
}

TestPaths::TestPaths(const SourceManager &Sources, llvm::StringRef Globs) : Sources(&Sources), Globs(Globs) {}

bool TestPaths::contains(SourceLocation Location) const {
  if (Location.isInvalid() || Globs.empty())
    return false;
  const FileID File = Sources->getFileID(Sources->getFileLoc(Location));
  const auto [It, New] = Known.try_emplace(File, false);
  const auto Entry = Sources->getFileEntryRefForID(File);
  if (New && Entry) {
    llvm::SmallString<256> Path(Entry->getName());
    Sources->getFileManager().makeAbsolutePath(Path);
    llvm::sys::path::remove_dots(Path, /*remove_dot_dot=*/true);
    It->second = Globs.match(pathInProject(Path, Sources->getFileManager().getVirtualFileSystem()));
  }
  return It->second;
}

} // namespace asynctidy::facts
