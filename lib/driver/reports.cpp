#include "driver/reports.h"

#include "checks/catalogue.h"
#include "driver/path-globs.h"
#include "report/formats.h"
#include "report/identity.h"
#include "report/output-file.h"
#include "report/report-root.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Config/llvm-config.h"

using llvm::StringRef;

namespace asynctidy::driver {

std::string reportRoot(const Options &Asked, StringRef Project) {
  if (!Asked.Root.empty())
    return absolutePath(Asked.Root);
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
  for (const auto &[Form, Path] : Asked.Reports)
    if (llvm::Error E =
            report::writeFile(Path, [&, Write = Form->Write](llvm::raw_ostream &Out) { Write(R, Sources, Out); }))
      Problems.push_back(llvm::toString(std::move(E)));
  return Problems;
}

} // namespace asynctidy::driver
