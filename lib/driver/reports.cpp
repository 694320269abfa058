#include "driver/reports.h"

#include "checks/catalogue.h"
#include "driver/command-output.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/project-facts.h"
#include "report/formats.h"
#include "report/identity.h"
#include "report/output-file.h"
#include "report/report-root.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <map>

using llvm::StringRef;
namespace fs = llvm::sys::fs;
namespace path = llvm::sys::path;

namespace asynctidy::driver {
namespace {

/// A file that an option names.
struct NamedFile {
  std::string Option; ///< "--sarif"
  std::string Path;
  char Begin = 0; ///< with which such a file begins; 0: it is checked elsewhere
};

std::vector<NamedFile> filesOf(const Options &Asked) {
  std::vector<NamedFile> Files;
  for (const auto &[Form, Path] : Asked.Reports)
    Files.push_back({("--" + Form->Option).str(), Path, Form->Begin});
  if (!Asked.ExportFixes.empty())
    Files.push_back({"--export-fixes", Asked.ExportFixes, '-'});
  if (!Asked.Baseline.empty() && Asked.Do != Command::Baseline)
    Files.push_back({"--baseline", Asked.Baseline});
  if (!Asked.Output.empty())
    Files.push_back({"-o", Asked.Output, Asked.Do == Command::Sarif ? '{' : '\0'});
  return Files;
}

/// One name for the file at \p Path, which need not exist; empty for one that several may write to, such as a device.
std::string oneNameOf(StringRef Path) {
  if (report::isStandardOutput(Path))
    return "-";
  if (fs::exists(Path))
    return fs::is_regular_file(Path) ? realPath(Path) : "";
  const std::string Whole = absolutePath(Path);
  llvm::SmallString<256> Name(realPath(path::parent_path(Whole)));
  path::append(Name, path::filename(Whole));
  return Name.str().str();
}

/// \p Root as \p Project spells it, which may be below it by way of links only: findings are named as the project is.
std::string spelledAsIn(StringRef Project, std::string Root) {
  if (report::pathBelow(Root, Project))
    return Root;
  for (StringRef Up = Project; !Up.empty(); Up = path::parent_path(Up))
    if (fs::equivalent(Up, Root))
      return Up.str();
  return Root;
}

/// A wrong root would make reports empty in silence.
void sayLeftOut(const Options &Asked, const report::Run &R) {
  std::vector<std::string> Without;
  for (const auto &[Form, Path] : Asked.Reports)
    if (Form->NamesOnlyBelowRoot)
      Without.push_back("'" + Path + "'");
  const auto IsOutside = [&](const report::Finding &F) { return !report::pathBelow(R.Root, F.At.File); };
  const auto Count = static_cast<size_t>(llvm::count_if(R.Findings, IsOutside));
  if (Count && !Without.empty())
    say(counted(Count, "finding") + " outside of '" + R.Root + (Count == 1 ? "' is" : "' are") + " not in " +
        llvm::join(Without, " and ") + ": '--root' names another directory");
}

} // namespace

llvm::Error checkReports(const Options &Asked) {
  if (!Asked.Root.empty())
    if (llvm::Error E = checkRoot(Asked))
      return E;
  std::map<std::string, std::string> Options; // by the file that they name
  if (Asked.AsGithub)
    Options["-"] = "--format=github";
  for (const NamedFile &File : filesOf(Asked)) {
    if (File.Path.empty())
      return sentence("'" + File.Option + "' needs a file");
    const std::string Name = oneNameOf(File.Path);
    if (Name.empty())
      continue;
    if (const auto [Other, New] = Options.try_emplace(Name, File.Option); !New)
      return sentence("'" + Other->second + "' and '" + File.Option + "' both name '" + File.Path +
                      "': give each a file of its own");
    if (File.Begin && Name != "-")
      if (llvm::Error E = checkOutput(File.Path, {StringRef(&File.Begin, 1)}))
        return E;
  }
  return llvm::Error::success();
}

bool printsText(const Options &Asked) {
  return !Asked.AsGithub &&
         llvm::none_of(Asked.Reports, [](const auto &Report) { return report::isStandardOutput(Report.second); });
}

std::string reportRoot(const Options &Asked, StringRef Project) {
  if (!Asked.Root.empty())
    return spelledAsIn(Project, absolutePath(Asked.Root));
  const std::string Git = report::gitTopLevel(Project);
  return Git.empty() ? Project.str() : Git;
}

bool showsLocks(const Options &Asked) {
  return llvm::any_of(Asked.Reports, [](const auto &Report) { return Report.first->ShowsLocks; });
}

report::Run makeRun(std::vector<report::Finding> Findings, std::vector<report::Problem> Problems, std::string Root,
                    report::SourceFiles &Sources) {
  report::Run R;
  R.Version = ASYNC_TIDY_VERSION;
  R.LlvmVersion = LLVM_VERSION_STRING;
  R.Homepage = ASYNC_TIDY_HOMEPAGE;
  R.Root = std::move(Root);
  for (const CatalogueEntry &Check : catalogue())
    R.Rules.push_back({Check.Name.str(), Check.Family.str(), Check.Summary.str(), Check.Page.str(), Check.IsOptIn});
  R.Findings = std::move(Findings);
  R.Problems = std::move(Problems);
  if (llvm::any_of(R.Findings, [](const report::Finding &F) { return F.Known.Fingerprint.empty(); }))
    report::identify(R.Findings, Sources);
  return R;
}

void addRule(report::Run &R, report::Rule Added) {
  R.Rules.push_back(std::move(Added));
  llvm::sort(R.Rules, [](const report::Rule &A, const report::Rule &B) { return A.Name < B.Name; });
}

std::vector<std::string> writeReports(const Options &Asked, const report::Run &R, report::SourceFiles &Sources) {
  std::vector<std::string> Problems;
  sayLeftOut(Asked, R);
  for (const auto &[Form, Path] : Asked.Reports)
    if (llvm::Error E =
            report::writeFile(Path, [&, Write = Form->Write](llvm::raw_ostream &Out) { Write(R, Sources, Out); }))
      Problems.push_back(llvm::toString(std::move(E)));
  return Problems;
}

} // namespace asynctidy::driver
