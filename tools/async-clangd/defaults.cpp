// Our checks are on unless the user's configuration says otherwise, are never left out as slow, and know what the index
// of the project says of other files.
#include "defaults.h"

#include "clangd.h"
#include "driver/config.h"
#include "facts/unit/settings.h"
#include "output.h"
#include "project.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"

using clang::tidy::ClangTidyOptions;
using llvm::StringRef;

namespace asynctidy::editor {
namespace {

// Among clangd's own options, which are parsed in its main().
llvm::cl::opt<bool> BackgroundIndex("background-async-index", llvm::cl::init(true),
                                    llvm::cl::desc("Run 'async-tidy index' when the index of the project is stale"));

Defaults ForAll;

void addIndex(ClangTidyOptions &Options, StringRef File) {
  const auto Said = Options.CheckOptions.find(facts::Settings::IndexOption);
  const std::string Configured = Said == Options.CheckOptions.end() ? "" : Said->getValue().Value;
  const std::string BuildDirectory = buildDirectoryOf(File, ForAll.BuildDirectory);
  const std::string Index = indexOf(File, Configured, BuildDirectory);
  const bool IsRefreshed = BackgroundIndex && ForAll.Refresh && editorListens() && !BuildDirectory.empty();
  if (IsRefreshed)
    ForAll.Refresh->noteEdit(File, BuildDirectory, Configured);
  if (!Index.empty())
    Options.CheckOptions[facts::Settings::IndexOption] = ClangTidyOptions::ClangTidyValue(Index);
  else if (IsRefreshed) // one that is still to be made is no mistake
    Options.CheckOptions.erase(facts::Settings::IndexOption);
}

} // namespace

void setDefaults(Defaults Given) { ForAll = std::move(Given); }

compat::TidyProvider wrappedDefaultChecks() {
  static const compat::TidyProvider ClangdsOwn = realDefaultChecks();
  // As in async-tidy: only what names our checks counts for them, since most configurations begin with "-*". The rest
  // of the list stays as it is, and with it all other checks.
  static const auto WithOurs = [](ClangTidyOptions &Options, StringRef File) {
    const std::string Said = Options.Checks.value_or("");
    ClangdsOwn(Options, File);
    std::vector<StringRef> Ours = driver::ourGlobs(Said);
    Ours.insert(Ours.begin(), "async-*");
    Options.Checks = Options.Checks.value_or("") + "," + llvm::join(Ours, ",");
    addIndex(Options, File);
  };
  return WithOurs;
}

std::optional<bool> wrappedIsFastCheck(StringRef Check) {
  return Check.starts_with("async-") ? true : realIsFastCheck(Check);
}

} // namespace asynctidy::editor
