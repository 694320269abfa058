#include "driver/driver.h"

#include "driver/analyse-command.h"
#include "driver/cache-command.h"
#include "driver/catalogue-commands.h"
#include "driver/changed-command.h"
#include "driver/completion.h"
#include "driver/doctor-command.h"
#include "driver/facts-command.h"
#include "driver/graph-command.h"
#include "driver/help.h"
#include "driver/index-command.h"
#include "driver/init-command.h"
#include "driver/link-command.h"
#include "driver/messages.h"
#include "driver/options.h"
#include "driver/sarif-command.h"

#include "llvm/Config/llvm-config.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/raw_ostream.h"

#include <csignal>

namespace asynctidy::driver {
namespace {

ExitCode doWhatIsAsked(int Argc, const char *const *Argv) {
  llvm::Expected<Options> O = parseOptions(llvm::ArrayRef(Argv, Argc).drop_front(Argc > 0));
  if (!O) {
    say(llvm::toString(O.takeError()));
    return NotEverythingAnalysed;
  }
  switch (O->Do) {
  case Command::Help:
    printHelp(commandNamed(O->Topic), llvm::outs());
    return Clean;
  case Command::Version:
    llvm::outs() << "async-tidy " ASYNC_TIDY_VERSION " (LLVM " LLVM_VERSION_STRING ")\n";
    return Clean;
  case Command::Manual:
    printManual(llvm::outs());
    return Clean;
  case Command::Completion:
    llvm::outs() << completionScript(O->Topic);
    return Clean;
  case Command::Complete:
    complete(O->Files, llvm::outs());
    return Clean;
  case Command::List:
    return listChecks(*O, llvm::outs());
  case Command::Explain:
    return explainCheck(*O, llvm::outs());
  case Command::Link:
    return linkFacts(*O, llvm::outs());
  case Command::Graph:
    return drawGraph(*O, llvm::outs());
  case Command::Cache:
    return showCache(*O, llvm::outs());
  case Command::Sarif:
    return convertToSarif(*O, llvm::outs());
  case Command::Init:
    return initProject(*O, llvm::outs());
  case Command::Analyse:
  case Command::Baseline:
  case Command::Changed:
  case Command::Doctor:
  case Command::Facts:
  case Command::Index:
    break;
  }
  // Needed to parse inline assembly of any target.
  llvm::InitializeAllTargetInfos();
  llvm::InitializeAllTargetMCs();
  llvm::InitializeAllAsmParsers();
  const char *Argv0 = Argc > 0 ? Argv[0] : "async-tidy";
  if (O->Do == Command::Changed)
    return analyseChanged(std::move(*O), Argv0);
  if (O->Do == Command::Index)
    return makeIndex(std::move(*O), Argv0);
  if (O->Do == Command::Doctor)
    return diagnose(std::move(*O), Argv0, llvm::outs());
  return O->Do == Command::Facts ? collectFacts(std::move(*O), Argv0) : analyseAll(std::move(*O), Argv0);
}

} // namespace

int run(int Argc, const char *const *Argv) {
  std::signal(SIGXFSZ, SIG_IGN); // a report that becomes too large is an error, not the end
  const ExitCode Code = doWhatIsAsked(Argc, Argv);
  llvm::outs().flush();
  if (const std::error_code Why = llvm::outs().error()) {
    llvm::outs().clear_error(); // else its destructor aborts
    say("cannot write the output: " + Why.message());
    return NotEverythingAnalysed;
  }
  return Code;
}

} // namespace asynctidy::driver
