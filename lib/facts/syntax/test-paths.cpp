#include "facts/syntax/test-paths.h"

#include "facts/syntax/project-root.h"

#include "clang/Basic/FileManager.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

using namespace clang;

namespace asynctidy::facts {
std::string pathInProject(llvm::StringRef Path, llvm::vfs::FileSystem &Files) {
  return "/" + llvm::sys::path::relative_path(Path.drop_front(projectRootOf(Path, Files).size())).str();
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
