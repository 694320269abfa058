#include "driver/doctor-code.h"

#include "driver/analysis.h"
#include "driver/doctor-compiling.h"
#include "driver/doctor-models.h"
#include "driver/findings.h"
#include "driver/messages.h"
#include "driver/module-settings.h"
#include "driver/resources.h"
#include "driver/whole-program.h"
#include "driver/worker-pool.h"
#include "summaries/assumptions.h"
#include "summaries/facts-file.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

constexpr size_t SampleSize = 12;

/// Whether the text has one of the words that make a function a coroutine.
bool mentionsCoroutines(const Job &J) {
  if (!llvm::sys::fs::is_regular_file(J.File)) // reading a pipe could block indefinitely
    return false;
  const auto Text = llvm::MemoryBuffer::getFile(J.File);
  return Text && llvm::any_of(std::initializer_list<StringRef>{"co_await", "co_return", "co_yield"},
                              [&](StringRef Word) { return (*Text)->getBuffer().contains(Word); });
}

/// At most \p Count of \p From, evenly from the first to the last.
std::vector<size_t> some(const std::vector<size_t> &From, size_t Count) {
  if (From.size() <= Count)
    return From;
  std::vector<size_t> Chosen;
  for (size_t I = 0; I < Count; ++I)
    Chosen.push_back(From[I * From.size() / Count]);
  return Chosen;
}

/// The jobs to look at: all that the user named, else some, those with coroutines first.
std::vector<size_t> sample(const Selection &S, const Options &O, size_t &WithCoroutines) {
  std::vector<size_t> With, Without;
  for (size_t I = 0; I < S.Jobs.size(); ++I)
    (mentionsCoroutines(S.Jobs[I]) ? With : Without).push_back(I);
  WithCoroutines = With.size();
  const size_t Most = O.Files.empty() ? SampleSize : S.Jobs.size();
  std::vector<size_t> Chosen = some(With, Most);
  llvm::append_range(Chosen, some(Without, Most - Chosen.size()));
  llvm::sort(Chosen);
  return Chosen;
}

/// What a look at the sample showed.
struct Seen {
  std::vector<Result> Compiled;
  size_t Looked = 0, Failed = 0, Coroutines = 0;
  std::set<std::string> UserFiles, Models;
};

/// Says why a job has no result, or one that is not to be trusted.
void sayFailure(const Job &J, const std::string &Why, size_t Failed, Diagnosis &Says) {
  constexpr size_t Shown = 3;
  if (Failed <= Shown)
    Says.problem("'" + J.File + "' " + Why);
  else if (Failed == Shown + 1)
    Says.problem("more files like these: 'async-tidy' names them all");
}

std::string whatHappened(const Outcome &O) {
  switch (O.How) {
  case Outcome::Kind::TimedOut:
    return "takes too long: raise --timeout";
  case Outcome::Kind::OutOfMemory:
    return "needs too much memory: raise --memory-limit";
  default:
    return "ends the analysis with a crash: report that, with the file";
  }
}

/// The error is that of the facts: then nothing is known.
llvm::Error countCoroutines(const std::string &FactsFile, size_t &Count) {
  summaries::Strings Names;
  return summaries::readFactsFiles({FactsFile}, Names, [&](summaries::UnitFacts Unit) {
    Count += llvm::count_if(Unit.Functions, [](const summaries::FunctionFacts &F) { return F.IsCoroutine; });
  });
}

void sayFindings(Seen &All, Diagnosis &Says) {
  size_t Sure = 0, Likely = 0, Silenced = 0;
  std::set<std::string> Configuration;
  std::set<SilencedLine> Lines;
  for (const Result &R : All.Compiled) {
    for (const Reported &E : R.Errors)
      if (isConfiguration(E))
        Configuration.insert(E.Message.Message);
    Lines.insert(R.Silenced.begin(), R.Silenced.end());
  }
  Silenced = Lines.size();
  for (const std::string &Problem : Configuration)
    Says.problem(Problem);
  for (const Reported &E : mergeResults(std::move(All.Compiled)))
    if (isFinding(E))
      ++(isShown(E.Known ? E.Known->Assumes : summaries::Assumptions(), summaries::Confidence::Sure) ? Sure : Likely);
  const std::string In = " in " + counted(All.Looked - All.Failed, "file") + " looked at";
  if (Sure)
    Says.fine(counted(Sure, "finding") + In);
  else
    Says.remark("nothing is found" + In);
  if (Likely)
    Says.remark(counted(Likely, Sure ? "more finding" : "finding") + " with '--confidence likely'");
  if (Silenced)
    Says.remark(counted(Silenced, "line") + " would have a finding but for a NOLINT comment or a header filter");
}

} // namespace

llvm::Error examineCode(const Selection &S, const Options &O, StringRef ResourceDirectory,
                        llvm::function_ref<std::unique_ptr<ConfigProvider>()> NewConfig, Diagnosis &Says) {
  size_t WithCoroutines = 0;
  const std::vector<size_t> Chosen = sample(S, O, WithCoroutines);
  if (WithCoroutines)
    Says.fine(llvm::Twine(WithCoroutines) + " of " + counted(S.Jobs.size(), "file") +
              (WithCoroutines == 1 ? " has" : " have") + " co_await, co_return or co_yield");
  FactsDirectory Facts;
  if (llvm::Error E = Facts.create())
    return E;
  Seen All;
  All.Looked = Chosen.size();
  const unsigned AtOnce = O.Jobs ? O.Jobs : defaultJobs();
  const Limits L{O.TimeoutSeconds, O.MemoryLimitMiB.value_or(defaultMemoryMiB(AtOnce))};
  auto Body = [&](size_t I) {
    const Request Wanted{true, {Facts.fileOf(I), S.ProjectRoot}, /*UserFiles=*/true};
    return toText(analyse(S.Jobs[Chosen[I]], NewConfig(), ResourceDirectory, Wanted, llvm::vfs::getRealFileSystem()));
  };
  const std::unique_ptr<ConfigProvider> Config = NewConfig();
  std::vector<Outcome> Outcomes = runInWorkers(Chosen.size(), AtOnce, L, Body, [](size_t, Outcome &) {});
  for (size_t I = 0; I < Chosen.size(); ++I) {
    const Job &J = S.Jobs[Chosen[I]];
    for (const std::string &File : modelFiles(O, settingsOf(Config->getOptions(J.File)).Models, J.File))
      All.Models.insert(File);
    if (Outcomes[I].How != Outcome::Kind::Done) {
      sayFailure(J, whatHappened(Outcomes[I]), ++All.Failed, Says);
      continue;
    }
    llvm::Expected<Result> R = fromText(Outcomes[I].Output);
    if (!R)
      return R.takeError();
    if (!R->Compiles) {
      sayFailure(J, "does not compile: " + whyNotCompiled(*R), ++All.Failed, Says);
      continue;
    }
    if (llvm::Error E = countCoroutines(Facts.fileOf(I), All.Coroutines)) {
      sayFailure(J, "gave no facts: " + llvm::toString(std::move(E)), ++All.Failed, Says);
      continue;
    }
    All.UserFiles.insert(R->UserFiles.begin(), R->UserFiles.end());
    All.Compiled.push_back(std::move(*R));
  }
  if (!All.Compiled.empty() && All.Coroutines == 0) {
    const std::string Text = "there is no coroutine in the " + counted(All.Compiled.size(), "file") + " looked at";
    if (All.Looked == S.Jobs.size())
      Says.problem(Text + ": the checks have nothing to look at, unless headers of yours count as system code");
    else
      Says.remark(Text);
  } else if (All.Coroutines) {
    Says.fine(counted(All.Coroutines, "coroutine") + " in " + counted(All.Compiled.size(), "file") + " that compile" +
              (All.Compiled.size() == 1 ? "s" : ""));
  }
  examineModels(All.Models, All.UserFiles, Says);
  if (!All.Compiled.empty())
    sayFindings(All, Says);
  return llvm::Error::success();
}

} // namespace asynctidy::driver
