#include "driver/session.h"

#include "driver/change-watch.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/progress.h"
#include "driver/resources.h"
#include "driver/worker-pool.h"
#include "driver/worker.h"
#include "models/model-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/raw_ostream.h"

#include <cstring>
#include <set>

using clang::tidy::ClangTidyError;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

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

/// Why there is no result for a file; empty when there is one.
std::string whatHappened(const Outcome &O, StringRef Printed, StringRef File, const Limits &L) {
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
  const StringRef Said = Printed.trim().split('\n').first;
  return "the analysis of " + Name + " crashed (" + How + "), nothing is reported for it" +
         (Said.empty() ? std::string() : (": " + Said).str());
}

} // namespace

/// Reads model files once before any work, so that a broken one is reported only once. Workers get absolute paths.
llvm::Error Session::checkModels() {
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

/// Drops the jobs with a broken configuration or without any check, and prints the reasons.
llvm::Error Session::checkConfiguration() {
  const size_t Before = Selected.Jobs.size();
  size_t Broken = 0;
  llvm::erase_if(Selected.Jobs, [&](const Job &J) {
    const clang::tidy::ClangTidyOptions Effective = Config->getOptions(J.File);
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
  for (const std::string &Remark : Config->remarks())
    say(Remark);
  for (const std::string &Problem : Config->problems())
    Selected.Problems.push_back(Problem);
  if (Broken)
    Selected.Problems.push_back(counted(Broken, "file") + " with that configuration could not be analysed");
  Selected.Unusable += Broken;
  const bool MayBeMeant = O.Do == Command::Changed && O.Checks.empty(); // in the directories of what has changed
  if (Before && WithoutChecks == Before && !MayBeMeant)
    return sentence("no checks are enabled: see 'async-tidy list' for their names");
  return llvm::Error::success();
}

llvm::Expected<std::unique_ptr<Session>> Session::prepare(Options Given, const char *Argv0, Inputs From) {
  std::unique_ptr<Session> S(new Session(std::move(Given), std::move(From)));
  if (llvm::Error E = checkNames(S->O))
    return std::move(E);
  if (llvm::Error E = S->checkModels())
    return std::move(E);
  if (!S->O.Index.empty())
    S->O.Index = absolutePath(S->O.Index);
  llvm::Expected<std::vector<std::string>> SystemPaths = userGlobs("--treat-as-system", S->O.TreatAsSystem);
  if (!SystemPaths)
    return SystemPaths.takeError();
  llvm::Expected<std::vector<std::string>> TestPaths = userGlobs("--treat-as-test", S->O.TreatAsTest);
  if (!TestPaths)
    return TestPaths.takeError();
  S->O.TreatAsTest = std::move(*TestPaths);
  S->ResourceDirectory = findResourceDirectory(Argv0);
  if (S->ResourceDirectory.empty())
    return sentence("cannot find clang's own headers: install libclang-common-" + llvm::Twine(LLVM_VERSION_MAJOR) +
                    "-dev");
  llvm::Expected<Selection> Selected = S->From.Select(S->O);
  if (!Selected)
    return Selected.takeError();
  S->Selected = std::move(*Selected);
  S->SystemPaths = std::move(*SystemPaths);
  S->Config = std::make_unique<ConfigProvider>(S->O, S->SystemPaths, S->From.Files);
  if (llvm::Error E = S->checkConfiguration())
    return std::move(E);
  for (const std::string &Problem : S->Selected.Problems) {
    say(Problem);
    S->Problems.push_back({Problem, ""});
  }
  return S;
}

void Session::openCache() {
  if (From.Files || Before) // what is kept is of the files on disk, and says nothing of others
    return;
  std::string Problem;
  Cache = RunCache::open(O, SystemPaths, ResourceDirectory, Selected.BuildDirectory, Problem);
  if (!Problem.empty())
    say(Problem);
}

/// What a worker does: the result of a job, with what it takes to keep it.
std::string Session::analyseInWorker(const Job &J, llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Shown,
                                     const Request &Wanted) const {
  if (const InjectedFault *Fault = faultFor(O, J.File))
    commit(Fault->What);
  const llvm::IntrusiveRefCntPtr<RecordingFiles> Noting(Cache ? new RecordingFiles(Shown) : nullptr);
  const llvm::IntrusiveRefCntPtr<ChangeWatch> Watching(Before ? new ChangeWatch(Shown, *Before) : nullptr);
  llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> OfConfig = From.Files; // the configuration is today's on both sides
  if (Noting)
    OfConfig = Shown = Noting;
  if (Watching)
    Shown = Watching;
  Result R = analyse(J, std::make_unique<ConfigProvider>(O, SystemPaths, OfConfig), ResourceDirectory, Wanted, Shown);
  R.HasChanged = Watching && Watching->sawChange();
  return answerOf(R, Noting ? &Noting->seen() : nullptr);
}

std::vector<Session::Ended> Session::analyseAll(const std::vector<Job> &Jobs,
                                                llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Shown,
                                                const std::function<Request(size_t)> &Wanted) {
  const unsigned AtOnce = O.Jobs ? O.Jobs : defaultJobs();
  const Limits L{O.TimeoutSeconds, O.MemoryLimitMiB.value_or(defaultMemoryMiB(AtOnce))};
  Progress Line(Jobs.size(), O.Quiet);
  std::vector<Ended> All(Jobs.size());
  std::vector<size_t> Unknown;
  for (size_t I = 0; I < Jobs.size(); ++I) {
    std::optional<RunCache::Known> Known;
    if (Cache && !faultFor(O, Jobs[I].File))
      Known = Cache->find(Jobs[I], Wanted(I));
    if (!Known) {
      Unknown.push_back(I);
      continue;
    }
    All[I] = {std::move(Known->Found), std::move(Known->Errors), ""};
    Line.finished(Jobs[I].File, All[I].Found);
  }
  runInWorkers(
      Unknown.size(), AtOnce, L, [&](size_t N) { return analyseInWorker(Jobs[Unknown[N]], Shown, Wanted(Unknown[N])); },
      [&](size_t N, Outcome &Done) { // read at once: the findings so far are shown, and the text is not kept
        const size_t I = Unknown[N];
        const Job &J = Jobs[I];
        All[I].Printed = std::exchange(Done.Errors, {});
        All[I].Failure = whatHappened(Done, All[I].Printed, J.File, L);
        if (All[I].Failure.empty()) {
          CacheEntry Answer = answerFrom(std::exchange(Done.Output, {}));
          if (llvm::Expected<Result> Read = fromText(Answer.Result)) {
            All[I].Found = std::move(*Read);
            Answer.Errors = All[I].Printed;
            if (Cache)
              Cache->keep(J, Wanted(I), Answer);
          } else {
            All[I].Failure = "the analysis of '" + J.File + "' failed: " + llvm::toString(Read.takeError());
          }
        }
        Line.finished(J.File, All[I].Found);
      });
  Line.erase();
  return All;
}

std::vector<Result> Session::run(const std::function<Request(size_t)> &Wanted) {
  openCache();
  std::vector<Ended> All = analyseAll(jobs(), files(), Wanted);
  std::vector<Result> Results;
  for (size_t I = 0; I < jobs().size(); ++I) { // in the order of jobs, whatever ended first
    Ended &E = All[I];
    E.Found.HasChanged |= Before && !E.Failure.empty(); // nothing is known of it
    conclude(jobs()[I].File, E.Found, E.Printed, std::move(E.Failure));
    Results.push_back(std::move(E.Found));
  }
  if (Cache)
    if (const std::string Problem = Cache->finish(jobs().size()); !Problem.empty())
      say(Problem);
  return Results;
}

std::vector<Result> Session::runOther(const std::vector<Job> &Jobs,
                                      llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> Shown,
                                      const std::function<Request(size_t)> &Wanted) {
  std::vector<Result> Results;
  for (Ended &E : analyseAll(Jobs, std::move(Shown), Wanted)) {
    E.Found.Compiles &= E.Failure.empty();
    Results.push_back(std::move(E.Found));
  }
  return Results;
}

/// Says what went wrong with a file, and counts it.
void Session::conclude(const std::string &File, Result &R, llvm::StringRef Printed, std::string Failure) {
  if (Failure.empty()) {
    llvm::errs() << Printed;
    llvm::erase_if(R.Errors, [&](const ClangTidyError &E) {
      if (!isConfiguration(E))
        return false;
      if (SaidOfConfiguration.insert(E.Message.Message).second) { // once, although every file reports it
        say(E.Message.Message);
        Problems.push_back({E.Message.Message, ""});
      }
      ++Misconfigured;
      return true;
    });
    Failure = R.FactsProblem;
    if (!R.Compiles && Selected.Borrowed.contains(File)) { // which says more of the command than of the file
      say("'" + File + "' does not compile like the file whose command it borrowed, so it is not analysed");
      R = Result();
      return;
    }
    if (!R.Compiles)
      Failure = "'" + File + "' does not compile, so findings in it may be missing";
  }
  if (Failure.empty()) {
    ++Analysed;
    return;
  }
  ++Failed;
  say(Failure);
  Problems.push_back({Failure, File});
}

} // namespace asynctidy::driver
