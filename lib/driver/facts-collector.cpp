#include "driver/facts-collector.h"

#include "checks/suppression.h"
#include "driver/module-settings.h"
#include "facts/extraction/extracted-unit.h"
#include "facts/unit/translation-unit.h"
#include "summaries/facts-file.h"
#include "summaries/input-file.h"

#include "clang-tidy/GlobList.h"
#include "clang/AST/ASTContext.h"
#include "llvm/ADT/StringMap.h"

#include <map>

using namespace clang;

namespace asynctidy::driver {
namespace {

/// Which checks the configuration of a file's directory turns off.
class DisabledChecks {
public:
  DisabledChecks(tidy::ClangTidyContext &Context, const SourceManager &Sources) : Context(Context), Sources(Sources) {}

  summaries::CheckSet at(SourceLocation Location) {
    const FileID File = Sources.getFileID(Sources.getExpansionLoc(Location));
    const auto [Known, New] = Disabled.try_emplace(File);
    if (New)
      if (const auto Entry = Sources.getFileEntryRefForID(File)) {
        const tidy::GlobList Enabled(Context.getOptionsForFile(Entry->getName()).Checks.value_or(""));
        for (const auto &[Check, Name] : summaries::CheckNames)
          if (!Enabled.contains(Name))
            Known->second |= Check;
      }
    return Known->second;
  }

private:
  tidy::ClangTidyContext &Context;
  const SourceManager &Sources;
  std::map<FileID, summaries::CheckSet> Disabled;
};

class FactsCollector : public ASTConsumer {
public:
  FactsCollector(tidy::ClangTidyContext &Context, const FactsRequest &Asked, Result &Found)
      : Context(Context), Asked(Asked), Found(Found) {}

  void HandleTranslationUnit(ASTContext &Ast) override {
    // In broken code statements may be missing, such as an unlock.
    if (Ast.getDiagnostics().hasUncompilableErrorOccurred())
      return;
    SourceManager &Sources = Ast.getSourceManager();
    facts::TranslationUnit &Unit = facts::TranslationUnit::of(Ast, settingsOf(Context.getOptions()));
    if (auto Error = Unit.takeSettingsError())
      Found.FactsProblem = std::move(*Error);
    DisabledChecks Disabled(Context, Sources);
    const facts::Silencer Suppressed = checks::suppressionsIn(Sources);
    facts::ExtractedUnit Extracted(Unit, facts::ExtractedUnit::Scope::Whole, Asked.Root, [&](SourceLocation Location) {
      return Suppressed(Location) | Disabled.at(Location);
    });
    summaries::UnitInfo &About = Extracted.facts().About;
    About.Tool = ASYNC_TIDY_VERSION;
    for (const auto &[Path, File] : inputsOf(Unit, Extracted))
      About.Inputs.push_back({Path, summaries::digestOf(Sources.getBufferData(File))});
    Found.Facts = summaries::factsText(Extracted.facts(), Extracted.strings());
    if (llvm::Error E = summaries::writeFactsFile(Asked.Output, *Found.Facts))
      Found.FactsProblem = llvm::toString(std::move(E));
  }

private:
  /// The files with user code that were read, by path.
  static std::map<std::string, FileID> inputsOf(facts::TranslationUnit &Unit, facts::ExtractedUnit &Extracted) {
    const SourceManager &Sources = Unit.context().getSourceManager();
    std::map<std::string, FileID> Inputs;
    for (unsigned I = 0, E = Sources.local_sloc_entry_size(); I < E; ++I) {
      const SrcMgr::SLocEntry &Entry = Sources.getLocalSLocEntry(I);
      if (!Entry.isFile())
        continue;
      const SourceLocation Begin = SourceLocation::getFromRawEncoding(Entry.getOffset());
      const FileID File = Sources.getFileID(Begin);
      if (std::string Path = Extracted.places().pathOf(File); !Path.empty() && Unit.isUserCode(Begin))
        Inputs.try_emplace(std::move(Path), File);
    }
    return Inputs;
  }

  tidy::ClangTidyContext &Context;
  const FactsRequest &Asked;
  Result &Found;
};

} // namespace

std::unique_ptr<ASTConsumer> collectingFacts(tidy::ClangTidyContext &Context, const FactsRequest &Asked,
                                             Result &Found) {
  return std::make_unique<FactsCollector>(Context, Asked, Found);
}

} // namespace asynctidy::driver
