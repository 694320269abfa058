#include "driver/git.h"

#include "driver/messages.h"
#include "driver/temporary-file.h"
#include "report/output-file.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

#include <optional>

using llvm::StringRef;

namespace asynctidy::driver {
namespace {

struct Ended {
  int Status;
  std::string Output, Said;
};

llvm::Expected<Ended> execute(StringRef Program, llvm::ArrayRef<StringRef> Arguments, StringRef Text) {
  TemporaryFile Input, Output, Said;
  for (TemporaryFile *File : {&Input, &Output, &Said})
    if (llvm::Error E = File->create("git"))
      return std::move(E);
  if (llvm::Error E = report::writeFile(Input.path(), [&](llvm::raw_ostream &Out) { Out << Text; }))
    return std::move(E);
  llvm::SmallVector<StringRef, 24> All{Program};
  All.append(Arguments.begin(), Arguments.end());
  const std::optional<StringRef> Streams[] = {Input.path(), Output.path(), Said.path()};
  std::string Why;
  const int Status = llvm::sys::ExecuteAndWait(Program, All, std::nullopt, Streams, 0, 0, &Why);
  if (Status < 0)
    return sentence("cannot run git: " + Why);
  return Ended{Status, Output.content(), Said.content()};
}

std::string firstLine(StringRef Text) {
  StringRef Line = Text.trim().split('\n').first;
  if (!Line.consume_front("fatal: "))
    Line.consume_front("error: ");
  return Line.str();
}

/// The parts of \p Text, each of which ends with a NUL.
std::vector<StringRef> partsOf(StringRef Text) {
  std::vector<StringRef> Parts;
  while (!Text.empty()) {
    const auto [Part, Rest] = Text.split('\0');
    Parts.push_back(Part);
    Text = Rest;
  }
  return Parts;
}

/// What a mode says: "100644" and "100755" are files, others links and submodules.
bool isFile(StringRef Mode) { return Mode.starts_with("100"); }

/// What brings \p Revision into a clone without its history. \p Remotes are the names of the other repositories.
std::string howToFetch(StringRef Revision, StringRef Remotes) {
  const StringRef First = Remotes.split('\n').first;
  const StringRef Remote = First.empty() ? "origin" : First;
  const auto IsPlain = [](char C) { return llvm::isAlnum(C) || C == '_' || C == '-' || C == '.' || C == '/'; };
  const auto Command = [&](StringRef What) { return ("'git fetch --depth=1 " + Remote + " " + What + "'").str(); };
  const bool IsHash = Revision.size() >= 7 && llvm::all_of(Revision, llvm::isHexDigit);
  if (!llvm::all_of(Revision, IsPlain) || Revision.empty() || Revision.starts_with("-") || Revision == "HEAD" ||
      (IsHash && Revision.size() < 40)) // the other repository does not know the short form, nor "HEAD~3"
    return "'git fetch --unshallow' brings all";
  if (IsHash)
    return Command(Revision) + " brings it";
  StringRef Branch = Revision;
  if (Branch.consume_front(Remote) && Branch.consume_front("/"))
    return Command(("+refs/heads/" + Branch + ":refs/remotes/" + Remote + "/" + Branch).str()) + " brings it";
  return Command(Revision) + " brings it, under the name FETCH_HEAD";
}

} // namespace

llvm::Expected<Git> Git::at(StringRef Directory) {
  const llvm::ErrorOr<std::string> Program = llvm::sys::findProgramByName("git");
  if (!Program)
    return sentence("git, which knows what has changed, is not installed");
  llvm::Expected<Ended> Asked = execute(*Program, {"-C", Directory, "rev-parse", "--show-toplevel"}, "");
  if (!Asked)
    return Asked.takeError();
  if (Asked->Status != 0)
    return sentence("git has no work tree here: " + firstLine(Asked->Said));
  StringRef Top = Asked->Output;
  Top.consume_back("\n");
  return Git(*Program, Top.str());
}

llvm::Expected<std::string> Git::run(std::vector<StringRef> Arguments, StringRef Input, bool MayFindNothing) const {
  std::vector<StringRef> All{"-C", Top};
  llvm::append_range(All, Arguments);
  llvm::Expected<Ended> Asked = execute(Program, All, Input);
  if (!Asked)
    return Asked.takeError();
  if (Asked->Status != 0 && !(MayFindNothing && Asked->Status == 1))
    return sentence("'git " + Arguments.front() + "' failed: " + firstLine(Asked->Said));
  return std::move(Asked->Output);
}

llvm::Expected<std::optional<std::string>> Git::knownCommit(StringRef Revision) const {
  const std::string Commit = (Revision + "^{commit}").str();
  llvm::Expected<std::string> Known =
      run({"rev-parse", "--verify", "--quiet", "--end-of-options", Commit}, "", /*MayFindNothing=*/true);
  if (!Known)
    return Known.takeError();
  const StringRef Hash = StringRef(*Known).trim();
  if (Hash.empty() || !llvm::all_of(Hash, llvm::isHexDigit)) // a range names several
    return std::nullopt;
  return Hash.str();
}

llvm::Error Git::unknown(StringRef Revision) const {
  llvm::Expected<std::string> IsShallow = run({"rev-parse", "--is-shallow-repository"});
  if (!IsShallow)
    return IsShallow.takeError();
  if (StringRef(*IsShallow).trim() != "true")
    return sentence("git has no commit '" + Revision + "' here: fetch it first, or look at how its name is written");
  llvm::Expected<std::string> Remotes = run({"remote"});
  if (!Remotes)
    return Remotes.takeError();
  return sentence("git has no commit '" + Revision +
                  "' here, because the clone is shallow: " + howToFetch(Revision, *Remotes));
}

llvm::Expected<std::string> Git::commit(StringRef Revision) const {
  llvm::Expected<std::optional<std::string>> Known = knownCommit(Revision);
  if (!Known)
    return Known.takeError();
  if (!*Known)
    return unknown(Revision);
  return std::move(**Known);
}

llvm::Expected<std::string> Git::forkPoint(StringRef Revision, bool &IsCut) const {
  IsCut = false;
  llvm::Expected<std::optional<std::string>> Known = knownCommit(Revision);
  if (!Known)
    return Known.takeError();
  if (!*Known && Revision == "HEAD") { // before the first commit
    llvm::Expected<std::string> Tree = run({"hash-object", "-t", "tree", "--stdin"});
    return Tree ? StringRef(*Tree).trim().str() : std::move(Tree);
  }
  if (!*Known)
    return unknown(Revision);
  const std::string &Hash = **Known;
  llvm::Expected<std::string> Fork = run({"merge-base", "HEAD", Hash}, "", /*MayFindNothing=*/true);
  if (!Fork)
    return Fork;
  IsCut = Fork->empty();
  return IsCut ? Hash : StringRef(*Fork).trim().str();
}

llvm::Expected<std::vector<ChangedPath>> Git::rawDiff(std::vector<StringRef> Arguments) const {
  // What the user has configured must not change the form.
  std::vector<StringRef> All{"diff",          "--raw",         "-z",         "--no-abbrev",
                             "--no-renames",  "--no-ext-diff", "--no-color", "--ignore-submodules=all",
                             "--no-relative", "-O/dev/null"};
  llvm::append_range(All, Arguments);
  All.push_back("--");
  llvm::Expected<std::string> Text = run(std::move(All));
  if (!Text)
    return Text.takeError();
  std::vector<ChangedPath> Changed;
  const std::vector<StringRef> Parts = partsOf(*Text);
  for (size_t I = 0; I + 1 < Parts.size(); I += 2) { // ":100644 100644 BLOB BLOB M", path
    llvm::SmallVector<StringRef, 5> Fields;
    Parts[I].drop_front().split(Fields, ' ');
    if (Fields.size() == 5 && Fields[4] != "U") // a conflict, which no commit has
      Changed.push_back(
          {Parts[I + 1].str(), Fields[2].str(), isFile(Fields[0]), isFile(Fields[1]), Fields[1] == "000000"});
  }
  return Changed;
}

llvm::Expected<std::vector<ChangedPath>> Git::changedSince(StringRef Base, bool InIndex) const {
  return rawDiff(InIndex ? std::vector<StringRef>{"--cached", Base} : std::vector<StringRef>{Base});
}

llvm::Expected<std::vector<std::string>> Git::untracked() const {
  llvm::Expected<std::string> Text = run({"ls-files", "-z", "--others", "--exclude-standard"});
  if (!Text)
    return Text.takeError();
  std::vector<std::string> Paths;
  for (const StringRef Path : partsOf(*Text))
    Paths.push_back(Path.str());
  return Paths;
}

llvm::Expected<bool> Git::tracksAnyIn(StringRef Directory) const {
  const std::string Literally = (":(literal)" + Directory).str();
  llvm::Expected<std::string> Text = run({"ls-files", "-z", "--", Literally});
  if (!Text)
    return Text.takeError();
  return !Text->empty();
}

llvm::Expected<std::vector<ChangedPath>> Git::notStaged() const { return rawDiff({}); }

llvm::Expected<std::vector<std::string>> Git::contents(llvm::ArrayRef<std::string> Blobs) const {
  std::vector<std::string> Contents;
  if (Blobs.empty())
    return Contents;
  std::string Asked;
  for (const std::string &Blob : Blobs)
    Asked += Blob + "\n";
  llvm::Expected<std::string> Answer = run({"cat-file", "--batch"}, Asked);
  if (!Answer)
    return Answer.takeError();
  StringRef Rest = *Answer;
  for (const std::string &Blob : Blobs) { // "BLOB blob SIZE\nCONTENT\n"
    const auto [Heading, Begin] = Rest.split('\n');
    size_t Size = 0;
    if (!Heading.starts_with(Blob + " blob ") || Heading.rsplit(' ').second.getAsInteger(10, Size) ||
        Size >= Begin.size())
      return sentence("'git cat-file' does not know " + Blob + ": is the clone complete?");
    Contents.push_back(Begin.take_front(Size).str());
    Rest = Begin.drop_front(Size + 1);
  }
  return Contents;
}

llvm::Expected<std::vector<std::pair<std::string, std::string>>>
Git::linesWith(StringRef Pattern, llvm::ArrayRef<std::string> Globs, bool InIndex) const {
  std::vector<StringRef> Arguments{"grep",        "-I", "-z",         "--full-name", "--no-line-number",
                                   "--no-column", "-E", "--no-color", "-e",          Pattern};
  if (InIndex)
    Arguments.insert(Arguments.begin() + 1, "--cached");
  Arguments.push_back("--");
  llvm::append_range(Arguments, Globs);
  llvm::Expected<std::string> Text = run(std::move(Arguments), "", /*MayFindNothing=*/true);
  if (!Text)
    return Text.takeError();
  std::vector<std::pair<std::string, std::string>> Lines;
  for (StringRef Rest = *Text; !Rest.empty();) { // file, NUL, line, line end
    const auto [File, Behind] = Rest.split('\0');
    const auto [Line, Next] = Behind.split('\n');
    Lines.emplace_back(File.str(), Line.str());
    Rest = Next;
  }
  return Lines;
}

} // namespace asynctidy::driver
