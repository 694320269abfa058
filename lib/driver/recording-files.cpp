#include "driver/recording-files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cerrno>

using llvm::ErrorOr;
using llvm::StringRef;
using llvm::Twine;
using llvm::vfs::Status;

namespace asynctidy::driver {
namespace {

Seen::Kind kindOf(llvm::sys::fs::file_type Type) {
  switch (Type) {
  case llvm::sys::fs::file_type::regular_file:
    return Seen::Kind::File;
  case llvm::sys::fs::file_type::directory_file:
    return Seen::Kind::Directory;
  default:
    return Seen::Kind::Other;
  }
}

Seen found(const Status &What, World &Into) { return {kindOf(What.getType()), 0, Into.objectOf(What.getUniqueID())}; }

/// An open file; what is read of it is noted.
class RecordingFile : public llvm::vfs::File {
public:
  RecordingFile(std::unique_ptr<File> Opened, std::string Path, World &Into)
      : Opened(std::move(Opened)), Path(std::move(Path)), Into(Into) {}

  ErrorOr<Status> status() override {
    ErrorOr<Status> Answer = Opened->status();
    return Answer && !Name.empty() ? ErrorOr<Status>(Status::copyWithNewName(*Answer, Name)) : std::move(Answer);
  }
  ErrorOr<std::string> getName() override { return Name.empty() ? Opened->getName() : ErrorOr<std::string>(Name); }
  ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const Twine &As, int64_t FileSize, bool RequiresNullTerminator,
                                                         bool IsVolatile) override {
    auto Buffer = Opened->getBuffer(As, FileSize, RequiresNullTerminator, IsVolatile);
    const ErrorOr<Status> Answer = Opened->status();
    if (!Buffer || !Answer || Answer->getType() != llvm::sys::fs::file_type::regular_file) {
      Into.giveUp();
      return Buffer;
    }
    Seen What = found(*Answer, Into);
    What.Content = digestOf((*Buffer)->getBuffer());
    Into.note(Path, What);
    return Buffer;
  }
  std::error_code close() override { return Opened->close(); }

protected:
  void setPath(const Twine &As) override { Name = As.str(); }

private:
  std::unique_ptr<File> Opened;
  std::string Path, Name;
  World &Into;
};

} // namespace

std::string RecordingFiles::absolute(const Twine &Path) {
  llvm::SmallString<256> Given;
  Path.toVector(Given);
  if (Given.empty() || llvm::sys::path::is_absolute(Given))
    return Given.str().str();
  if (Directory.empty()) {
    const ErrorOr<std::string> Current = getCurrentWorkingDirectory();
    if (!Current)
      return "";
    Directory = *Current;
  }
  llvm::SmallString<256> Full(Directory);
  llvm::sys::path::append(Full, Given);
  return Full.str().str();
}

// No other error tells for certain that something is missing, and not only hidden for now.
void RecordingFiles::noteMissing(StringRef Path, std::error_code Why) {
  const int Error = Why.value();
  if (Path.empty()) // is never found
    return;
  if (Error != ENOENT && Error != ENOTDIR && Error != ELOOP && Error != ENAMETOOLONG)
    return Noted.giveUp();
  Noted.note(Path, {Seen::Kind::Missing, Error});
}

void RecordingFiles::note(StringRef Path, const ErrorOr<Status> &Answer) {
  if (Answer)
    Noted.note(Path, found(*Answer, Noted));
  else
    noteMissing(Path, Answer.getError());
}

ErrorOr<Status> RecordingFiles::status(const Twine &Path) {
  ErrorOr<Status> Answer = ProxyFileSystem::status(Path);
  note(absolute(Path), Answer);
  return Answer;
}

ErrorOr<std::unique_ptr<llvm::vfs::File>> RecordingFiles::openFileForRead(const Twine &Path) {
  ErrorOr<std::unique_ptr<llvm::vfs::File>> Opened = ProxyFileSystem::openFileForRead(Path);
  std::string At = absolute(Path);
  if (!Opened) {
    noteMissing(At, Opened.getError());
    return Opened;
  }
  note(At, (*Opened)->status());
  return std::unique_ptr<llvm::vfs::File>(new RecordingFile(std::move(*Opened), std::move(At), Noted));
}

llvm::vfs::directory_iterator RecordingFiles::dir_begin(const Twine &Dir, std::error_code &Error) {
  const std::string At = absolute(Dir);
  std::vector<std::string> Names;
  for (auto I = ProxyFileSystem::dir_begin(Dir, Error); !Error && I != llvm::vfs::directory_iterator();
       I.increment(Error))
    Names.push_back(llvm::sys::path::filename(I->path()).str());
  if (Error) {
    noteMissing(At, Error);
    return {};
  }
  if (const ErrorOr<Status> Answer = ProxyFileSystem::status(Dir)) {
    Seen What = found(*Answer, Noted);
    What.Listing = digestOfListing(std::move(Names));
    Noted.note(At, What);
  } else {
    Noted.giveUp();
  }
  return ProxyFileSystem::dir_begin(Dir, Error);
}

std::error_code RecordingFiles::setCurrentWorkingDirectory(const Twine &Path) {
  Directory.clear();
  return ProxyFileSystem::setCurrentWorkingDirectory(Path);
}

std::error_code RecordingFiles::getRealPath(const Twine &Path, llvm::SmallVectorImpl<char> &Output) {
  const std::error_code Error = ProxyFileSystem::getRealPath(Path, Output);
  const std::string At = absolute(Path);
  if (Error) {
    noteMissing(At, Error);
    return Error;
  }
  if (const ErrorOr<Status> Answer = ProxyFileSystem::status(Path)) {
    Seen What = found(*Answer, Noted);
    What.RealPath = std::string(Output.begin(), Output.end());
    Noted.note(At, What);
  } else {
    Noted.giveUp();
  }
  return Error;
}

Digest digestOfListing(std::vector<std::string> Names) {
  llvm::sort(Names);
  return DigestOfParts().addAll(Names).done();
}

} // namespace asynctidy::driver
