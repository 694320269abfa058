// A file system in which some files have other content than on disk: that which git has staged, or another commit.
#pragma once

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/VirtualFileSystem.h"

#include <map>
#include <optional>
#include <string>

namespace asynctidy::driver {

/// Whatever path leads to a file, through links or not, it has the content that was set. Directories are listed as on
/// disk.
class OtherContent : public llvm::vfs::ProxyFileSystem {
public:
  explicit OtherContent(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Disk) : ProxyFileSystem(std::move(Disk)) {}

  /// Lets the file \p Path, absolute, have \p Content; it need not be on disk, nor its directory.
  void set(llvm::StringRef Path, std::string Content);
  /// Lets the file \p Path, absolute, not exist.
  void hide(llvm::StringRef Path);

  /// Whether there is something else at \p Path than on disk, or nothing where the disk has something.
  bool isOtherAt(const llvm::Twine &Path) const;

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine &Path) override;
  bool exists(const llvm::Twine &Path) override { return static_cast<bool>(status(Path)); }
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine &Path) override;

private:
  struct Missing {
    llvm::vfs::Status As;
    std::string Content; ///< of a file
  };

  /// What there is at \p Path where the disk has nothing; null for nothing.
  const Missing *missing(const llvm::Twine &Path) const;
  void addDirectories(llvm::StringRef Path);

  std::map<llvm::sys::fs::UniqueID, std::optional<std::string>> OnDisk; ///< without content: hidden
  llvm::StringMap<Missing> NotOnDisk;                                   ///< by resolved path
  llvm::StringSet<> MissingNames;                                       ///< the last components of these paths
};

} // namespace asynctidy::driver
