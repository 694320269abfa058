#include "driver/cache-directory.h"

#include "driver/messages.h"
#include "report/output-file.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Chrono.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <vector>

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

constexpr StringRef EntryExtension = ".entry";

constexpr StringRef LastRunName = "last-run";

/// By this file, backups and the like know that the directory can be made again; we know that it is ours.
constexpr StringRef TagName = "CACHEDIR.TAG";
constexpr StringRef Tag = "Signature: 8a477f597d28d172789f06886806bc55\n"
                          "# async-tidy keeps here what it found, so as not to analyse again what has not changed.\n";

std::string below(StringRef Directory, StringRef Name) {
  llvm::SmallString<256> Joined(Directory);
  path::append(Joined, Name);
  return Joined.str().str();
}

std::optional<std::string> contentOf(const std::string &Path) {
  struct stat Status;
  if (::stat(Path.c_str(), &Status) != 0 || !S_ISREG(Status.st_mode)) // a pipe could block
    return std::nullopt;
  const auto Buffer = llvm::MemoryBuffer::getFile(Path, /*IsText=*/false, /*RequiresNullTerminator=*/false,
                                                  /*IsVolatile=*/true);
  return Buffer ? std::optional((*Buffer)->getBuffer().str()) : std::nullopt;
}

llvm::Error replace(const std::string &Path, StringRef Bytes) {
  return report::replaceFile(Path, [&](llvm::raw_ostream &Out) { Out << Bytes; });
}

struct Entry {
  std::string Path;
  uint64_t Bytes;
  llvm::sys::TimePoint<> Used;
  bool IsWhole; ///< else the rest of a write that was interrupted
};

std::vector<Entry> entriesIn(StringRef Directory) {
  std::vector<Entry> Found;
  std::error_code Error;
  for (fs::directory_iterator I(Directory, Error, /*follow_symlinks=*/false), End; !Error && I != End;
       I.increment(Error)) {
    const bool IsWhole = StringRef(I->path()).ends_with(EntryExtension);
    if (!IsWhole && !(StringRef(I->path()).contains(EntryExtension) && StringRef(I->path()).ends_with(".tmp")))
      continue;
    if (const auto Status = I->status(); Status && Status->type() == fs::file_type::regular_file)
      Found.push_back({I->path(), Status->getSize(), Status->getLastModificationTime(), IsWhole});
  }
  return Found;
}

} // namespace

std::string cacheBelow(StringRef BuildDirectory) {
  llvm::SmallString<256> Place(BuildDirectory);
  path::append(Place, ".cache", "async-tidy");
  return Place.str().str();
}

bool CacheDirectory::exists() const { return fs::exists(below(Path, TagName)); }

llvm::Error CacheDirectory::prepare() const {
  if (exists())
    return llvm::Error::success();
  if (const std::error_code Why = fs::create_directories(Path, /*IgnoreExisting=*/true, fs::perms::all_all))
    return sentence("cannot make the cache directory '" + Path + "': " + Why.message());
  std::error_code Why;
  if (const fs::directory_iterator First(Path, Why); !Why && First != fs::directory_iterator() && !exists())
    return sentence("'" + Path + "' has other files in it: name an empty directory for the cache, or a new one");
  for (const auto &[Name, Text] : {std::pair<StringRef, StringRef>(".gitignore", "*\n"), {TagName, Tag}})
    if (llvm::Error E = replace(below(Path, Name), Text))
      return sentence("cannot write into the cache directory '" + Path + "': " + llvm::toString(std::move(E)));
  return llvm::Error::success();
}

std::string CacheDirectory::pathOf(const Digest &Key) const {
  return below(Path, llvm::toHex(Key, /*LowerCase=*/true) + EntryExtension.str());
}

std::optional<std::string> CacheDirectory::entry(const Digest &Key) const { return contentOf(pathOf(Key)); }

llvm::Error CacheDirectory::writeEntry(const Digest &Key, StringRef Bytes) const { return replace(pathOf(Key), Bytes); }

void CacheDirectory::use(const Digest &Key) const {
  const std::string Entry = pathOf(Key);
  struct stat Status;
  timespec Now{};
  clock_gettime(CLOCK_REALTIME, &Now);
  constexpr time_t Precision = 3600; // seconds: a cache that is used all the time is not written all the time
  if (::stat(Entry.c_str(), &Status) == 0 && Status.st_mtim.tv_sec < Now.tv_sec - Precision)
    (void)::utimensat(AT_FDCWD, Entry.c_str(), nullptr, 0);
}

std::optional<std::string> CacheDirectory::file(StringRef Name) const { return contentOf(below(Path, Name)); }

llvm::Error CacheDirectory::writeFile(StringRef Name, StringRef Bytes) const {
  return replace(below(Path, Name), Bytes);
}

llvm::Error CacheDirectory::writeLastRun(const LastRun &Run) const {
  return writeFile(LastRunName, (llvm::Twine(Run.Hits) + " of " + llvm::Twine(Run.Files) + "\n").str());
}

std::optional<CacheDirectory::LastRun> CacheDirectory::lastRun() const {
  const std::optional<std::string> Text = file(LastRunName);
  const auto [Hits, Files] = StringRef(Text ? *Text : "").split(" of ");
  LastRun Run;
  if (Hits.getAsInteger(10, Run.Hits) || Files.trim().getAsInteger(10, Run.Files))
    return std::nullopt;
  return Run;
}

CacheDirectory::Size CacheDirectory::size() const {
  Size All;
  for (const Entry &E : entriesIn(Path)) {
    All.Entries += E.IsWhole;
    All.Bytes += E.Bytes;
  }
  return All;
}

CacheDirectory::Size CacheDirectory::prune(uint64_t MostBytes) const {
  std::vector<Entry> Entries = entriesIn(Path);
  uint64_t Total = 0;
  for (const Entry &E : Entries)
    Total += E.Bytes;
  llvm::sort(Entries,
             [](const Entry &A, const Entry &B) { return std::tie(A.Used, A.Path) < std::tie(B.Used, B.Path); });
  const auto LongAgo = std::chrono::system_clock::now() - std::chrono::hours(1);
  Size Removed;
  for (const Entry &E : Entries) {
    const bool IsLeftOver = !E.IsWhole && E.Used < LongAgo;
    if (Total <= MostBytes && !IsLeftOver)
      continue;
    if (fs::remove(E.Path))
      continue;
    Total -= E.Bytes;
    Removed.Entries += E.IsWhole;
    Removed.Bytes += E.Bytes;
  }
  return Removed;
}

} // namespace asynctidy::driver
