#include "driver/suppression-findings.h"

#include "driver/path-globs.h"

#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringMap.h"

#include <map>
#include <set>

using clang::tidy::ClangTidyError;
using clang::tidy::ClangTidyOptions;
using clang::tidy::GlobList;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

class Search {
public:
  Search(const std::vector<std::string> &MainFiles, ConfigProvider &Config)
      : MainFiles(MainFiles.begin(), MainFiles.end()), Config(Config) {}

  void read(const Result &R) {
    for (const SuppressionComment &Comment : R.Comments)
      Comments.try_emplace({realPathOf(Comment.File), Comment.Offset}, Comment);
    for (const SilencedLine &Line : R.Silenced)
      Silenced[realPathOf(Line.File)].insert({Line.Line, Line.Check});
  }

  Result find(SuppressionQuestions Asked) {
    for (const auto &[Place, Comment] : Comments) {
      const ClangTidyOptions Options = Config.getOptions(Comment.File);
      if (!MainFiles.count(Comment.File) && isHeaderLeftOut(Comment.File, Options))
        continue;
      const std::vector<ListedCheck> Listed = ourChecksIn(Comment.Checks, Comment.ChecksOffset);
      if (Asked.Reasons && !Comment.HasReason)
        report(Comment, Comment.Offset, Comment.Kind, Options,
               "'" + Comment.Kind + "(" + Comment.Checks + ")' is not followed by a reason");
      if (!Asked.Use)
        continue;
      for (const ListedCheck &Item : Listed)
        if (isJudged(Item, Options) && !isUsed(Item, Comment, Silenced[Place.first]))
          report(Comment, Item.Offset, Item.Glob.str(), Options,
                 ("'" + Item.Glob + "' suppresses nothing in this '" + Comment.Kind + "'").str());
    }
    return std::move(Found);
  }

private:
  using Lines = std::set<std::pair<unsigned, std::string>>; ///< with the silenced check

  const std::string &realPathOf(StringRef File) {
    const auto [Real, New] = RealPaths.try_emplace(File);
    if (New)
      Real->second = realPath(File);
    return Real->second;
  }

  /// Whether \p Item suppresses \p Check. clang-tidy ignores what a list takes out again: `async-*,-async-lock-order`
  /// is about all.
  static bool names(const ListedCheck &Item, StringRef Check) { return GlobList(Item.Glob).contains(Check); }

  /// What a check would say that is off is not known.
  static bool isJudged(const ListedCheck &Item, const ClangTidyOptions &Options) {
    bool IsAnyNamed = false, IsAnyOn = false;
    for (const CatalogueEntry &Check : catalogue()) {
      if (!names(Item, Check.Name))
        continue;
      IsAnyNamed = true;
      const bool On = isOn(Check, Options);
      if (!On && !Check.IsOptIn)
        return false;
      IsAnyOn |= On;
    }
    return IsAnyOn || !IsAnyNamed;
  }

  static bool isUsed(const ListedCheck &Item, const SuppressionComment &Comment, const Lines &OfFile) {
    for (auto At = OfFile.lower_bound({Comment.FirstLine, ""}); At != OfFile.end() && At->first <= Comment.LastLine;
         ++At)
      if (names(Item, At->second))
        return true;
    return false;
  }

  void report(const SuppressionComment &Comment, unsigned Offset, std::string Subject, const ClangTidyOptions &Options,
              std::string Message) {
    const bool IsError = GlobList(Options.WarningsAsErrors.value_or("")).contains(SuppressionRule);
    ClangTidyError E(SuppressionRule, ClangTidyError::Warning, /*BuildDirectory=*/"", IsError);
    E.Message.Message = std::move(Message);
    E.Message.FilePath = Comment.File;
    E.Message.FileOffset = Offset;
    Reported &Made = Found.Errors.emplace_back(std::move(E));
    Made.Known.emplace().Subject = std::move(Subject);
  }

  const std::set<std::string> MainFiles;
  ConfigProvider &Config;
  llvm::StringMap<std::string> RealPaths;
  std::map<std::pair<std::string, unsigned>, SuppressionComment> Comments; ///< by file and offset
  std::map<std::string, Lines> Silenced;                                   ///< by file
  Result Found;
};

} // namespace

Result suppressionFindings(const std::vector<Result> &Results, SuppressionQuestions Asked,
                           const std::vector<std::string> &MainFiles, ConfigProvider &Config) {
  Search S(MainFiles, Config);
  for (const Result &R : Results)
    S.read(R);
  return S.find(Asked);
}

report::Rule suppressionRule() {
  report::Rule Made;
  Made.Name = SuppressionRule.str();
  Made.Family = "suppressions";
  Made.Summary =
      "Finds NOLINT comments without a reason (--require-reason), or with nothing to suppress (--unused-nolint).";
  Made.Page = "# async-suppression\n"
              "\n"
              "Finds NOLINT comments that name a check of async-tidy and give no reason (`--require-reason`), or that\n"
              "suppress nothing (`--unused-nolint`).\n"
              "\n"
              "* Write the reason behind the list: `// NOLINT(async-lock-order): only at start, before the threads`.\n"
              "* Remove the name of a check that has nothing to say there any more.\n";
  Made.Document = "docs/reports.md#living-with-findings";
  return Made;
}

} // namespace asynctidy::driver
