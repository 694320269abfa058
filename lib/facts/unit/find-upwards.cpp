#include "facts/unit/find-upwards.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace asynctidy::facts {

std::string findUpwards(llvm::StringRef Path, llvm::StringRef Directory, llvm::vfs::FileSystem &Files) {
  if (llvm::sys::path::is_absolute(Path))
    return Path.str();
  for (; !Directory.empty(); Directory = llvm::sys::path::parent_path(Directory)) {
    llvm::SmallString<256> Candidate(Directory);
    llvm::sys::path::append(Candidate, Path);
    if (Files.exists(Candidate))
      return Candidate.str().str();
  }
  return Path.str();
}

} // namespace asynctidy::facts
