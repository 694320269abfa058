#include "driver/project-facts.h"

#include "driver/messages.h"
#include "driver/path-globs.h"
#include "link/program-files.h"
#include "summaries/input-file.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using llvm::StringRef;

namespace asynctidy::driver {

std::string rootOf(const Options &O) { return absolutePath(O.Root.empty() ? "." : O.Root); }

llvm::Error checkRoot(const Options &O) {
  if (!llvm::sys::fs::is_directory(rootOf(O)))
    return sentence("'--root' needs a directory, and '" + O.Root + "' is none");
  return llvm::Error::success();
}

namespace {

/// The facts files that \p Given names: files, and all facts files below directories.
llvm::Expected<std::vector<std::string>> factsFiles(const std::vector<std::string> &Given) {
  std::vector<std::string> Files;
  for (const std::string &Path : Given) {
    if (!llvm::sys::fs::is_directory(Path)) {
      Files.push_back(Path);
      continue;
    }
    const size_t Before = Files.size();
    std::error_code Why;
    for (llvm::sys::fs::recursive_directory_iterator It(Path, Why), End; It != End && !Why; It.increment(Why))
      if (StringRef(It->path()).ends_with(FactsExtension))
        Files.push_back(It->path());
    if (Why)
      return sentence("cannot read the directory '" + Path + "': " + Why.message());
    if (Files.size() == Before)
      return sentence("there are no facts files in '" + Path + "': 'async-tidy facts' writes them");
  }
  for (const std::string &File : Files)
    if (llvm::sys::fs::exists(File) && !llvm::sys::fs::is_regular_file(File)) // reading a pipe could block indefinitely
      return sentence("'" + File + "' is no regular file");
  return Files;
}

/// Fails when a source has changed since its facts were written. Sources that do not exist here are not tested.
llvm::Error checkFreshness(const std::vector<summaries::UnitInfo> &Units, StringRef Root, link::LinkState *State) {
  llvm::StringSet<> Asked;
  for (const summaries::UnitInfo &Unit : Units)
    for (const summaries::InputFile &Input : Unit.Inputs) {
      if (!Asked.insert(Input.Path).second)
        continue;
      llvm::SmallString<256> Path;
      if (!llvm::sys::path::is_absolute(Input.Path))
        Path = Root;
      llvm::sys::path::append(Path, Input.Path);
      const auto Now = State ? State->digestOf(Path) : summaries::digestOfFile(Path);
      if (Now && *Now != Input.Digest)
        return sentence("'" + Input.Path + "' has changed since the facts of '" + Unit.MainFile +
                        "' were written: run 'async-tidy facts' again");
    }
  return llvm::Error::success();
}

} // namespace

llvm::Expected<std::vector<summaries::UnitInfo>> readFacts(const Options &O, link::Program &Into,
                                                           link::LinkState *State) {
  if (llvm::Error E = checkRoot(O))
    return std::move(E);
  llvm::Expected<std::vector<std::string>> Files = factsFiles(O.Files);
  if (!Files)
    return Files.takeError();
  llvm::Expected<std::vector<summaries::UnitInfo>> Units = link::readProgram(std::move(*Files), Into, State);
  if (!Units)
    return Units.takeError();
  if (llvm::Error E = checkFreshness(*Units, rootOf(O), State))
    return std::move(E);
  return Units;
}

} // namespace asynctidy::driver
