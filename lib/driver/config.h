// The clang-tidy options of each file: our checks, combined with .clang-tidy files and the command line.
#pragma once

#include "checks/catalogue.h"
#include "driver/options.h"

#include "clang-tidy/ClangTidyOptions.h"

#include <memory>
#include <string>
#include <vector>

namespace asynctidy::driver {

/// Always starts from "-*,async-*". From .clang-tidy files it takes CheckOptions, the header filters, WarningsAsErrors,
/// extra compiler arguments, the format style, and those globs of Checks that name "async-": most files start with a
/// bare "-*", which is not meant for these checks. Not thread-safe.
class ConfigProvider : public clang::tidy::FileOptionsProvider {
public:
  /// \p SystemPaths are globs for the option SystemPaths. The .clang-tidy files are looked for in \p Files; null: on
  /// disk.
  ConfigProvider(const Options &O, const std::vector<std::string> &SystemPaths,
                 llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Files = nullptr);

  std::vector<OptionsSource> getRawOptions(llvm::StringRef File) override;

  /// What the option Confidence says for \p Check in \p Options.
  static summaries::Confidence leastConfidence(llvm::StringRef Check, const clang::tidy::ClangTidyOptions &Options);

  /// False when \p Options come from a broken configuration; problems() has the reasons.
  static bool isUsable(const clang::tidy::ClangTidyOptions &Options);

  /// Errors so far, each once, as sentences for the user.
  const std::vector<std::string> &problems() const { return Problems; }
  /// Warnings so far, in the same form.
  const std::vector<std::string> &remarks() const { return Remarks; }

private:
  llvm::ErrorOr<clang::tidy::ClangTidyOptions> parse(llvm::MemoryBufferRef Text);
  void keepOurs(clang::tidy::ClangTidyOptions &Options, llvm::StringRef Origin);

  /// What the option TestPaths is for a file, if the command line has a say in it; \p Before is what its files say.
  std::optional<std::string> testPaths(const clang::tidy::ClangTidyOptions::OptionMap &Before) const;

  clang::tidy::ClangTidyOptions CommandLine;
  std::vector<std::string> TreatAsTest;
  bool DefaultTestPaths;
  std::optional<clang::tidy::ClangTidyOptions> Replacement; ///< --config, --config-file
  std::string ReplacementOrigin;
  std::vector<std::string> Problems, Remarks;
};

/// Checks --checks and --enable against the catalogue, or \p Known in its place.
llvm::Error checkNames(const Options &O, llvm::ArrayRef<CatalogueEntry> Known = catalogue());

/// Whether \p Options turn on \p Check.
bool isOn(const CatalogueEntry &Check, const clang::tidy::ClangTidyOptions &Options);

/// Whether the header filters of \p Options leave out the header \p Path.
bool isHeaderLeftOut(llvm::StringRef Path, const clang::tidy::ClangTidyOptions &Options);

/// Whether \p Checks, a list of globs, enables at least one check of the catalogue.
bool leavesAnyCheck(llvm::StringRef Checks);

} // namespace asynctidy::driver
