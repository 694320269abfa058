#include "facts/syntax/third-party.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/Path.h"

namespace asynctidy::facts {
namespace {

constexpr llvm::StringLiteral ThirdPartyDirectories[] = {
    "third_party", "third-party", "thirdparty", "ThirdParty", "3rdparty", "3rd_party",    "3rd-party",       "vendor",
    "vendored",    "external",    "externals",  "extern",     "_deps",    "node_modules", "vcpkg_installed", "vcpkg",
    ".conan",      ".conan2",     ".cpm",       ".hunter",    ".xmake",   "subprojects",
};

constexpr llvm::StringLiteral InstalledDirectories[] = {"/usr/include", "/usr/local", "/opt/homebrew", "/opt/local",
                                                        "/nix/store"};

bool isBelow(llvm::StringRef Path, llvm::StringRef Directory) {
  return Path.consume_front(Directory) && (Path.empty() || Path.front() == '/');
}

} // namespace

bool isThirdParty(llvm::StringRef Path, llvm::StringRef Root) {
  namespace path = llvm::sys::path;
  for (llvm::StringRef Directory : InstalledDirectories)
    if (isBelow(Path, Directory) && !isBelow(Root, Directory))
      return true;
  const llvm::StringRef Directory = path::parent_path(Path);
  auto Own = path::begin(Directory);
  for (auto Shared = path::begin(Root); Own != path::end(Directory) && Shared != path::end(Root) && *Own == *Shared;
       ++Own, ++Shared)
    ;
  return std::any_of(Own, path::end(Directory),
                     [](llvm::StringRef Name) { return llvm::is_contained(ThirdPartyDirectories, Name); });
}

} // namespace asynctidy::facts
