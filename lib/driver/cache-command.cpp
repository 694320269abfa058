#include "driver/cache-command.h"

#include "driver/cache-directory.h"
#include "driver/command-output.h"
#include "driver/file-selection.h"
#include "driver/messages.h"
#include "driver/path-globs.h"

#include "llvm/Support/Format.h"

namespace asynctidy::driver {
namespace {

void writeSize(uint64_t Bytes, llvm::raw_ostream &Out) {
  Out << llvm::format("%.1f", static_cast<double>(Bytes) / (1 << 20)) << " MiB";
}

} // namespace

ExitCode showCache(const Options &O, llvm::raw_ostream &Out) {
  std::string Path = absolutePath(O.Cache);
  if (O.Cache.empty()) {
    llvm::Expected<std::string> Build = findBuildDirectory(O);
    if (!Build)
      return refuse(Build.takeError());
    Path = cacheBelow(*Build);
  }
  const CacheDirectory Place(Path);
  Out << Place.path() << '\n';
  if (!Place.exists()) {
    Out << "  nothing is kept there\n";
    return Clean;
  }
  if (O.Prune) {
    const CacheDirectory::Size Removed = Place.prune(uint64_t(O.CacheLimitMiB) << 20);
    Out << "  removed   " << counted(Removed.Entries, "result") << ", ";
    writeSize(Removed.Bytes, Out);
    Out << '\n';
  }
  const CacheDirectory::Size All = Place.size();
  Out << "  results   " << All.Entries << "\n  size      ";
  writeSize(All.Bytes, Out);
  Out << " of at most " << O.CacheLimitMiB << " MiB\n";
  if (const std::optional<CacheDirectory::LastRun> Last = Place.lastRun())
    Out << "  last run  " << Last->Hits << " of " << counted(Last->Files, "file") << " from the cache\n";
  return Clean;
}

} // namespace asynctidy::driver
