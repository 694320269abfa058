#include "driver/link-commands.h"

#include "driver/messages.h"
#include "driver/path-globs.h"
#include "driver/session.h"
#include "link/analysis.h"
#include "link/check-names.h"
#include "link/dot.h"
#include "link/facts-file.h"
#include "link/index.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

constexpr StringRef Extension = ".facts";

std::string rootOf(const Options &O) { return absolutePath(O.Root.empty() ? "." : O.Root); }

llvm::Error checkRoot(const Options &O) {
  if (!llvm::sys::fs::is_directory(rootOf(O)))
    return sentence("'--root' needs a directory, and '" + O.Root + "' is none");
  return llvm::Error::success();
}

ExitCode refuse(llvm::Error E) {
  say(llvm::toString(std::move(E)));
  return NotEverythingAnalysed;
}

llvm::Error write(StringRef Path, StringRef Text) {
  llvm::Error E = llvm::writeToOutput(Path, [&](llvm::raw_ostream &Out) { // aside, then renamed
    Out << Text;
    return llvm::Error::success();
  });
  return E ? sentence("cannot write '" + Path + "': " + llvm::toString(std::move(E))) : llvm::Error::success();
}

/// Only what this program wrote is replaced: an output that exists must begin as one of its own does.
llvm::Error checkOutput(StringRef Path, llvm::ArrayRef<StringRef> Beginnings) {
  if (!llvm::sys::fs::exists(Path))
    return llvm::Error::success();
  if (!llvm::sys::fs::is_regular_file(Path))
    return sentence("'" + Path + "' is no regular file: name another output");
  const auto Old = llvm::MemoryBuffer::getFile(Path);
  if (Old && ((*Old)->getBufferSize() == 0 ||
              llvm::any_of(Beginnings, [&](StringRef Begin) { return (*Old)->getBuffer().starts_with(Begin); })))
    return llvm::Error::success();
  return sentence("'" + Path + "' exists and was not written by this command: remove it, or name another output");
}

/// \p Path as seen from \p Directory; both are absolute and without dots.
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

/// Below \p Directory as the source is below \p Root. A source outside of it keeps its whole path.
std::string factsPath(StringRef Source, StringRef Root, StringRef Directory) {
  StringRef Below = Source;
  if (!Below.consume_front(Root))
    Below = llvm::sys::path::relative_path(Source);
  llvm::SmallString<256> Path(Directory);
  llvm::sys::path::append(Path, llvm::sys::path::relative_path(Below));
  return (Path + Extension).str();
}

/// Where the facts of each job go. A source that is compiled in two ways has two files.
llvm::Expected<std::vector<std::string>> outputsFor(const std::vector<Job> &Jobs, StringRef Output, StringRef Root) {
  const bool IsDirectory = Output.ends_with("/") || llvm::sys::fs::is_directory(Output);
  if (Jobs.size() == 1 && !IsDirectory)
    return std::vector<std::string>{absolutePath(Output)};
  if (!IsDirectory && Output.ends_with(Extension))
    return sentence("'" + Output + "' is one file for the facts of " + counted(Jobs.size(), "source") +
                    ": name a directory, or '" + Output + "/' if it is to be one");
  std::vector<std::string> Paths;
  llvm::StringSet<> Taken;
  for (const Job &J : Jobs) {
    const std::string First = factsPath(J.File, Root, absolutePath(Output));
    std::string Path = First;
    for (unsigned N = 2; !Taken.insert(Path).second; ++N)
      Path = First.substr(0, First.size() - Extension.size()) + "." + std::to_string(N) + Extension.str();
    Paths.push_back(std::move(Path));
  }
  return Paths;
}

/// The facts files that \p Given names: files, and directories with whatever is below them.
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
      if (StringRef(It->path()).ends_with(Extension))
        Files.push_back(It->path());
    if (Why)
      return sentence("cannot read the directory '" + Path + "': " + Why.message());
    if (Files.size() == Before)
      return sentence("there are no facts files in '" + Path + "': 'async-tidy facts' writes them");
  }
  for (const std::string &File : Files)
    if (llvm::sys::fs::exists(File) && !llvm::sys::fs::is_regular_file(File)) // reading a pipe would block indefinitely
      return sentence("'" + File + "' is no regular file");
  return Files;
}

/// Facts of files that have changed since say what is no longer so. Sources that are not here cannot be asked.
llvm::Error checkFreshness(const std::vector<link::TranslationUnit> &Units, StringRef Root) {
  llvm::StringSet<> Asked;
  for (const link::TranslationUnit &Unit : Units)
    for (const link::InputFile &Input : Unit.Inputs) {
      if (!Asked.insert(Input.Path).second)
        continue;
      llvm::SmallString<256> Path;
      if (!llvm::sys::path::is_absolute(Input.Path))
        Path = Root;
      llvm::sys::path::append(Path, Input.Path);
      const auto Now = link::digestOfFile(Path);
      if (Now && *Now != Input.Digest)
        return sentence("'" + Input.Path + "' has changed since the facts of '" + Unit.MainFile +
                        "' were written: run 'async-tidy facts' again");
    }
  return llvm::Error::success();
}

llvm::Expected<std::vector<link::TranslationUnit>> readFacts(const Options &O, link::Program &Into) {
  if (llvm::Error E = checkRoot(O))
    return std::move(E);
  llvm::Expected<std::vector<std::string>> Files = factsFiles(O.Files);
  if (!Files)
    return Files.takeError();
  llvm::Expected<std::vector<link::TranslationUnit>> Units = link::readFactsFiles(std::move(*Files), Into);
  if (!Units)
    return Units.takeError();
  if (llvm::Error E = checkFreshness(*Units, rootOf(O)))
    return std::move(E);
  return Units;
}

/// Relative to the project, and without the lines themselves: the sources need not be here. In the order of whole
/// paths, as a run over a database prints them.
void print(const std::vector<link::Finding> &Found, const link::Strings &Names, StringRef Root,
           llvm::raw_ostream &Out) {
  std::vector<std::pair<std::string, size_t>> Order; // within a file they are in order already
  for (size_t I = 0; I < Found.size(); ++I)
    Order.emplace_back(absolutePath(Names[Found[I].At.File], Root), I);
  llvm::sort(Order);
  auto Line = [&](const link::Place &P) -> llvm::raw_ostream & {
    return Out << Names[P.File] << ':' << P.Line << ':' << P.Column << ": ";
  };
  for (const auto &[Path, I] : Order) {
    const link::Finding &F = Found[I];
    Line(F.At) << "warning: " << F.Message << " [" << link::nameOf(F.Check) << "]\n";
    for (const link::Finding::Note &Note : F.Notes)
      Line(Note.At) << "note: " << Note.Message << '\n';
  }
}

link::IndexInfo describe(const std::vector<link::TranslationUnit> &Units, StringRef IndexPath, StringRef Root) {
  link::IndexInfo Info;
  Info.Tool = ASYNC_TIDY_VERSION;
  Info.Root = relativePath(Root, llvm::sys::path::parent_path(absolutePath(IndexPath)));
  for (const link::TranslationUnit &Unit : Units)
    llvm::append_range(Info.Files, Unit.Inputs);
  llvm::sort(Info.Files);
  Info.Files.erase(std::unique(Info.Files.begin(), Info.Files.end()), Info.Files.end());
  return Info;
}

/// Has Graphviz draw \p Dot.
llvm::Error drawAsSvg(StringRef Dot, StringRef Output) {
  const llvm::ErrorOr<std::string> Program = llvm::sys::findProgramByName("dot");
  if (!Program)
    return sentence("drawing '" + Output + "' needs Graphviz's program 'dot': install graphviz, or write DOT instead");
  llvm::SmallString<128> Input, Aside(Output);
  if (const std::error_code Why = llvm::sys::fs::createTemporaryFile("async-tidy", "dot", Input))
    return sentence("cannot make a temporary file: " + Why.message());
  const llvm::FileRemover RemoveInput(Input);
  if (llvm::Error E = write(Input, Dot))
    return E;
  Aside += ".new";
  llvm::FileRemover RemoveAside(Aside);
  // It warns of fonts and long labels, which is no concern of the user's when there is a picture.
  llvm::SmallString<128> Said;
  if (const std::error_code Why = llvm::sys::fs::createTemporaryFile("async-tidy", "txt", Said))
    return sentence("cannot make a temporary file: " + Why.message());
  const llvm::FileRemover RemoveSaid(Said);
  std::string Why;
  const StringRef Arguments[] = {*Program, "-Tsvg", "-o", Aside, Input};
  const std::optional<StringRef> Streams[] = {std::nullopt, std::nullopt, StringRef(Said)};
  if (llvm::sys::ExecuteAndWait(*Program, Arguments, std::nullopt, Streams, /*SecondsToWait=*/600, 0, &Why) != 0) {
    const auto Errors = llvm::MemoryBuffer::getFile(Said);
    if (Why.empty() && Errors)
      Why = (*Errors)->getBuffer().trim().split('\n').first.str();
    return sentence("Graphviz could not draw '" + Output + "'" + (Why.empty() ? "" : ": " + Why));
  }
  if (const std::error_code Failed = llvm::sys::fs::rename(Aside, Output))
    return sentence("cannot write '" + Output + "': " + Failed.message());
  RemoveAside.releaseFile();
  return llvm::Error::success();
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

ExitCode linkFacts(const Options &O, llvm::raw_ostream &Out) {
  link::Program Whole;
  llvm::Expected<std::vector<link::TranslationUnit>> Units = readFacts(O, Whole);
  if (!Units)
    return refuse(Units.takeError());
  link::Analysis Known(Whole);
  const std::vector<link::Finding> Found = Known.findings(link::AllChecks);
  print(Found, Whole.strings(), rootOf(O), Out);
  if (!O.Output.empty()) {
    if (llvm::Error E = checkOutput(O.Output, {"SQLite format 3"}))
      return refuse(std::move(E));
    if (llvm::Error E = link::writeIndex(realPath(O.Output), Known, describe(*Units, O.Output, rootOf(O))))
      return refuse(std::move(E));
  }
  return Found.empty() ? Clean : FoundSomething;
}

ExitCode drawGraph(const Options &O, llvm::raw_ostream &Out) {
  link::Program Whole;
  llvm::Expected<std::vector<link::TranslationUnit>> Units = readFacts(O, Whole);
  if (!Units)
    return refuse(Units.takeError());
  link::Analysis Known(Whole);
  std::string Dot;
  llvm::raw_string_ostream Text(Dot);
  link::writeDot(Text, Whole, Known.lockGraph());
  if (O.Output.empty()) {
    Out << Dot;
    return Clean;
  }
  if (llvm::Error E = checkOutput(O.Output, {"digraph locks", "<?xml"}))
    return refuse(std::move(E));
  llvm::Error E = StringRef(O.Output).ends_with(".svg") ? drawAsSvg(Dot, O.Output) : write(O.Output, Dot);
  return E ? refuse(std::move(E)) : Clean;
}

} // namespace asynctidy::driver
