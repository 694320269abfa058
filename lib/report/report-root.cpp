#include "report/report-root.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;
namespace path = llvm::sys::path;

namespace asynctidy::report {

std::string gitTopLevel(StringRef Directory) {
  for (StringRef Up = Directory; !Up.empty(); Up = path::parent_path(Up)) {
    llvm::SmallString<256> Git(Up);
    path::append(Git, ".git"); // a file in a work tree or a submodule
    if (llvm::sys::fs::exists(Git))
      return Up.str();
  }
  return "";
}

std::optional<std::string> pathBelow(StringRef Root, StringRef Path) {
  Root.consume_back("/");
  if (!Path.consume_front(Root) || !Path.consume_front("/") || Path.empty())
    return std::nullopt;
  return Path.str();
}

std::string uriOf(StringRef RelativePath) {
  std::string Uri;
  for (const char C : RelativePath) {
    if (llvm::isAlnum(C) || StringRef("-._~/").contains(C)) {
      Uri += C;
      continue;
    }
    const auto Byte = static_cast<unsigned char>(C);
    Uri += '%';
    Uri += llvm::hexdigit(Byte >> 4);
    Uri += llvm::hexdigit(Byte & 15);
  }
  return Uri;
}

} // namespace asynctidy::report
