#include "driver/driver.h"

#include "driver/analysis.h"
#include "driver/catalogue-commands.h"
#include "driver/findings.h"
#include "driver/fixes.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/progress.h"
#include "driver/resources.h"
#include "driver/worker-pool.h"
#include "models/model-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>
#include <set>

using clang::tidy::ClangTidyError;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// Model files are read once here, so that a broken one is said once and before any work; workers get absolute paths.
llvm::Error checkModels(Options &O) {
  models::ModelSet Models;
  for (std::string &File : O.Models) {
    if (StringRef(File).contains(';'))
      return sentence("the model file '" + File + "' has a ';' in its name, which separates files: rename it");
    if (llvm::Error E = Models.addFile(File))
      return E;
    File = absolutePath(File);
  }
  return llvm::Error::success();
}

/// Drops the jobs whose configuration is broken or leaves no check, and says what remains to be said about that.
llvm::Error checkConfiguration(Selection &S, ConfigProvider &Config, size_t &WithoutChecks) {
  const size_t Before = S.Jobs.size();
  size_t Broken = 0;
  llvm::erase_if(S.Jobs, [&](const Job &J) {
    const clang::tidy::ClangTidyOptions Effective = Config.getOptions(J.File);
    if (!ConfigProvider::isUsable(Effective)) {
      ++Broken;
      return true;
    }
    if (!leavesAnyCheck(Effective.Checks.value_or(""))) {
      ++WithoutChecks;
      return true;
    }
    return false;
  });
  for (const std::string &Remark : Config.remarks())
    say(Remark);
  for (const std::string &Problem : Config.problems())
    S.Problems.push_back(Problem);
  if (Broken)
    S.Problems.push_back(counted(Broken, "file") + " with that configuration could not be analysed");
  S.Unusable += Broken;
  if (Before && WithoutChecks == Before)
    return sentence("no checks are enabled: see 'async-tidy list' for their names");
  return llvm::Error::success();
}

const InjectedFault *faultFor(const Options &O, StringRef File) {
  for (const InjectedFault &Fault : O.Faults)
    if (File.ends_with(Fault.File))
      return &Fault;
  return nullptr;
}

void commit(InjectedFault::Kind What) {
  switch (What) {
  case InjectedFault::Kind::Crash:
    return commitCrash();
  case InjectedFault::Kind::Hang:
    return commitHang();
  case InjectedFault::Kind::Memory:
    return commitMemoryBlowUp();
  }
}

/// Why nothing came back for a file; empty when something did.
std::string whatHappened(const Outcome &O, StringRef File, const Limits &L) {
  const std::string Name = ("'" + File + "'").str();
  switch (O.How) {
  case Outcome::Kind::Done:
    return {};
  case Outcome::Kind::TimedOut:
    return "gave up on " + Name + " after " + std::to_string(L.TimeoutSeconds) +
           " s: raise --timeout if it is that large";
  case Outcome::Kind::OutOfMemory:
    return "gave up on " + Name + ", which needs more than " + std::to_string(L.MemoryMiB) +
           " MiB of memory: raise --memory-limit, or lower --jobs";
  case Outcome::Kind::NotStarted:
    return "cannot start a process for " + Name + ": " + std::strerror(O.Status);
  case Outcome::Kind::Crashed:
    break;
  }
  const std::string How = O.Status > 0 ? strsignal(O.Status) : "exit status " + std::to_string(-O.Status);
  const StringRef Said = StringRef(O.Errors).trim().split('\n').first;
  return "the analysis of " + Name + " crashed (" + How + "), nothing is reported for it" +
         (Said.empty() ? std::string() : (": " + Said).str());
}

struct Tally {
  size_t Analysed = 0, Failed = 0, Misconfigured = 0;
};

std::vector<Result> collect(const std::vector<Outcome> &Outcomes, const std::vector<Job> &Jobs, const Limits &L,
                            Tally &T) {
  std::vector<Result> Results;
  std::set<std::string> Configuration; // said once, though every file complains
  for (size_t I = 0; I < Jobs.size(); ++I) {
    std::string Failure = whatHappened(Outcomes[I], Jobs[I].File, L);
    if (Failure.empty()) {
      llvm::errs() << Outcomes[I].Errors;
      if (llvm::Expected<Result> R = fromText(Outcomes[I].Output)) {
        llvm::erase_if(R->Errors, [&](const ClangTidyError &E) {
          if (!isConfiguration(E))
            return false;
          if (Configuration.insert(E.Message.Message).second)
            say(E.Message.Message);
          ++T.Misconfigured;
          return true;
        });
        if (!R->Compiles)
          Failure = "'" + Jobs[I].File + "' does not compile, so findings in it may be missing";
        Results.push_back(std::move(*R));
      } else {
        Failure = "the analysis of '" + Jobs[I].File + "' failed: " + llvm::toString(R.takeError());
      }
    }
    if (Failure.empty()) {
      ++T.Analysed;
    } else {
      ++T.Failed;
      say(Failure);
    }
  }
  return Results;
}

void sumUp(const std::vector<ClangTidyError> &Errors, const Tally &T, const Selection &S, size_t WithoutChecks) {
  std::set<StringRef> Files;
  size_t Findings = 0;
  for (const ClangTidyError &E : Errors)
    if (isFinding(E)) {
      ++Findings;
      Files.insert(E.Message.FilePath);
    }
  if (S.Jobs.empty())
    return say("nothing was analysed");
  std::string Text = Findings ? counted(Findings, "finding") + " in " + counted(Files.size(), "file") : "no findings";
  Text += "; " + counted(T.Analysed, "file") + " analysed";
  if (const size_t Failed = T.Failed + S.Unusable)
    Text += ", " + std::to_string(Failed) + " not";
  if (S.ThirdParty)
    Text += ", " + std::to_string(S.ThirdParty) + " in third-party directories left out";
  if (WithoutChecks)
    Text += ", " + std::to_string(WithoutChecks) + " with no check enabled left out";
  say(Text);
}

ExitCode analyseAll(Options O, const char *Argv0) {
  auto Refuse = [](llvm::Error E) {
    say(llvm::toString(std::move(E)));
    return NotEverythingAnalysed;
  };
  if (llvm::Error E = checkNames(O))
    return Refuse(std::move(E));
  if (llvm::Error E = checkModels(O))
    return Refuse(std::move(E));
  llvm::Expected<std::vector<std::string>> SystemPaths = userSystemGlobs(O.TreatAsSystem);
  if (!SystemPaths)
    return Refuse(SystemPaths.takeError());
  const std::string ResourceDirectory = findResourceDirectory(Argv0);
  if (ResourceDirectory.empty())
    return Refuse(sentence("cannot find clang's own headers: install libclang-common-" +
                           llvm::Twine(LLVM_VERSION_MAJOR) + "-dev"));
  llvm::Expected<Selection> Selected = selectFiles(O);
  if (!Selected)
    return Refuse(Selected.takeError());
  if (O.DefaultSystemPaths)
    llvm::append_range(*SystemPaths, defaultSystemGlobs(Selected->ProjectRoot));

  auto NewConfig = [&] { return std::make_unique<ConfigProvider>(O, *SystemPaths); };
  const std::unique_ptr<ConfigProvider> Config = NewConfig();
  size_t WithoutChecks = 0;
  if (llvm::Error E = checkConfiguration(*Selected, *Config, WithoutChecks))
    return Refuse(std::move(E));
  for (const std::string &Problem : Selected->Problems)
    say(Problem);

  const std::vector<Job> &Jobs = Selected->Jobs;
  const unsigned AtOnce = O.Jobs ? O.Jobs : defaultJobs();
  const Limits L{O.TimeoutSeconds, O.MemoryLimitMiB.value_or(defaultMemoryMiB(AtOnce))};
  Progress Shown(Jobs.size(), O.Quiet);
  const std::vector<Outcome> Outcomes = runInWorkers(
      Jobs.size(), AtOnce, L,
      [&](size_t I) {
        if (const InjectedFault *Fault = faultFor(O, Jobs[I].File))
          commit(Fault->What);
        return toText(analyse(Jobs[I], NewConfig(), ResourceDirectory));
      },
      [&](size_t I) { Shown.finished(Jobs[I].File); });
  Shown.erase();

  Tally T;
  std::vector<ClangTidyError> Errors = mergeResults(collect(Outcomes, Jobs, L, T));
  dropOverlappingFixes(Errors);
  printErrors(Errors, O.UseColor);

  bool Failed = T.Failed || T.Misconfigured || !Selected->Problems.empty();
  auto Complain = [&](const std::string &Problem) {
    say(Problem);
    Failed = true;
  };
  if (!O.ExportFixes.empty())
    if (llvm::Error E = exportFixes(Errors, O.ExportFixes))
      Complain(llvm::toString(std::move(E)));
  if (O.Fix) {
    const AppliedFixes Applied = applyFixes(Errors, *Config);
    llvm::for_each(Applied.Problems, Complain);
    if (!O.Quiet)
      say("applied " + llvm::Twine(Applied.Fixes) + (Applied.Fixes == 1 ? " fix in " : " fixes in ") +
          counted(Applied.Files, "file"));
  }
  if (!O.Quiet)
    sumUp(Errors, T, *Selected, WithoutChecks);
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
    llvm::outs() << helpText();
    return Clean;
  case Command::Version:
    llvm::outs() << "async-tidy " ASYNC_TIDY_VERSION " (LLVM " LLVM_VERSION_STRING ")\n";
    return Clean;
  case Command::List:
    return listChecks(*O, llvm::outs());
  case Command::Explain:
    return explainCheck(*O, llvm::outs());
  case Command::Analyse:
    break;
  }
  // Inline assembly of any target is parsed by that target's parser.
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  return analyseAll(std::move(*O), Argc > 0 ? Argv[0] : "async-tidy");
}

} // namespace

int run(int Argc, const char *const *Argv) {
  const ExitCode Code = doWhatIsAsked(Argc, Argv);
  llvm::outs().flush();
  if (const std::error_code Why = llvm::outs().error()) {
    llvm::outs().clear_error(); // or its destructor aborts
    say("cannot write the output: " + Why.message());
    return NotEverythingAnalysed;
  }
  return Code;
}

} // namespace asynctidy::driver
