#include "clangd.h"
#include "defaults.h"
#include "driver/resources.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <cstdlib>

using llvm::StringRef;

namespace {

/// The value of \p Option among \p Arguments: empty for one without, nothing when it is not given.
std::optional<StringRef> valueOf(StringRef Option, llvm::ArrayRef<char *> Arguments) {
  for (size_t I = 0; I < Arguments.size(); ++I) {
    StringRef Given = Arguments[I];
    if (!Given.consume_front("-"))
      continue;
    Given.consume_front("-");
    if (!Given.consume_front(Option))
      continue;
    if (Given.consume_front("="))
      return Given;
    if (Given.empty())
      return I + 1 < Arguments.size() ? StringRef(Arguments[I + 1]) : "";
  }
  return std::nullopt;
}

std::string besideThis(const char *Argv0, StringRef Name) {
  static int Anchor;
  llvm::SmallString<256> Path(llvm::sys::path::parent_path(llvm::sys::fs::getMainExecutable(Argv0, &Anchor)));
  llvm::sys::path::append(Path, Name);
  return Path.str().str();
}

std::string absolute(StringRef Path) {
  llvm::SmallString<256> Whole(Path);
  if (!Path.empty())
    llvm::sys::fs::make_absolute(Whole);
  return Whole.str().str();
}

} // namespace

int main(int Argc, char **Argv) {
  llvm::SmallVector<char *, 16> Arguments(Argv, Argv + Argc);
  if (valueOf("version", Arguments))
    llvm::outs() << "async-clangd " ASYNC_TIDY_VERSION ", which is this clangd:\n";
  const char *Argv0 = Argc > 0 ? Argv[0] : "";
  // clangd looks for clang's headers beside itself, where LLVM has put its own.
  std::string Resources = asynctidy::driver::findResourceDirectory(Argv0);
  const char *More = std::getenv("CLANGD_FLAGS");
  if (!Resources.empty() && !valueOf("resource-dir", Arguments) &&
      !StringRef(More ? More : "").contains("resource-dir")) {
    Resources = "--resource-dir=" + Resources;
    Arguments.push_back(Resources.data());
  }
  asynctidy::editor::IndexRefresh Refresh(besideThis(Argv0, "async-tidy"));
  asynctidy::editor::setDefaults({absolute(valueOf("compile-commands-dir", Arguments).value_or("")), &Refresh});
  Arguments.push_back(nullptr);
  return clang::clangd::clangdMain(static_cast<int>(Arguments.size()) - 1, Arguments.data());
}
