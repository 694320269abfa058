#include "driver/link-command.h"

#include "driver/command-output.h"
#include "driver/index-file.h"
#include "driver/known-findings.h"
#include "driver/lock-picture.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/project-facts.h"
#include "driver/report.h"
#include "driver/reports.h"
#include "driver/structured.h"
#include "link/analysis.h"
#include "summaries/check-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// What a link keeps for the next one is beside the index.
constexpr const char *StateExtension = ".state";

/// Removes what the baseline \p Old knows from \p Found and, by the same numbers, \p R.
KnownCount leaveOutKnown(const report::Baseline &Old, const std::vector<summaries::UnitInfo> &Units,
                         std::vector<link::Finding> &Found, report::Run &R) {
  const report::Comparison Compared = compare(R, Old);
  auto IsKnown = Compared.IsKnown.begin();
  llvm::erase_if(Found, [&](const link::Finding &) { return *IsKnown++; });
  IsKnown = Compared.IsKnown.begin();
  llvm::erase_if(R.Findings, [&](const report::Finding &) { return *IsKnown++; });
  llvm::StringSet<> Files;
  for (const summaries::UnitInfo &Unit : Units)
    for (const summaries::InputFile &Input : Unit.Inputs)
      Files.insert(Input.Path);
  return countKnown(Compared, [&](const report::KnownFinding &F) {
    return Files.contains(F.Path) &&
           llvm::any_of(summaries::CheckNames, [&](const auto &Known) { return Known.second == F.Check; });
  });
}

} // namespace

ExitCode linkFacts(const Options &O, llvm::raw_ostream &Out) {
  if (llvm::Error E = checkReports(O))
    return refuse(std::move(E));
  llvm::Expected<std::optional<report::Baseline>> Old = baselineOf(O);
  if (!Old)
    return refuse(Old.takeError());
  summaries::Strings Names;
  link::Program Whole(Names);
  std::optional<link::LinkState> State;
  if (!O.Output.empty()) {
    if (llvm::Error E = checkOutput(O.Output, {"SQLite format 3"}))
      return refuse(std::move(E));
    State.emplace(realPath(O.Output) + StateExtension, Names);
  }
  llvm::Expected<std::vector<summaries::UnitInfo>> Units = readFacts(O, Whole, State ? &*State : nullptr);
  if (!Units)
    return refuse(Units.takeError());
  if (State)
    if (llvm::Error E = State->finish())
      say(llvm::toString(std::move(E)));
  link::Analysis Known(Whole);
  std::vector<link::Finding> Found = Known.findings(summaries::CheckSet::all());
  const summaries::Confidence Least = O.Confidence.value_or(summaries::Confidence::Sure);
  llvm::erase_if(Found, [&](const link::Finding &F) { return !isShown(F.Assumes, Least); });
  report::SourceFiles Sources;
  report::Run R;
  if (*Old || !O.Reports.empty())
    R = makeRun(linkedFindings(Found, Names, rootOf(O), Sources), {}, rootOf(O), Sources);
  const KnownCount Count = *Old ? leaveOutKnown(**Old, *Units, Found, R) : KnownCount();
  if (printsText(O))
    printLinked(Found, Names, O, Out);
  R.Files = Units->size();
  if (showsLocks(O))
    R.Locks = lockPicture(Known, rootOf(O), Sources);
  if (Count.Known)
    say(counted(Count.Known, "known finding") + (Count.Known == 1 ? " is" : " are") + " not shown");
  sayGone(Count, O.Baseline);
  if (const std::vector<std::string> Problems = writeReports(O, R, Sources); !Problems.empty())
    return refuse(sentence(llvm::join(Problems, "\n")));
  if (!O.Output.empty())
    if (llvm::Error E = writeIndexFile(O.Output, Known, *Units, rootOf(O)))
      return refuse(std::move(E));
  const bool Counts =
      O.FailOn && llvm::any_of(Found, [&](const link::Finding &F) { return isShown(F.Assumes, *O.FailOn); });
  return Counts ? FoundSomething : Clean;
}

} // namespace asynctidy::driver
