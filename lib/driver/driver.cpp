#include "driver/driver.h"

#include "driver/catalogue-commands.h"
#include "driver/completion.h"
#include "driver/facts-command.h"
#include "driver/findings.h"
#include "driver/fixes.h"
#include "driver/graph-command.h"
#include "driver/help.h"
#include "driver/link-command.h"
#include "driver/lock-picture.h"
#include "driver/messages.h"
#include "driver/options.h"
#include "driver/progress.h"
#include "driver/report.h"
#include "driver/reports.h"
#include "driver/results.h"
#include "driver/sarif-command.h"
#include "driver/session.h"
#include "driver/structured.h"
#include "driver/whole-program.h"
#include "link/analysis.h"
#include "link/program-files.h"
#include "link/program.h"
#include "summaries/check-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

#include <csignal>
#include <set>

using clang::tidy::ClangTidyError;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

void sumUp(const std::vector<Reported> &Errors, const Session &S, bool IsPartial) {
  std::set<StringRef> Files;
  size_t Findings = 0;
  for (const ClangTidyError &E : Errors)
    if (isFinding(E)) {
      ++Findings;
      Files.insert(E.Message.FilePath);
    }
  if (S.jobs().empty())
    return say("nothing was analysed");
  std::string Text = IsPartial ? "not everything could be looked at" : "no findings";
  if (Findings)
    Text = counted(Findings, "finding") + " in " + counted(Files.size(), "file");
  Text += "; " + counted(S.analysed(), "file") + " analysed";
  if (S.notAnalysed())
    Text += ", " + std::to_string(S.notAnalysed()) + " not";
  if (S.selection().ThirdParty)
    Text += ", " + std::to_string(S.selection().ThirdParty) + " in third-party directories left out";
  if (S.withoutChecks())
    Text += ", " + std::to_string(S.withoutChecks()) + " with no check enabled left out";
  say(Text);
}

/// Adds the findings of the whole program. The findings across functions are taken only from here, because a lock cycle
/// may have another place in the analysis of a single file. Fills \p Picture when a report shows it.
llvm::Error addWholeProgram(std::vector<Result> &Results, const FactsDirectory &Facts, Session &S,
                            report::LockPicture &Picture, report::SourceFiles &Sources) {
  std::vector<std::string> Written, MainFiles;
  for (size_t I = 0; I < S.jobs().size(); ++I) {
    MainFiles.push_back(S.jobs()[I].File);
    if (llvm::sys::fs::exists(Facts.fileOf(I)))
      Written.push_back(Facts.fileOf(I));
  }
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
  Results.push_back(asResult(Known.findings(summaries::CheckSet::all()), Names, Root, MainFiles, S.config()));
  if (showsLocks(S.options()))
    Picture = lockPicture(Known, Root, Sources);
  return llvm::Error::success();
}

ExitCode analyseAll(Options O, const char *Argv0) {
  auto Refuse = [](llvm::Error E) {
    say(llvm::toString(std::move(E)));
    return NotEverythingAnalysed;
  };
  llvm::Expected<std::unique_ptr<Session>> Prepared = Session::prepare(std::move(O), Argv0);
  if (!Prepared)
    return Refuse(Prepared.takeError());
  Session &S = **Prepared;
  const Options &Asked = S.options();
  const bool Whole = Asked.Files.empty(); // with only some files the call graph is incomplete
  FactsDirectory Facts;
  if (Whole)
    if (llvm::Error E = Facts.create())
      return Refuse(std::move(E));
  std::vector<Result> Results = S.run([&](size_t I) {
    return Request{true, Whole ? FactsRequest{Facts.fileOf(I), S.selection().ProjectRoot} : FactsRequest()};
  });
  bool Failed = S.hasFailed();
  std::vector<report::Problem> Problems = S.problems();
  auto Complain = [&](const std::string &Problem) {
    say(Problem);
    Problems.push_back({Problem, ""});
    Failed = true;
  };
  bool IsPartial = S.isMisconfigured();
  report::SourceFiles Sources;
  report::LockPicture Locks;
  if (Whole)
    if (llvm::Error E = addWholeProgram(Results, Facts, S, Locks, Sources)) {
      Complain(llvm::toString(std::move(E)));
      IsPartial = true;
    }

  std::vector<Reported> Errors = mergeResults(std::move(Results));
  dropOverlappingFixes(Errors);
  if (!Asked.AsGithub)
    printReport(Errors, Asked);
  if (!Asked.ExportFixes.empty())
    if (llvm::Error E = exportFixes(Errors, Asked.ExportFixes))
      Complain(llvm::toString(std::move(E)));
  if (!Asked.Reports.empty() || Asked.AsGithub) { // before the fixes, which move what reports name
    report::Run R =
        makeRun(findingsAmong(Errors, Sources), Problems, reportRoot(Asked, S.selection().ProjectRoot), Sources);
    R.Files = S.analysed();
    R.Locks = std::move(Locks);
    if (Asked.AsGithub)
      report::writeGithub(R, Sources, llvm::outs());
    llvm::for_each(writeReports(Asked, R, Sources), Complain);
  }
  if (Asked.Fix) {
    const AppliedFixes Applied = applyFixes(Errors, S.config());
    llvm::for_each(Applied.Problems, Complain);
    if (!Asked.Quiet)
      say("applied " + llvm::Twine(Applied.Fixes) + (Applied.Fixes == 1 ? " fix in " : " fixes in ") +
          counted(Applied.Files, "file"));
  }
  if (!Asked.Quiet) {
    sumUp(Errors, S, IsPartial);
    tabulate(Errors);
  }
  if (Failed)
    return NotEverythingAnalysed;
  return llvm::any_of(Errors, isFinding) ? FoundSomething : Clean;
}

ExitCode doWhatIsAsked(int Argc, const char *const *Argv) {
  llvm::Expected<Options> O = parseOptions(llvm::ArrayRef(Argv, Argc).drop_front(Argc > 0));
  if (!O) {
    say(llvm::toString(O.takeError()));
    return NotEverythingAnalysed;
  }
  switch (O->Do) {
  case Command::Help:
    printHelp(commandNamed(O->Topic), llvm::outs());
    return Clean;
  case Command::Version:
    llvm::outs() << "async-tidy " ASYNC_TIDY_VERSION " (LLVM " LLVM_VERSION_STRING ")\n";
    return Clean;
  case Command::Manual:
    printManual(llvm::outs());
    return Clean;
  case Command::Completion:
    llvm::outs() << completionScript(O->Topic);
    return Clean;
  case Command::Complete:
    complete(O->Files, llvm::outs());
    return Clean;
  case Command::List:
    return listChecks(*O, llvm::outs());
  case Command::Explain:
    return explainCheck(*O, llvm::outs());
  case Command::Link:
    return linkFacts(*O, llvm::outs());
  case Command::Graph:
    return drawGraph(*O, llvm::outs());
  case Command::Sarif:
    return convertToSarif(*O, llvm::outs());
  case Command::Analyse:
  case Command::Facts:
    break;
  }
  // Needed to parse inline assembly of any target.
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  const char *Argv0 = Argc > 0 ? Argv[0] : "async-tidy";
  return O->Do == Command::Facts ? collectFacts(std::move(*O), Argv0) : analyseAll(std::move(*O), Argv0);
}

} // namespace

int run(int Argc, const char *const *Argv) {
  std::signal(SIGXFSZ, SIG_IGN); // a report that becomes too large is an error, not the end
  const ExitCode Code = doWhatIsAsked(Argc, Argv);
  llvm::outs().flush();
  if (const std::error_code Why = llvm::outs().error()) {
    llvm::outs().clear_error(); // else its destructor aborts
    say("cannot write the output: " + Why.message());
    return NotEverythingAnalysed;
  }
  return Code;
}

} // namespace asynctidy::driver
