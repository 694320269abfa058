#include "driver/other-content.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;
using llvm::vfs::Status;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

/// An open file whose content lives elsewhere.
class OpenContent : public llvm::vfs::File {
public:
  OpenContent(Status As, StringRef Content) : As(std::move(As)), Content(Content) {}

  llvm::ErrorOr<Status> status() override { return As; }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine &Name, int64_t, bool, bool) override {
    llvm::SmallString<256> Storage;
    return llvm::MemoryBuffer::getMemBuffer(Content, Name.toStringRef(Storage)); // a std::string ends with a NUL
  }
  std::error_code close() override { return {}; }

private:
  Status As;
  StringRef Content;
};

Status madeUp(StringRef Path, uint64_t Size, fs::file_type Type) {
  return Status(Path, llvm::vfs::getNextVirtualUniqueID(), {}, 0, 0, Size, Type, fs::all_read | fs::all_exe);
}

std::error_code notThere() { return std::make_error_code(std::errc::no_such_file_or_directory); }

/// \p Path with the links of those directories resolved that are on disk.
std::string resolved(llvm::vfs::FileSystem &Disk, StringRef Path) {
  llvm::SmallString<256> Real;
  for (StringRef Up = path::parent_path(Path); !Up.empty(); Up = path::parent_path(Up))
    if (!Disk.getRealPath(Up, Real)) {
      path::append(Real, Path.drop_front(Up.size()));
      path::remove_dots(Real, /*remove_dot_dot=*/true);
      return std::string(Real);
    }
  return Path.str();
}

} // namespace

void OtherContent::set(StringRef Path, std::string Content) {
  if (const llvm::ErrorOr<Status> There = ProxyFileSystem::status(Path)) {
    OnDisk[There->getUniqueID()] = std::move(Content);
    return;
  }
  const std::string Real = resolved(getUnderlyingFS(), Path);
  addDirectories(path::parent_path(Real));
  const Status As = madeUp(Real, Content.size(), fs::file_type::regular_file);
  NotOnDisk.insert_or_assign(Real, Missing{As, std::move(Content)});
  MissingNames.insert(path::filename(Real));
}

void OtherContent::hide(StringRef Path) {
  if (const llvm::ErrorOr<Status> There = ProxyFileSystem::status(Path))
    OnDisk[There->getUniqueID()] = std::nullopt;
}

void OtherContent::addDirectories(StringRef Path) {
  for (; !Path.empty() && !ProxyFileSystem::exists(Path); Path = path::parent_path(Path)) {
    NotOnDisk.try_emplace(Path, Missing{madeUp(Path, 0, fs::file_type::directory_file), {}});
    MissingNames.insert(path::filename(Path));
  }
}

const OtherContent::Missing *OtherContent::missing(const llvm::Twine &Path) const {
  llvm::SmallString<256> Asked;
  Path.toVector(Asked);
  if (!MissingNames.contains(path::filename(Asked)) || makeAbsolute(Asked))
    return nullptr;
  const auto Found = NotOnDisk.find(resolved(getUnderlyingFS(), Asked));
  return Found == NotOnDisk.end() ? nullptr : &Found->second;
}

bool OtherContent::isOtherAt(const llvm::Twine &Path) const {
  const llvm::ErrorOr<Status> There = getUnderlyingFS().status(Path);
  return There ? OnDisk.count(There->getUniqueID()) != 0 : missing(Path) != nullptr;
}

llvm::ErrorOr<Status> OtherContent::status(const llvm::Twine &Path) {
  llvm::ErrorOr<Status> There = ProxyFileSystem::status(Path);
  if (!There) {
    if (const Missing *M = missing(Path))
      return Status::copyWithNewName(M->As, Path);
    return There;
  }
  const auto Other = OnDisk.find(There->getUniqueID());
  if (Other == OnDisk.end())
    return There;
  if (!Other->second)
    return notThere();
  return Status::copyWithNewSize(*There, Other->second->size());
}

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> OtherContent::openFileForRead(const llvm::Twine &Path) {
  const llvm::ErrorOr<Status> As = status(Path);
  if (!As)
    return As.getError();
  const auto Other = OnDisk.find(As->getUniqueID());
  if (Other != OnDisk.end())
    return std::make_unique<OpenContent>(*As, *Other->second);
  if (const Missing *M = NotOnDisk.empty() ? nullptr : missing(Path))
    return std::make_unique<OpenContent>(*As, M->Content);
  return ProxyFileSystem::openFileForRead(Path);
}

} // namespace asynctidy::driver
