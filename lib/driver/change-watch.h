// A file system that notices when it is asked for something that another state of the files has otherwise.
#pragma once

#include "driver/other-content.h"

namespace asynctidy::driver {

/// Shows what \p Shown does. Not thread-safe.
class ChangeWatch : public llvm::vfs::ProxyFileSystem {
public:
  /// \p Before must outlive this.
  ChangeWatch(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Shown, const OtherContent &Before)
      : ProxyFileSystem(std::move(Shown)), Before(Before) {}

  /// Whether a path was asked for, found or missing, that is not as before.
  bool sawChange() const { return Seen; }

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  bool exists(const llvm::Twine &Path) override { return static_cast<bool>(status(Path)); }
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override;
  std::error_code getRealPath(const llvm::Twine &Path, llvm::SmallVectorImpl<char> &Output) override;

private:
  void look(const llvm::Twine &Path);

  const OtherContent &Before;
  bool Seen = false;
};

} // namespace asynctidy::driver
