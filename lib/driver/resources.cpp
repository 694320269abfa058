#include "driver/resources.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>
#include <thread>
#include <unistd.h>

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

bool hasHeaders(StringRef Directory) {
  llvm::SmallString<256> Header(Directory);
  path::append(Header, "include", "stddef.h");
  return llvm::sys::fs::exists(Header);
}

} // namespace

std::string findResourceDirectory(const char *Argv0) {
  static int Anchor;
  const std::string Program = llvm::sys::fs::getMainExecutable(Argv0, &Anchor);
  llvm::SmallString<256> Beside(path::parent_path(path::parent_path(Program)));
  path::append(Beside, "lib", "clang", std::to_string(LLVM_VERSION_MAJOR));
  if (hasHeaders(Beside))
    return std::string(Beside);
  return hasHeaders(ASYNC_CLANG_RESOURCE_DIR) ? ASYNC_CLANG_RESOURCE_DIR : "";
}

unsigned defaultJobs() { return std::max(1u, std::thread::hardware_concurrency()); }

unsigned defaultMemoryMiB(unsigned Jobs) {
  const long Pages = sysconf(_SC_PHYS_PAGES), PageSize = sysconf(_SC_PAGESIZE);
  if (Pages <= 0 || PageSize <= 0)
    return 0;
  const unsigned long long MiB = static_cast<unsigned long long>(Pages) * PageSize >> 20;
  return static_cast<unsigned>(std::max<unsigned long long>(MiB / Jobs, 4096));
}

} // namespace asynctidy::driver
