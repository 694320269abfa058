#include "driver/facts-command.h"

#include "driver/command-output.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/project-facts.h"
#include "driver/session.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

/// The path below \p Directory that \p Source has below \p Root; the whole path for a source outside of \p Root.
std::string factsPath(StringRef Source, StringRef Root, StringRef Directory) {
  StringRef Below = Source;
  if (!Below.consume_front(Root))
    Below = llvm::sys::path::relative_path(Source);
  llvm::SmallString<256> Path(Directory);
  llvm::sys::path::append(Path, llvm::sys::path::relative_path(Below));
  return (Path + FactsExtension).str();
}

/// The facts file of each job. A source with two commands has two files.
llvm::Expected<std::vector<std::string>> outputsFor(const std::vector<Job> &Jobs, StringRef Output, StringRef Root) {
  const bool IsDirectory = Output.ends_with("/") || llvm::sys::fs::is_directory(Output);
  if (Jobs.size() == 1 && !IsDirectory)
    return std::vector<std::string>{absolutePath(Output)};
  if (!IsDirectory && Output.ends_with(FactsExtension))
    return sentence("'" + Output + "' is one file for the facts of " + counted(Jobs.size(), "source") +
                    ": name a directory, or '" + Output + "/' if it is to be one");
  std::vector<std::string> Paths;
  llvm::StringSet<> Taken;
  for (const Job &J : Jobs) {
    const std::string First = factsPath(J.File, Root, absolutePath(Output));
    std::string Path = First;
    for (unsigned N = 2; !Taken.insert(Path).second; ++N)
      Path = First.substr(0, First.size() - FactsExtension.size()) + "." + std::to_string(N) + FactsExtension.str();
    Paths.push_back(std::move(Path));
  }
  return Paths;
}

} // namespace

ExitCode collectFacts(Options O, const char *Argv0) {
  const bool Quiet = O.Quiet;
  if (llvm::Error E = checkRoot(O))
    return refuse(std::move(E));
  llvm::Expected<std::unique_ptr<Session>> Prepared = Session::prepare(std::move(O), Argv0);
  if (!Prepared)
    return refuse(Prepared.takeError());
  Session &S = **Prepared;
  const std::string Root = rootOf(S.options());
  llvm::Expected<std::vector<std::string>> Outputs = outputsFor(S.jobs(), S.options().Output, Root);
  if (!Outputs)
    return refuse(Outputs.takeError());
  for (const std::string &Output : *Outputs) {
    if (llvm::Error E = checkOutput(Output, {"async-tidy facts "}))
      return refuse(std::move(E));
    if (const std::error_code Why = llvm::sys::fs::create_directories(llvm::sys::path::parent_path(Output)))
      return refuse(sentence("cannot make the directory of '" + Output + "': " + Why.message()));
  }
  S.run([&](size_t I) { return Request{false, {(*Outputs)[I], Root}}; });
  if (!Quiet)
    say("wrote the facts of " + counted(S.analysed(), "file") +
        (S.notAnalysed() ? ", " + std::to_string(S.notAnalysed()) + " not" : std::string()));
  return S.hasFailed() ? NotEverythingAnalysed : Clean;
}

} // namespace asynctidy::driver
