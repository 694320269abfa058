#include "driver/cache-disk.h"

#include "driver/recording-files.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"

#include <cerrno>
#include <ctime>
#include <sys/stat.h>

using llvm::StringRef;
namespace fs = llvm::sys::fs;

namespace asynctidy::driver {
namespace {

constexpr uint64_t LargestFile = uint64_t(1) << 30; ///< bytes; a larger one counts as changed

int64_t currentTime() {
  timespec Time{};
  clock_gettime(CLOCK_REALTIME, &Time);
  return int64_t(Time.tv_sec) * 1'000'000'000 + Time.tv_nsec;
}

std::optional<Digest> listingOf(StringRef Path) {
  std::vector<std::string> Names;
  std::error_code Error;
  for (fs::directory_iterator I(Path, Error), End; !Error && I != End; I.increment(Error))
    Names.push_back(llvm::sys::path::filename(I->path()).str());
  return Error ? std::nullopt : std::optional(digestOfListing(std::move(Names)));
}

} // namespace

Disk::Now &Disk::at(StringRef Path) {
  const auto [Entry, New] = Paths.try_emplace(Path);
  Now &There = Entry->second;
  if (!New)
    return There;
  struct stat Status;
  if (::stat(Path.str().c_str(), &Status) != 0) {
    There.What.Error = errno;
    return There;
  }
  There.What.Is = S_ISREG(Status.st_mode)   ? Seen::Kind::File
                  : S_ISDIR(Status.st_mode) ? Seen::Kind::Directory
                                            : Seen::Kind::Other;
  There.What.Object =
      Objects.try_emplace({Status.st_dev, Status.st_ino}, static_cast<uint32_t>(Objects.size())).first->second;
  There.When = stampOf(Status);
  return There;
}

const std::optional<Digest> &Disk::contentOf(StringRef Path, Now &There) {
  std::optional<Digest> &Content = There.What.Content;
  if (std::exchange(There.TriedContent, true) || There.What.Is != Seen::Kind::File || There.When.Size > LargestFile)
    return Content;
  Content = Known.find(Path, There.When);
  if (Content)
    return Content;
  const int64_t Begin = currentTime();
  const auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                                  /*IsVolatile=*/true); // a mapped file that shrinks ends the program
  struct stat After;
  if (!Buffer || ::stat(Path.str().c_str(), &After) != 0 || stampOf(After) != There.When)
    return Content;
  Content = digestOf((*Buffer)->getBuffer());
  if (!isRacy(There.When, Begin))
    Known.add(Path, There.When, *Content);
  return Content;
}

bool Disk::agrees(StringRef Path, Now &There, const Seen &Then) {
  if (There.What.Is != Then.Is || There.What.Error != Then.Error)
    return false;
  if (Then.Content && contentOf(Path, There) != Then.Content)
    return false;
  if (Then.Listing) {
    if (!std::exchange(There.TriedListing, true))
      There.What.Listing = listingOf(Path);
    if (There.What.Listing != Then.Listing)
      return false;
  }
  if (Then.RealPath) {
    if (!std::exchange(There.TriedRealPath, true))
      if (llvm::SmallString<256> Real; !fs::real_path(Path, Real))
        There.What.RealPath = Real.str().str();
    if (There.What.RealPath != Then.RealPath)
      return false;
  }
  return true;
}

bool Disk::isAsSeen(StringRef Bytes) {
  // Which objects are the same must not have changed. (No number of 32 bits is one that these maps keep for
  // themselves.)
  llvm::DenseMap<uint64_t, uint32_t> NowOf, ThenOf;
  return forEachSeen(Bytes, [&](StringRef Path, const Seen &Then) {
    Now &There = at(Path);
    if (!agrees(Path, There, Then))
      return false;
    return Then.Is == Seen::Kind::Missing ||
           (NowOf.try_emplace(Then.Object, There.What.Object).first->second == There.What.Object &&
            ThenOf.try_emplace(There.What.Object, Then.Object).first->second == Then.Object);
  });
}

void Disk::learn(StringRef Path) { contentOf(Path, at(Path)); }

} // namespace asynctidy::driver
