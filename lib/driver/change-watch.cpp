#include "driver/change-watch.h"

#include "llvm/ADT/SmallString.h"

namespace asynctidy::driver {

void ChangeWatch::look(const llvm::Twine &Path) {
  if (Seen)
    return;
  llvm::SmallString<256> Asked;
  Path.toVector(Asked);
  Seen = !makeAbsolute(Asked) && Before.isOtherAt(Asked); // each file system has a working directory of its own
}

llvm::ErrorOr<llvm::vfs::Status> ChangeWatch::status(const llvm::Twine &Path) {
  look(Path);
  return ProxyFileSystem::status(Path);
}

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> ChangeWatch::openFileForRead(const llvm::Twine &Path) {
  look(Path);
  return ProxyFileSystem::openFileForRead(Path);
}

std::error_code ChangeWatch::getRealPath(const llvm::Twine &Path, llvm::SmallVectorImpl<char> &Output) {
  look(Path);
  return ProxyFileSystem::getRealPath(Path, Output);
}

} // namespace asynctidy::driver
