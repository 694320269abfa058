#include "driver/link-command.h"

#include "driver/command-output.h"
#include "driver/path-globs.h"
#include "driver/project-facts.h"
#include "link/analysis.h"
#include "link/index.h"
#include "summaries/check-set.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// Prints paths relative to the project and no source lines, because the sources need not exist here. Sorted by
/// absolute path, as a run over a database.
void print(const std::vector<link::Finding> &Found, const summaries::Strings &Names, StringRef Root,
           llvm::raw_ostream &Out) {
  std::vector<std::pair<std::string, size_t>> Order; // already sorted within a file
  for (size_t I = 0; I < Found.size(); ++I)
    Order.emplace_back(absolutePath(Names[Found[I].At.File], Root), I);
  llvm::sort(Order);
  auto Line = [&](const summaries::Place &P) -> llvm::raw_ostream & {
    return Out << Names[P.File] << ':' << P.Line << ':' << P.Column << ": ";
  };
  for (const auto &[Path, I] : Order) {
    const link::Finding &F = Found[I];
    Line(F.At) << "warning: " << F.Message << " [" << summaries::nameOf(F.Check) << "]\n";
    for (const link::Finding::Note &Note : F.Notes)
      Line(Note.At) << "note: " << Note.Message << '\n';
  }
}

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
  const std::vector<link::Finding> Found = Known.findings(summaries::CheckSet::all());
  print(Found, Names, rootOf(O), Out);
  if (!O.Output.empty()) {
    if (llvm::Error E = checkOutput(O.Output, {"SQLite format 3"}))
      return refuse(std::move(E));
    if (llvm::Error E = link::writeIndex(realPath(O.Output), Known, describe(*Units, O.Output, rootOf(O))))
      return refuse(std::move(E));
  }
  return Found.empty() ? Clean : FoundSomething;
}

} // namespace asynctidy::driver
