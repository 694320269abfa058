#include "project.h"

#include "driver/index-command.h"
#include "facts/unit/find-upwards.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace asynctidy::editor {

std::string buildDirectoryOf(StringRef File, StringRef Told) {
  if (!Told.empty())
    return Told.str();
  for (StringRef Directory = path::parent_path(File); !Directory.empty(); Directory = path::parent_path(Directory))
    for (const StringRef Below : {"", "build"}) {
      llvm::SmallString<256> Candidate(Directory);
      path::append(Candidate, Below, "compile_commands.json");
      if (llvm::sys::fs::exists(Candidate))
        return path::parent_path(Candidate).str();
    }
  return "";
}

std::string indexOf(StringRef File, StringRef Configured, StringRef BuildDirectory) {
  llvm::SmallString<256> Path(facts::findUpwards(Configured, path::parent_path(File), *llvm::vfs::getRealFileSystem()));
  if (Configured.empty()) {
    if (BuildDirectory.empty())
      return "";
    Path = BuildDirectory;
    path::append(Path, driver::DefaultIndex);
  }
  return path::is_absolute(Path) && llvm::sys::fs::exists(Path) ? Path.str().str() : "";
}

} // namespace asynctidy::editor
