#include "driver/doctor-checks.h"

#include "checks/catalogue.h"
#include "driver/messages.h"

#include "clang-tidy/ClangTidyOptions.h"
#include "clang-tidy/GlobList.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <map>
#include <set>

using clang::tidy::ClangTidyOptions;
using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// The files with the same checks on.
struct Group {
  std::string Example;
  size_t Files = 0;
  std::string SaidBy; ///< the last file, or the command line, that speaks of checks
};

using Off = std::vector<StringRef>; ///< the checks that are on by default, and off here

Off checksOff(const ClangTidyOptions &Options) {
  Off Found;
  for (const CatalogueEntry &Check : catalogue())
    if (!Check.IsOptIn && !isOn(Check, Options))
      Found.push_back(Check.Name);
  return Found;
}

size_t countOnByDefault() {
  return llvm::count_if(catalogue(), [](const CatalogueEntry &Check) { return !Check.IsOptIn; });
}

/// Whether one of \p Globs takes a check away.
bool switchesOff(StringRef Globs) {
  llvm::SmallVector<StringRef, 8> All;
  Globs.split(All, ',');
  return llvm::any_of(All, [](StringRef Glob) {
    Glob = Glob.trim();
    return Glob.consume_front("-") && leavesAnyCheck(Glob);
  });
}

void sayOff(const std::map<Off, Group> &Groups, Diagnosis &Says) {
  for (const auto &[Names, Which] : Groups) {
    if (Names.empty())
      continue;
    const std::string Where = counted(Which.Files, "file") + ", such as '" + Which.Example + "'";
    const std::string By =
        Which.SaidBy.empty() ? "" : ": " + Which.SaidBy + " switches " + (Names.size() == 1 ? "it" : "them") + " off";
    if (Names.size() == countOnByDefault())
      Says.problem("no check is on in " + Where + By);
    else
      Says.remark(llvm::join(Names, ", ") + (Names.size() == 1 ? " is" : " are") + " off in " + Where + By);
  }
}

} // namespace

bool isSilentInClangTidy(StringRef File) {
  const auto Text = llvm::MemoryBuffer::getFile(File, /*IsText=*/true);
  if (!Text)
    return false;
  const llvm::ErrorOr<ClangTidyOptions> Said =
      clang::tidy::parseConfigurationWithDiags({(*Text)->getBuffer(), File}, [](const llvm::SMDiagnostic &) {});
  if (!Said || !Said->Checks || Said->InheritParentConfig.value_or(false))
    return false;
  const clang::tidy::GlobList Globs(*Said->Checks);
  return llvm::none_of(catalogue(), [&](const CatalogueEntry &Check) { return Globs.contains(Check.Name); });
}

void examineChecks(const Selection &S, ConfigProvider &Config, Diagnosis &Says) {
  std::map<Off, Group> Groups;
  std::set<std::string> Sources, Filters;
  for (const Job &J : S.Jobs) {
    const ClangTidyOptions Options = Config.getOptions(J.File);
    if (!ConfigProvider::isUsable(Options))
      continue;
    Group &In = Groups[checksOff(Options)];
    if (In.Files++ == 0)
      In.Example = J.File;
    for (const auto &[Said, By] : Config.getRawOptions(J.File)) {
      if (switchesOff(Said.Checks.value_or("")))
        In.SaidBy = By == "command line" ? "'--checks'" : "'" + By + "'";
      if (llvm::sys::fs::is_regular_file(By))
        Sources.insert(By);
      if (llvm::sys::fs::is_regular_file(By) && Said.HeaderFilterRegex && *Said.HeaderFilterRegex != ".*")
        Filters.insert(
            "'" + By + "' has findings in headers shown " +
            (*Said.HeaderFilterRegex == "^$" ? "in none" : "only where '" + *Said.HeaderFilterRegex + "' matches"));
    }
  }
  for (const std::string &Problem : Config.problems())
    Says.problem(Problem);
  for (const std::string &Remark : Config.remarks())
    Says.remark(Remark);
  if (Groups.size() == 1 && Groups.begin()->first.empty())
    Says.fine("all " + counted(countOnByDefault(), "check") + " are on");
  sayOff(Groups, Says);
  for (const std::string &Filter : Filters)
    Says.remark(Filter);
  for (const std::string &Source : Sources)
    if (isSilentInClangTidy(Source))
      Says.remark("'" + Source +
                  "' names no async- check after '-*': this program passes over that '-*', but clang-tidy with the "
                  "plugin runs none of the checks until 'async-*' is added to its Checks");
}

} // namespace asynctidy::driver
