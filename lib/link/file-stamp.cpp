#include "link/file-stamp.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <sys/stat.h>

namespace asynctidy::link {

constexpr uint64_t NanosecondsOfSecond = 1000000000;
/// File systems count time in steps of up to two seconds.
constexpr uint64_t Step = 2 * NanosecondsOfSecond;

static uint64_t nanoseconds(const timespec &T) {
  return static_cast<uint64_t>(T.tv_sec) * NanosecondsOfSecond + static_cast<uint64_t>(T.tv_nsec);
}

std::optional<FileStamp> FileStamp::of(llvm::StringRef Path) {
  struct stat Found;
  if (stat(Path.str().c_str(), &Found) != 0 || !S_ISREG(Found.st_mode))
    return std::nullopt;
  return FileStamp{static_cast<uint64_t>(Found.st_dev), static_cast<uint64_t>(Found.st_ino),
                   static_cast<uint64_t>(Found.st_size), nanoseconds(Found.st_mtim), nanoseconds(Found.st_ctim)};
}

uint64_t FileStamp::now() {
  return static_cast<uint64_t>(std::chrono::nanoseconds(std::chrono::system_clock::now().time_since_epoch()).count());
}

bool FileStamp::isSettled(uint64_t Time) const { return std::max(Modified, Changed) + Step < Time; }

} // namespace asynctidy::link
