#include "driver/analyse-command.h"

#include "driver/command-output.h"
#include "driver/findings.h"
#include "driver/fixes.h"
#include "driver/known-findings.h"
#include "driver/lock-picture.h"
#include "driver/messages.h"
#include "driver/new-since.h"
#include "driver/options.h"
#include "driver/path-globs.h"
#include "driver/progress.h"
#include "driver/report.h"
#include "driver/reports.h"
#include "driver/results.h"
#include "driver/session.h"
#include "driver/structured.h"
#include "driver/suppression-findings.h"
#include "driver/whole-program.h"
#include "link/analysis.h"
#include "link/program-files.h"
#include "link/program.h"
#include "link/silenced.h"
#include "summaries/check-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/raw_ostream.h"

#include <set>

using clang::tidy::ClangTidyError;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

void sumUp(const std::vector<Reported> &Errors, const Session &S, bool IsPartial, const KnownCount &Count) {
  std::set<StringRef> Files;
  size_t Findings = 0;
  for (const ClangTidyError &E : Errors)
    if (isFinding(E)) {
      ++Findings;
      Files.insert(E.Message.FilePath);
    }
  if (S.jobs().empty())
    return say("nothing was analysed");
  std::string Text = IsPartial ? "not everything could be looked at" : Count.Known ? "no new findings" : "no findings";
  if (Findings)
    Text = counted(Findings, "finding") + " in " + counted(Files.size(), "file");
  if (Count.Known)
    Text += ", " + counted(Count.Known, "known one") + " not shown";
  Text += "; " + counted(S.analysed(), "file") + " analysed";
  if (S.notAnalysed())
    Text += ", " + std::to_string(S.notAnalysed()) + " not";
  if (S.selection().ThirdParty)
    Text += ", " + std::to_string(S.selection().ThirdParty) + " in third-party directories left out";
  if (S.withoutChecks())
    Text += ", " + std::to_string(S.withoutChecks()) + " with no check enabled left out";
  if (S.fromCache() && llvm::sys::Process::StandardErrIsDisplayed()) // else a second run would say something else
    Text += " (" + std::to_string(S.fromCache()) + " from the cache)";
  say(Text);
  sayGone(Count, S.options().Baseline);
}

std::vector<std::string> mainFilesOf(const Session &S) {
  std::vector<std::string> Files;
  for (const Job &J : S.jobs())
    Files.push_back(J.File);
  return Files;
}

std::vector<std::string> factsFilesOf(const FactsDirectory &Facts, const Session &S) {
  std::vector<std::string> Files;
  for (size_t I = 0; I < S.jobs().size(); ++I)
    Files.push_back(Facts.fileOf(I));
  return Files;
}

/// Adds what there is to say about NOLINT comments. Returns whether everything was asked and answered.
bool addSuppressions(std::vector<Result> &Results, const std::vector<std::string> &MainFiles, Session &S,
                     bool IsWhole) {
  const Options &Asked = S.options();
  const SuppressionQuestions Questions{Asked.RequireReason, Asked.UnusedNolint && IsWhole};
  if (Questions.Reasons || Questions.Use)
    Results.push_back(suppressionFindings(Results, Questions, MainFiles, S.config()));
  return Questions.Reasons && Questions.Use;
}

void sayOfUnused(const Options &Asked, bool IsWhole) {
  if (Asked.UnusedNolint && !Asked.Files.empty())
    say("which NOLINT comments suppress nothing is only known in a run over the whole project: name no files");
  else if (Asked.UnusedNolint && !IsWhole)
    say("which NOLINT comments suppress nothing is not known, because not everything could be analysed");
}

/// Where the whole program would have findings without comments. Rather too many: the configuration silences as well.
std::vector<SilencedLine> silencedIn(const link::Program &Whole, llvm::StringRef Root) {
  std::vector<SilencedLine> Lines;
  for (const auto &[Check, Place] : link::silencedPlaces(Whole))
    Lines.push_back({summaries::nameOf(Check).str(), absolutePath(Whole.strings()[Place.File], Root), Place.Line});
  return Lines;
}

bool countsAsFailure(const Reported &E, const Options &Asked) {
  return isFinding(E) && Asked.FailOn && isShown(E.Known ? E.Known->Assumes : summaries::Assumptions(), *Asked.FailOn);
}

/// Adds the findings of the whole program. The findings across functions are taken only from here, because a lock cycle
/// may have another place in the analysis of a single file. \p Picture, unless null, is filled when a report shows it.
llvm::Error addWholeProgram(std::vector<Result> &Results, std::vector<std::string> Written,
                            const std::vector<std::string> &MainFiles, Session &S, report::LockPicture *Picture,
                            report::SourceFiles &Sources) {
  llvm::erase_if(Written, [](const std::string &File) { return !llvm::sys::fs::exists(File); });
  summaries::Strings Names;
  link::Program Whole(Names);
  if (auto Units = link::readProgram(Written, Whole); !Units)
    return Units.takeError();
  for (Result &R : Results)
    llvm::erase_if(R.Errors, [](const ClangTidyError &E) {
      return E.DiagnosticName == summaries::nameOf(summaries::CheckId::LockOrder);
    });
  link::Analysis Known(Whole);
  const std::string &Root = S.selection().ProjectRoot;
  Results.push_back(asResult(Known.findings(summaries::CheckSet::all()), Names, Root, MainFiles, S.config(), Sources));
  if (Picture && showsLocks(S.options()))
    *Picture = lockPicture(Known, Root, Sources);
  if (S.options().UnusedNolint)
    Results.back().Silenced = silencedIn(Whole, Root);
  return llvm::Error::success();
}

/// What --new-since names, if it names something.
llvm::Expected<std::optional<OldState>> stateBefore(Session &S) {
  if (S.options().NewSince.empty())
    return std::nullopt;
  llvm::Expected<OldState> State = OldState::of(S.options(), S.selection());
  if (!State)
    return State.takeError();
  S.compareWith(State->files());
  return std::move(*State);
}

/// Which questions about all files were asked and answered.
struct Questions {
  bool UnusedComments, WholeProgram;
};

/// Marks those of \p Errors that the project had in the state \p Before, of which \p Old knows the single files.
llvm::Error compareWith(OldRun Old, const OldState &Before, std::vector<Reported> &Errors, Session &S, Questions Asked,
                        const std::string &Root, report::SourceFiles &Sources) {
  report::SourceFiles OldSources(Before.files());
  const std::vector<std::string> MainFiles = Old.mainFiles();
  if (Asked.WholeProgram)
    if (llvm::Error E = addWholeProgram(Old.Results, Old.FactsFiles, MainFiles, S, nullptr, OldSources))
      return E;
  addSuppressions(Old.Results, MainFiles, S, Asked.UnusedComments);
  markOld(Errors, mergeResults(std::move(Old.Results)), Before, Root, Sources, OldSources);
  return llvm::Error::success();
}

/// Returns how many.
size_t leaveOutOld(std::vector<Reported> &Errors) {
  const size_t Before = Errors.size();
  llvm::erase_if(Errors, [](const Reported &E) { return E.IsOld; });
  return Before - Errors.size();
}

/// Returns what could not be written.
std::vector<std::string> reportRun(report::Run R, const Options &Asked, report::SourceFiles &Sources) {
  if (Asked.RequireReason || Asked.UnusedNolint)
    addRule(R, suppressionRule());
  if (Asked.AsGithub)
    report::writeGithub(R, Sources, llvm::outs());
  return writeReports(Asked, R, Sources);
}

void sayApplied(const AppliedFixes &Applied) {
  say("applied " + llvm::Twine(Applied.Fixes) + (Applied.Fixes == 1 ? " fix in " : " fixes in ") +
      counted(Applied.Files, "file"));
}

/// Prints, writes and fixes what was found, as the user asked for; what went wrong goes to \p Complain.
void putOut(const std::vector<Reported> &Errors, Session &S, const std::vector<report::Problem> &Problems,
            report::LockPicture Locks, const std::string &Root, report::SourceFiles &Sources,
            llvm::function_ref<void(const std::string &)> Complain) {
  const Options &Asked = S.options();
  if (printsText(Asked))
    printReport(Errors, Asked, S.files());
  if (!Asked.ExportFixes.empty())
    if (llvm::Error E = exportFixes(Errors, Asked.ExportFixes))
      Complain(llvm::toString(std::move(E)));
  if (!Asked.Reports.empty() || Asked.AsGithub) { // before the fixes, which move what reports name
    report::Run R = makeRun(findingsAmong(Errors, Sources), Problems, Root, Sources);
    R.Files = S.analysed();
    R.Locks = std::move(Locks);
    llvm::for_each(reportRun(std::move(R), Asked, Sources), Complain);
  }
  if (Asked.Fix) {
    const AppliedFixes Applied = applyFixes(Errors, S.config());
    llvm::for_each(Applied.Problems, Complain);
    if (!Asked.Quiet)
      sayApplied(Applied);
  }
}

} // namespace

ExitCode analyseAll(Options O, const char *Argv0, Inputs From) {
  if (llvm::Error E = checkReports(O)) // before the work
    return refuse(std::move(E));
  llvm::Expected<std::optional<report::Baseline>> Old = baselineOf(O);
  if (!Old)
    return refuse(Old.takeError());
  llvm::Expected<std::unique_ptr<Session>> Prepared = Session::prepare(std::move(O), Argv0, std::move(From));
  if (!Prepared)
    return refuse(Prepared.takeError());
  Session &S = **Prepared;
  const Options &Asked = S.options();
  const bool Whole = Asked.Files.empty(); // with only some files the call graph is incomplete
  llvm::Expected<std::optional<OldState>> Before = stateBefore(S);
  if (!Before)
    return refuse(Before.takeError());
  FactsDirectory Facts;
  if (Whole)
    if (llvm::Error E = Facts.create())
      return refuse(std::move(E));
  const auto Wanted = [&](std::string FactsFile) {
    return Request{true, Whole ? FactsRequest{std::move(FactsFile), S.selection().ProjectRoot} : FactsRequest(),
                   *Old || Asked.RequireReason || Asked.UnusedNolint};
  };
  std::vector<Result> Results = S.run([&](size_t I) { return Wanted(Facts.fileOf(I)); });
  std::optional<OldRun> Earlier;
  if (*Before) {
    llvm::Expected<OldRun> Ran = runBefore(**Before, S, Results, Whole ? &Facts : nullptr, Wanted);
    if (!Ran)
      return refuse(Ran.takeError());
    Earlier = std::move(*Ran);
  }
  bool Failed = S.hasFailed();
  std::vector<report::Problem> Problems = S.problems();
  auto Complain = [&](const std::string &Problem) {
    say(Problem);
    Problems.push_back({Problem, ""});
    Failed = true;
  };
  bool IsPartial = S.isMisconfigured();
  report::SourceFiles Sources(S.files());
  report::LockPicture Locks;
  if (Whole)
    if (llvm::Error E = addWholeProgram(Results, factsFilesOf(Facts, S), mainFilesOf(S), S, &Locks, Sources)) {
      Complain(llvm::toString(std::move(E)));
      IsPartial = true;
    }

  Scope Looked = scopeOf(Results, mainFilesOf(S), Whole);
  Looked.IsWhole = Whole && !Failed && !IsPartial;
  sayOfUnused(Asked, Looked.IsWhole);
  Looked.HasSuppressions = addSuppressions(Results, mainFilesOf(S), S, Looked.IsWhole);
  std::vector<Reported> Errors = mergeResults(std::move(Results));
  const std::string Root = reportRoot(Asked, S.selection().ProjectRoot);
  if (Earlier)
    if (llvm::Error E =
            compareWith(std::move(*Earlier), **Before, Errors, S, {Looked.IsWhole, Whole && !IsPartial}, Root, Sources))
      return refuse(std::move(E));
  KnownCount Count;
  if (*Old) {
    llvm::Expected<KnownCount> Known = applyBaseline(Errors, **Old, Looked, Root, Asked, S.config(), Sources);
    if (!Known)
      return refuse(Known.takeError());
    if (Asked.Do == Command::Baseline)
      return Failed ? NotEverythingAnalysed : Clean;
    Count = *Known;
  }
  Count.Known += leaveOutOld(Errors);
  dropOverlappingFixes(Errors);
  putOut(Errors, S, Problems, std::move(Locks), Root, Sources, Complain);
  if (!Asked.Quiet) {
    sumUp(Errors, S, IsPartial, Count);
    tabulate(Errors);
  }
  if (Failed)
    return NotEverythingAnalysed;
  return llvm::any_of(Errors, [&](const Reported &E) { return countsAsFailure(E, Asked); }) ? FoundSomething : Clean;
}

} // namespace asynctidy::driver
