#include "driver/new-since.h"

#include "driver/borrowed-commands.h"
#include "driver/known-findings.h"
#include "driver/messages.h"
#include "facts/syntax/third-party.h"
#include "report/baseline.h"

#include "llvm/ADT/STLExtras.h"

#include <set>
#include <tuple>

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// How many files are named that cannot be compared.
constexpr size_t MostNamed = 10;

/// The units that are no more, if others are new: what those had may have moved into these.
std::vector<Job> goneJobs(const OldState &Before, const Session &S) {
  std::vector<Job> Gone;
  const bool HasNew = llvm::any_of(S.jobs(), [&](const Job &J) { return !Before.files()->exists(J.File); });
  if (!HasNew)
    return Gone;
  BorrowedCommands Similar(S.jobs());
  for (const std::string &File : Before.goneSources())
    if (!S.options().DefaultSystemPaths || !facts::isThirdParty(File, S.selection().ProjectRoot))
      if (std::optional<Job> J = Similar.jobFor(File))
        Gone.push_back(std::move(*J));
  return Gone;
}

void sayNotComparable(const std::set<std::string> &Files, StringRef Revision) {
  if (Files.empty())
    return;
  std::string Names;
  size_t Named = 0;
  for (const std::string &File : Files) {
    if (Named == MostNamed) {
      Names += " and " + std::to_string(Files.size() - MostNamed) + " more";
      break;
    }
    Names += (Named++ ? ", '" : "'") + File + "'";
  }
  say(Names + (Files.size() == 1 ? " does" : " do") + " not compile as of '" + Revision + "', so all findings in " +
      (Files.size() == 1 ? "it" : "them") + " count as new");
}

} // namespace

std::vector<std::string> OldRun::mainFiles() const {
  std::vector<std::string> Files;
  for (const Job &J : Jobs)
    Files.push_back(J.File);
  return Files;
}

llvm::Expected<OldRun> runBefore(const OldState &Before, Session &S, const std::vector<Result> &Now,
                                 const FactsDirectory *Facts,
                                 const std::function<Request(std::string FactsFile)> &Wanted) {
  struct Unit {
    Job What;
    std::optional<size_t> Same; ///< the job of the session with the same result
    bool IsGone = false;
  };
  std::vector<Unit> Units;
  for (size_t I = 0; I < Now.size(); ++I)
    if (!Now[I].HasChanged)
      Units.push_back({S.jobs()[I], I});
    else if (Before.files()->exists(S.jobs()[I].File))
      Units.push_back({S.jobs()[I], std::nullopt});
  for (Job &J : goneJobs(Before, S))
    Units.push_back({std::move(J), std::nullopt, true});
  llvm::stable_sort(Units, [](const Unit &A, const Unit &B) { return A.What.File < B.What.File; });

  OldRun Old;
  Old.Facts = std::make_unique<FactsDirectory>();
  if (Facts)
    if (llvm::Error E = Old.Facts->create())
      return std::move(E);
  std::vector<Job> Again;
  std::vector<std::string> FactsAgain;
  for (size_t I = 0; I < Units.size(); ++I) {
    const std::optional<size_t> Same = Units[I].Same;
    Old.FactsFiles.push_back(!Facts ? "" : Same ? Facts->fileOf(*Same) : Old.Facts->fileOf(I));
    Old.Jobs.push_back(Units[I].What);
    if (Same)
      continue;
    Again.push_back(Units[I].What);
    FactsAgain.push_back(Old.FactsFiles.back());
  }
  std::vector<Result> Found =
      S.runOther(Again, Before.files(), [&](size_t I) { return Wanted(std::move(FactsAgain[I])); });

  std::set<std::string> NotComparable;
  auto Next = Found.begin();
  for (size_t I = 0; I < Units.size(); ++I) {
    const Unit &U = Units[I];
    Result R = U.Same ? Now[*U.Same] : std::move(*Next++);
    if (!U.Same && (!R.Compiles || !R.FactsProblem.empty())) {
      if (!U.IsGone) // which may never have been compiled, or otherwise
        NotComparable.insert(U.What.File);
      R = Result();
      Old.FactsFiles[I].clear();
    }
    Old.Results.push_back(std::move(R));
  }
  sayNotComparable(NotComparable, Before.revision());
  return Old;
}

void markOld(std::vector<Reported> &Now, std::vector<Reported> Then, const OldState &Before, const std::string &Root,
             report::SourceFiles &Sources, report::SourceFiles &OldSources) {
  const report::Run All = recognize(Now, Root, Sources);
  const std::vector<bool> IsKnown = compare(All, report::asBaseline(recognize(Then, Root, OldSources))).IsKnown;
  const auto IsChanged = [&](const report::Place &At) {
    const report::SourceText *Text = Before.files()->isOtherAt(At.File) ? Sources.of(At.File) : nullptr;
    return Text && Before.isNewLine(Text->line(At.Line));
  };
  size_t Number = 0;
  for (Reported &E : Now) {
    if (!isFinding(E))
      continue;
    const report::Finding &F = All.Findings[Number];
    E.IsOld = IsKnown[Number++] && llvm::none_of(F.Steps, [&](const report::Step &Step) {
                // Its own line is judged by identity.
                return std::tie(Step.At.File, Step.At.Line) != std::tie(F.At.File, F.At.Line) && IsChanged(Step.At);
              });
  }
}

} // namespace asynctidy::driver
