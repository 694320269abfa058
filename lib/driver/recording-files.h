// A file system that notes what it is asked for.
#pragma once

#include "driver/cache-world.h"

#include "llvm/Support/VirtualFileSystem.h"

namespace asynctidy::driver {

/// Passes all questions on, and notes each with its answer, under its absolute path. Not thread-safe.
class RecordingFiles : public llvm::vfs::ProxyFileSystem {
public:
  explicit RecordingFiles(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Asked) : ProxyFileSystem(std::move(Asked)) {}

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  bool exists(const llvm::Twine &Path) override { return static_cast<bool>(status(Path)); }
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine &Directory, std::error_code &Error) override;
  std::error_code setCurrentWorkingDirectory(const llvm::Twine &Path) override;
  std::error_code getRealPath(const llvm::Twine &Path, llvm::SmallVectorImpl<char> &Output) override;

  const World &seen() const { return Noted; }
  void giveUp() { Noted.giveUp(); }

private:
  std::string absolute(const llvm::Twine &Path);
  void note(llvm::StringRef Path, const llvm::ErrorOr<llvm::vfs::Status> &Answer);
  void noteMissing(llvm::StringRef Path, std::error_code Why);

  World Noted;
  std::string Directory; ///< the working directory, once it was asked for
};

/// What was seen of the entries of a directory: the digest of their names, whatever their order.
Digest digestOfListing(std::vector<std::string> Names);

} // namespace asynctidy::driver
