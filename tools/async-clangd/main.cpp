#include "clangd.h"
#include "driver/resources.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

#include <cstdlib>

using llvm::StringRef;

namespace {

bool isGiven(StringRef Option, llvm::ArrayRef<char *> Arguments) {
  return llvm::any_of(Arguments, [&](StringRef Given) {
    return Given.consume_front("-") && (Given.consume_front("-"), Given.consume_front(Option)) &&
           (Given.empty() || Given.front() == '=');
  });
}

} // namespace

int main(int Argc, char **Argv) {
  llvm::SmallVector<char *, 16> Arguments(Argv, Argv + Argc);
  if (isGiven("version", Arguments))
    llvm::outs() << "async-clangd " ASYNC_TIDY_VERSION ", which is this clangd:\n";
  // clangd looks for clang's headers beside itself, where LLVM has put its own.
  std::string Resources = "--resource-dir=" + asynctidy::driver::findResourceDirectory(Argc > 0 ? Argv[0] : "");
  const char *More = std::getenv("CLANGD_FLAGS");
  if (!isGiven("resource-dir", Arguments) && !StringRef(More ? More : "").contains("-resource-dir") &&
      !StringRef(Resources).ends_with("="))
    Arguments.push_back(Resources.data());
  Arguments.push_back(nullptr);
  return clang::clangd::clangdMain(static_cast<int>(Arguments.size()) - 1, Arguments.data());
}
