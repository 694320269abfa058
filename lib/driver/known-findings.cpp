#include "driver/known-findings.h"

#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/reports.h"
#include "driver/structured.h"
#include "driver/suppression-findings.h"
#include "report/output-file.h"
#include "summaries/check-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using asynctidy::report::KnownFinding;
using llvm::StringRef;

namespace asynctidy::driver {

llvm::Expected<std::optional<report::Baseline>> baselineOf(const Options &Asked) {
  if (Asked.Baseline.empty())
    return std::nullopt;
  if (Asked.Do == Command::Baseline && !llvm::sys::fs::exists(Asked.Baseline)) {
    if (Asked.Accept)
      return report::Baseline();
    return sentence("there is no baseline '" + Asked.Baseline + "' yet: '--accept' writes one with all findings");
  }
  llvm::Expected<report::Baseline> Read = report::Baseline::read(Asked.Baseline);
  if (!Read)
    return Read.takeError();
  return std::move(*Read);
}

Scope scopeOf(const std::vector<Result> &Results, const std::vector<std::string> &MainFiles, bool WithHeaders) {
  Scope Looked;
  std::vector<StringRef> Failed;
  for (size_t I = 0; I < MainFiles.size(); ++I) {
    const Result &R = Results[I];
    Looked.MainFiles.insert(MainFiles[I]);
    if (!R.Compiles || !R.FactsProblem.empty() || R.UserFiles.empty()) // nothing is known of one that crashed
      Failed.push_back(MainFiles[I]);
    else if (WithHeaders)
      Looked.Files.insert(R.UserFiles.begin(), R.UserFiles.end());
    else
      Looked.Files.insert(MainFiles[I]);
  }
  for (const StringRef File : Failed) // with one of its commands
    Looked.Files.erase(File);
  return Looked;
}

static bool isOfWholeProgram(StringRef Check) {
  return llvm::any_of(summaries::CheckNames, [&](const auto &Known) { return Known.second == Check; });
}

/// Whether a run with \p Looked and \p Config would have found \p Known, which is named below \p Root, if it were still
/// there.
static bool wasSought(const KnownFinding &Known, const Scope &Looked, StringRef Root, ConfigProvider &Config) {
  const std::string Path = absolutePath(Known.Path, Root);
  if (!Looked.Files.contains(Path) && !(Looked.IsWhole && !llvm::sys::fs::exists(Path)))
    return false;
  const clang::tidy::ClangTidyOptions Options = Config.getOptions(Path);
  if (!Looked.MainFiles.contains(Path) && isHeaderLeftOut(Path, Options))
    return false;
  if (Known.Check == SuppressionRule)
    return Looked.HasSuppressions;
  if (isOfWholeProgram(Known.Check) && !Looked.IsWhole)
    return false;
  const CatalogueEntry *Check = findInCatalogue(Known.Check);
  if (!Check) // of another version
    return Looked.IsWhole;
  return isOn(*Check, Options);
}

report::Run recognize(std::vector<Reported> &Errors, std::string Root, report::SourceFiles &Sources) {
  report::Run R = makeRun(findingsAmong(Errors, Sources), {}, std::move(Root), Sources);
  auto Next = R.Findings.begin();
  for (Reported &E : Errors)
    if (isFinding(E))
      E.Recognized = (Next++)->Known;
  return R;
}

/// \p IsKnown is by number of the finding.
static void leaveOutKnown(std::vector<Reported> &Errors, const std::vector<bool> &IsKnown) {
  auto Next = IsKnown.begin();
  llvm::erase_if(Errors, [&](const Reported &E) { return isFinding(E) && *Next++; });
}

KnownCount countKnown(const report::Comparison &Compared, llvm::function_ref<bool(const KnownFinding &)> WasSought) {
  return {Compared.Present.findings().size(), static_cast<size_t>(llvm::count_if(Compared.Gone.findings(), WasSought))};
}

void sayGone(const KnownCount &Count, StringRef Path) {
  if (Count.Gone)
    say(counted(Count.Gone, "finding") + " of the baseline '" + Path + (Count.Gone == 1 ? "' is" : "' are") +
        " gone: 'async-tidy baseline' takes " + (Count.Gone == 1 ? "it" : "them") + " out");
}

/// Writes the baseline that \p Asked names as \p R has it now, and says what has changed.
static llvm::Error updateBaseline(const Options &Asked, const report::Run &R, const report::Comparison &Compared,
                                  llvm::function_ref<bool(const KnownFinding &)> WasSought,
                                  llvm::ArrayRef<KnownFinding> Others) {
  std::vector<KnownFinding> All = report::updated(R, Compared, WasSought, Asked.Accept).findings();
  llvm::append_range(All, Others);
  const report::Baseline Now(std::move(All));
  if (llvm::Error E = report::writeFile(Asked.Baseline, [&](llvm::raw_ostream &Out) { Out << Now.text(); }))
    return E;
  if (Asked.Quiet)
    return llvm::Error::success();
  const KnownCount Count = countKnown(Compared, WasSought);
  const size_t New = static_cast<size_t>(llvm::count_if(R.Findings, report::isForBaseline)) - Count.Known;
  std::string Text = "'" + Asked.Baseline + "' has " + counted(Now.findings().size(), "finding");
  if (Asked.Accept && New)
    Text += "; " + std::to_string(New) + (New == 1 ? " was" : " were") + " added";
  if (Count.Gone)
    Text += "; " + std::to_string(Count.Gone) + (Count.Gone == 1 ? " was" : " were") + " gone";
  if (!Asked.Accept && New)
    Text += "; " + counted(New, "new finding") + (New == 1 ? " is" : " are") + " not in it: '--accept' adds " +
            (New == 1 ? "it" : "them");
  say(Text);
  return llvm::Error::success();
}

/// Those of \p Old that the findings of \p R may be, and the others: a run over some files says nothing of the findings
/// in other files, which have not moved to where an equal one is new.
static std::pair<report::Baseline, std::vector<KnownFinding>> split(const report::Baseline &Old, const report::Run &R,
                                                                    const Scope &Looked) {
  llvm::StringSet<> WithFindings;
  for (const report::Finding &F : R.Findings)
    WithFindings.insert(F.At.File);
  std::vector<KnownFinding> Concerned, Others;
  for (const KnownFinding &F : Old.findings()) {
    const std::string Path = absolutePath(F.Path, R.Root);
    const bool IsElsewhere =
        !Looked.IsWhole && !Looked.Files.contains(Path) && !WithFindings.contains(Path) && llvm::sys::fs::exists(Path);
    (IsElsewhere ? Others : Concerned).push_back(F);
  }
  return {report::Baseline(std::move(Concerned)), std::move(Others)};
}

llvm::Expected<KnownCount> applyBaseline(std::vector<Reported> &Errors, const report::Baseline &Old,
                                         const Scope &Looked, const std::string &Root, const Options &Asked,
                                         ConfigProvider &Config, report::SourceFiles &Sources) {
  const report::Run All = recognize(Errors, Root, Sources);
  const auto [Concerned, Others] = split(Old, All, Looked);
  const report::Comparison Compared = compare(All, Concerned);
  const auto WasSought = [&](const KnownFinding &F) { return wasSought(F, Looked, Root, Config); };
  if (Asked.Do == Command::Baseline)
    if (llvm::Error E = updateBaseline(Asked, All, Compared, WasSought, Others))
      return std::move(E);
  leaveOutKnown(Errors, Compared.IsKnown);
  return countKnown(Compared, WasSought);
}

} // namespace asynctidy::driver
