#include "driver/link-command.h"

#include "driver/command-output.h"
#include "driver/lock-picture.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/project-facts.h"
#include "driver/report.h"
#include "driver/reports.h"
#include "driver/structured.h"
#include "link/analysis.h"
#include "link/index.h"
#include "summaries/check-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// \p Path relative to \p Directory; both must be absolute and without dots.
std::string relativePath(StringRef Path, StringRef Directory) {
  namespace path = llvm::sys::path;
  auto P = path::begin(Path), PEnd = path::end(Path);
  auto D = path::begin(Directory), DEnd = path::end(Directory);
  for (; P != PEnd && D != DEnd && *P == *D; ++P, ++D)
    ;
  llvm::SmallString<256> Result;
  for (; D != DEnd; ++D)
    path::append(Result, "..");
  for (; P != PEnd; ++P)
    path::append(Result, *P);
  return Result.empty() ? "." : Result.str().str();
}

link::IndexInfo describe(const std::vector<summaries::UnitInfo> &Units, StringRef IndexPath, StringRef Root) {
  link::IndexInfo Info;
  Info.Tool = ASYNC_TIDY_VERSION;
  Info.Root = relativePath(Root, llvm::sys::path::parent_path(absolutePath(IndexPath)));
  for (const summaries::UnitInfo &Unit : Units)
    llvm::append_range(Info.Files, Unit.Inputs);
  llvm::sort(Info.Files);
  Info.Files.erase(std::unique(Info.Files.begin(), Info.Files.end()), Info.Files.end());
  return Info;
}

} // namespace

ExitCode linkFacts(const Options &O, llvm::raw_ostream &Out) {
  summaries::Strings Names;
  link::Program Whole(Names);
  llvm::Expected<std::vector<summaries::UnitInfo>> Units = readFacts(O, Whole);
  if (!Units)
    return refuse(Units.takeError());
  link::Analysis Known(Whole);
  std::vector<link::Finding> Found = Known.findings(summaries::CheckSet::all());
  const summaries::Confidence Least = O.Confidence.value_or(summaries::Confidence::Sure);
  llvm::erase_if(Found, [&](const link::Finding &F) { return !isShown(F.Assumes, Least); });
  printLinked(Found, Names, O, Out);
  if (!O.Reports.empty()) {
    report::SourceFiles Sources;
    const std::string Root = rootOf(O);
    report::Run R = makeRun(linkedFindings(Found, Names, Root, Sources), {}, Root, Sources);
    R.Files = Units->size();
    if (showsLocks(O))
      R.Locks = lockPicture(Known, Root, Sources);
    const std::vector<std::string> Problems = writeReports(O, R, Sources);
    if (!Problems.empty())
      return refuse(sentence(llvm::join(Problems, "\n")));
  }
  if (!O.Output.empty()) {
    if (llvm::Error E = checkOutput(O.Output, {"SQLite format 3"}))
      return refuse(std::move(E));
    if (llvm::Error E = link::writeIndex(realPath(O.Output), Known, describe(*Units, O.Output, rootOf(O))))
      return refuse(std::move(E));
  }
  return Found.empty() ? Clean : FoundSomething;
}

} // namespace asynctidy::driver
