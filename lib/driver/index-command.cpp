#include "driver/index-command.h"

#include "driver/command-output.h"
#include "driver/index-file.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/session.h"
#include "driver/whole-program.h"
#include "facts/unit/settings.h"
#include "link/program-files.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// What AsyncIndex names for the files of \p S. A relative path is below the directory of the .clang-tidy that says it,
/// where a search from a source upwards finds it. Empty without one.
std::string configuredIndex(Session &S) {
  std::string Path;
  if (S.jobs().empty())
    return Path;
  for (const auto &[Options, Origin] : S.config().getRawOptions(S.jobs().front().File))
    if (const auto Said = Options.CheckOptions.find(facts::Settings::IndexOption); Said != Options.CheckOptions.end())
      Path = absolutePath(Said->getValue().Value, llvm::sys::path::parent_path(absolutePath(Origin)));
  return Path;
}

std::string indexPath(Session &S) {
  const Options &Asked = S.options();
  if (!Asked.Output.empty())
    return absolutePath(Asked.Output);
  if (std::string Configured = configuredIndex(S); !Configured.empty())
    return Configured;
  llvm::SmallString<256> Path(absolutePath(Asked.BuildPath));
  if (!llvm::sys::fs::is_directory(Path))
    llvm::sys::path::remove_filename(Path);
  llvm::sys::path::append(Path, DefaultIndex);
  return Path.str().str();
}

} // namespace

ExitCode makeIndex(Options O, const char *Argv0) {
  const bool Quiet = O.Quiet;
  llvm::Expected<std::unique_ptr<Session>> Prepared = Session::prepare(std::move(O), Argv0);
  if (!Prepared)
    return refuse(Prepared.takeError());
  Session &S = **Prepared;
  const std::string Path = indexPath(S), &Root = S.selection().ProjectRoot;
  if (llvm::Error E = checkOutput(Path, {"SQLite format 3"})) // before the work
    return refuse(std::move(E));
  FactsDirectory Facts;
  if (llvm::Error E = Facts.create())
    return refuse(std::move(E));
  S.run([&](size_t I) { return Request{false, {Facts.fileOf(I), Root}}; });

  std::vector<std::string> Written;
  for (size_t I = 0; I < S.jobs().size(); ++I)
    if (llvm::sys::fs::exists(Facts.fileOf(I)))
      Written.push_back(Facts.fileOf(I));
  if (Written.empty())
    return refuse(sentence("there is no index, because no file could be analysed"));
  summaries::Strings Names;
  link::Program Whole(Names);
  llvm::Expected<std::vector<summaries::UnitInfo>> Units = link::readProgram(std::move(Written), Whole);
  if (!Units)
    return refuse(Units.takeError());
  link::Analysis Known(Whole);
  if (llvm::Error E = writeIndexFile(Path, Known, *Units, Root))
    return refuse(std::move(E));
  if (!Quiet)
    say("wrote what " + counted(S.analysed(), "file") + (S.analysed() == 1 ? " says" : " say") +
        " to each other into '" + Path + "'" +
        (S.notAnalysed() ? "; " + std::to_string(S.notAnalysed()) + " could not be analysed" : std::string()));
  return S.hasFailed() ? NotEverythingAnalysed : Clean;
}

} // namespace asynctidy::driver
