// What clang-tidy's library is told to do for each file: our checks, what .clang-tidy files add, what the command line
// adds.
#pragma once

#include "checks/catalogue.h"
#include "driver/options.h"

#include "clang-tidy/ClangTidyOptions.h"

#include <memory>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// Always starts from "-*,async-*". Of .clang-tidy files it takes CheckOptions, the header filters, WarningsAsErrors,
/// extra compiler arguments, the format style, and of Checks those globs that name "async-": most files start with a
/// bare "-*", which was not written with us in mind. Not thread-safe.
class ConfigProvider : public clang::tidy::FileOptionsProvider {
public:
  /// \p SystemPaths are globs for the option of that name.
  ConfigProvider(const Options &O, const std::vector<std::string> &SystemPaths);

  std::vector<OptionsSource> getRawOptions(llvm::StringRef File) override;

  /// False when a configuration that \p Options were made from is broken; problems() says how.
  static bool isUsable(const clang::tidy::ClangTidyOptions &Options);

  /// What went wrong so far, each once, as sentences.
  const std::vector<std::string> &problems() const { return Problems; }
  /// What was odd but did not hinder anything.
  const std::vector<std::string> &remarks() const { return Remarks; }

private:
  llvm::ErrorOr<clang::tidy::ClangTidyOptions> parse(llvm::MemoryBufferRef Text);
  void keepOurs(clang::tidy::ClangTidyOptions &Options, llvm::StringRef Origin);

  clang::tidy::ClangTidyOptions CommandLine;
  std::optional<clang::tidy::ClangTidyOptions> Replacement; ///< --config, --config-file
  std::string ReplacementOrigin;
  std::vector<std::string> Problems, Remarks;
};

/// Checks --checks and --enable against the catalogue, or \p Known in its place.
llvm::Error checkNames(const Options &O, llvm::ArrayRef<CatalogueEntry> Known = catalogue());

/// Does \p Checks, a list of globs, leave at least one check of the catalogue?
bool leavesAnyCheck(llvm::StringRef Checks);

} // namespace asynctidy::driver
