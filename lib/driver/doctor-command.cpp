#include "driver/doctor-command.h"

#include "driver/config.h"
#include "driver/diagnosis.h"
#include "driver/doctor-checks.h"
#include "driver/doctor-code.h"
#include "driver/doctor-database.h"
#include "driver/file-selection.h"
#include "driver/init-files.h"
#include "driver/init-project.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/resources.h"

#include "llvm/Config/llvm-config.h"

namespace asynctidy::driver {
namespace {

/// The rest of the questions, once it is known what is analysed.
llvm::Error examineSelected(const Selection &S, const Options &O, llvm::StringRef ResourceDirectory, Diagnosis &Says) {
  llvm::Expected<std::vector<std::string>> SystemPaths = userGlobs("--treat-as-system", O.TreatAsSystem);
  if (!SystemPaths)
    return SystemPaths.takeError();
  ConfigProvider Config(O, *SystemPaths);
  examineChecks(S, Config, Says);
  if (ResourceDirectory.empty())
    return llvm::Error::success();
  examineCommands(S, O, ResourceDirectory, Says);
  Options WithLikely = O;
  if (!WithLikely.Confidence)
    WithLikely.Confidence = summaries::Confidence::Likely;
  return examineCode(
      S, O, ResourceDirectory, [&] { return std::make_unique<ConfigProvider>(WithLikely, *SystemPaths); }, Says);
}

} // namespace

ExitCode diagnose(Options O, const char *Argv0, llvm::raw_ostream &Out) {
  if (llvm::Error E = checkNames(O)) {
    say(llvm::toString(std::move(E)));
    return NotEverythingAnalysed;
  }
  Diagnosis Says(Out);
  const std::string ResourceDirectory = findResourceDirectory(Argv0);
  if (ResourceDirectory.empty())
    Says.problem("clang's own headers are missing: install libclang-common-" + llvm::Twine(LLVM_VERSION_MAJOR) +
                 "-dev");
  else
    Says.fine("clang's own headers are in '" + ResourceDirectory + "'");
  std::string Database;
  if (!O.HasFlags) {
    llvm::Expected<std::string> Found = findDatabase(O);
    if (!Found) {
      Says.problem(llvm::toString(Found.takeError()));
      if (const Project Here = lookAt("."); Here.System != BuildSystem::None && Here.Database.empty())
        Says.remark("the project has a '" + Here.DescribedBy +
                    "', so this makes a database: " + databaseAdvice(Here.System));
      return FoundSomething;
    }
    Database = llvm::StringRef(*Found).starts_with("./") ? Found->substr(2) : *Found;
  }
  llvm::Expected<Selection> S = selectFiles(O);
  if (!S) {
    Says.problem(llvm::toString(S.takeError()));
    return FoundSomething;
  }
  if (!S->Jobs.empty())
    Says.fine((O.HasFlags ? "the command line" : "'" + Database + "'") + " names " +
              counted(S->Jobs.size(), "C++ file") + " below '" + S->ProjectRoot + "'");
  examineDatabase(Database, *S, O, Says);
  if (!S->Jobs.empty())
    if (llvm::Error E = examineSelected(*S, O, ResourceDirectory, Says)) {
      say(llvm::toString(std::move(E)));
      return NotEverythingAnalysed;
    }
  if (!Says.problems())
    return Clean;
  say(counted(Says.problems(), "problem") + " to mend");
  return FoundSomething;
}

} // namespace asynctidy::driver
