#include "facts/syntax/project-root.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

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

llvm::StringRef projectRootOf(llvm::StringRef File, llvm::vfs::FileSystem &Files) {
  using llvm::sys::path::parent_path;
  const llvm::StringRef Own = parent_path(File);
  llvm::StringRef Root = parent_path(Own);
  for (llvm::StringRef Directory = Own; !Directory.empty(); Directory = parent_path(Directory)) {
    if (hasAny(Directory, KeptByVersionControl, Files)) {
      Root = Directory;
      break;
    }
    if (hasAny(Directory, BuildDescriptions, Files))
      Root = Directory;
  }
  return Root;
}

} // namespace asynctidy::facts
