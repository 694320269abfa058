// Our checks are on unless the user's configuration says otherwise, and are never left out as slow.
#include "clangd.h"
#include "driver/config.h"

#include "llvm/ADT/StringExtras.h"

namespace asynctidy::editor {

// As in async-tidy: only what names our checks counts for them, since most configurations begin with "-*". The rest of
// the list stays as it is, and with it all other checks.
TidyProvider wrappedDefaultChecks() {
  return [ClangdsOwn = realDefaultChecks()](clang::tidy::ClangTidyOptions &Options, llvm::StringRef File) {
    const std::string Said = Options.Checks.value_or("");
    ClangdsOwn(Options, File);
    std::vector<llvm::StringRef> Ours = driver::ourGlobs(Said);
    Ours.insert(Ours.begin(), "async-*");
    Options.Checks = Options.Checks.value_or("") + "," + llvm::join(Ours, ",");
  };
}

std::optional<bool> wrappedIsFastCheck(llvm::StringRef Check) {
  return Check.starts_with("async-") ? true : realIsFastCheck(Check);
}

} // namespace asynctidy::editor
