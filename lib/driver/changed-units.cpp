#include "driver/changed-units.h"

#include "driver/borrowed-commands.h"
#include "driver/include-graph.h"
#include "driver/messages.h"
#include "driver/path-globs.h"
#include "facts/syntax/third-party.h"

#include "clang/Driver/Types.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Path.h"

#include <limits>
#include <set>
#include <tuple>

using llvm::StringRef;
namespace path = llvm::sys::path;
namespace types = clang::driver::types;

namespace asynctidy::driver {
namespace {

/// How many files are named that are not analysed.
constexpr size_t MostNamed = 10;

/// How many files are analysed before a commit because of the headers in it, which others may wait for.
constexpr unsigned IncludersOfCommit = 20;

/// Extensions of files that are only included.
constexpr llvm::StringLiteral Included[] = {"h",   "hh",  "hpp", "hxx", "h++", "H",  "def",
                                            "inc", "inl", "ipp", "tcc", "tpp", "txx"};
/// Extensions of files that may include others.
constexpr llvm::StringLiteral Including[] = {"c",   "C",    "cc",  "cp",  "cpp",  "CPP", "cxx",
                                             "c++", "cppm", "ixx", "ccm", "cxxm", "c++m"};

StringRef extensionOf(StringRef File) { return path::extension(File).drop_front(path::has_extension(File)); }

bool isHeader(StringRef File) { return llvm::is_contained(Included, extensionOf(File)); }

class Chooser {
public:
  Chooser(Selection Whole, const Git &Repository, const Options &O, llvm::vfs::FileSystem &State)
      : All(std::move(Whole)), Repository(Repository), O(O), State(State) {
    for (size_t I = 0; I < All.Jobs.size(); ++I)
      ByPath[resolved(All.Jobs[I].File)].push_back(I);
  }

  /// Takes the units of a file, if it has any.
  bool take(StringRef File) {
    auto Known = ByPath.find(absolute(File));
    if (Known == ByPath.end()) // a link in the repository
      Known = ByPath.find(realPath(absolute(File)));
    if (Known == ByPath.end())
      return false;
    Chosen.insert(Known->second.begin(), Known->second.end());
    return true;
  }

  bool isTaken(StringRef File) const {
    const auto Known = ByPath.find(absolute(File));
    return Known != ByPath.end() && Chosen.count(Known->second.front());
  }

  bool isUnit(StringRef File) const { return ByPath.contains(absolute(File)); }

  void borrow(StringRef File);
  llvm::Error takeIncluders(const std::vector<std::string> &Headers);
  ChangedUnits finish() &&;

  std::string absolute(StringRef File) const { return Repository.topLevel() + "/" + File.str(); }
  bool isThirdParty(StringRef File) const {
    return O.DefaultSystemPaths && facts::isThirdParty(absolute(File), All.ProjectRoot);
  }

private:
  /// The path without links by which git names \p File. It need not be on disk.
  std::string resolved(StringRef File) {
    std::string Real = realPath(File);
    if (Real != File)
      return Real;
    auto [Known, New] = Directories.try_emplace(path::parent_path(File));
    if (New)
      Known->second = realPath(path::parent_path(File));
    return Known->second + "/" + path::filename(File).str();
  }
  void sayLeft(llvm::ArrayRef<Includer> Left, size_t Analysed);

  Selection All;
  const Git &Repository;
  const Options &O;
  llvm::vfs::FileSystem &State;
  llvm::StringMap<std::string> Directories;
  llvm::StringMap<std::vector<size_t>> ByPath;
  std::set<size_t> Chosen;
  BorrowedCommands Similar{All.Jobs};
  std::vector<Job> Borrowed;
  std::vector<std::string> Remarks;
};

void Chooser::borrow(StringRef File) {
  if (!State.exists(absolute(File))) {
    All.Problems.push_back(("'" + File + "' does not exist").str());
    return;
  }
  std::optional<Job> J = Similar.jobFor(absolute(File));
  if (!J)
    return;
  StringRef From = J->Command.Heuristic;
  From.consume_front("inferred from ");
  if (From.consume_front(Repository.topLevel()))
    From.consume_front("/");
  Remarks.push_back(
      ("'" + File + "' is not in the compilation database: it is analysed as '" + From + "' is compiled").str());
  Borrowed.push_back(std::move(*J));
}

llvm::Error Chooser::takeIncluders(const std::vector<std::string> &Headers) {
  std::vector<std::string> Globs;
  for (const llvm::ArrayRef<llvm::StringLiteral> Extensions : {llvm::ArrayRef(Included), llvm::ArrayRef(Including)})
    for (const StringRef Extension : Extensions)
      Globs.push_back(("*." + Extension).str());
  auto Lines = Repository.linesWith(IncludeGraph::LinePattern, Globs, O.Staged);
  if (!Lines)
    return Lines.takeError();
  const IncludeGraph Graph(std::move(*Lines), [&](StringRef File) { return State.exists(absolute(File)); });
  std::vector<Includer> Units = Graph.includersOf(Headers);
  llvm::erase_if(Units, [&](const Includer &I) { return !isUnit(I.File) || isThirdParty(I.File); });
  for (const std::string &Header : Headers)
    if (!Graph.isIncludedBy(Header, [&](StringRef File) { return isUnit(File); }))
      Remarks.push_back("'" + Header + "' is not analysed: no file of the compilation database includes it");
  llvm::erase_if(Units, [&](const Includer &I) { return isTaken(I.File); });
  const size_t Nearest =
      nearestFirst(Units, O.Includers.value_or(O.Staged ? IncludersOfCommit : std::numeric_limits<unsigned>::max()));
  for (size_t I = 0; I < Nearest; ++I)
    take(Units[I].File);
  if (Nearest < Units.size())
    sayLeft(llvm::ArrayRef(Units).drop_front(Nearest), Nearest);
  return llvm::Error::success();
}

void Chooser::sayLeft(llvm::ArrayRef<Includer> Left, size_t Analysed) {
  std::vector<std::string> Names;
  for (const Includer &I : Left.take_front(MostNamed))
    Names.push_back("'" + I.File + "'");
  std::string Text = "of the files that include changed headers, " + std::to_string(Analysed) +
                     (Analysed == 1 ? " is" : " are") + " analysed; left " + (O.Staged ? "to CI: " : "out: ") +
                     llvm::join(Names, ", ");
  if (Left.size() > MostNamed)
    Text += " and " + std::to_string(Left.size() - MostNamed) + " more";
  Remarks.push_back(std::move(Text));
}

ChangedUnits Chooser::finish() && {
  ChangedUnits Units{std::move(All), std::move(Remarks)};
  std::vector<Job> Jobs;
  for (const size_t I : Chosen)
    Jobs.push_back(std::move(Units.Selected.Jobs[I]));
  for (Job &J : Borrowed) {
    Units.Selected.Borrowed.insert(J.File);
    Jobs.push_back(std::move(J));
  }
  llvm::sort(Jobs, [](const Job &A, const Job &B) {
    return std::tie(A.File, A.Command.CommandLine) < std::tie(B.File, B.Command.CommandLine);
  });
  Units.Selected.Jobs = std::move(Jobs);
  dropUnreadable(Units.Selected, &State);
  return Units;
}

} // namespace

bool isSource(StringRef File) {
  const types::ID Type = types::lookupTypeForExtension(extensionOf(File));
  return types::isCXX(Type) && types::isSrcFile(Type) && !types::isCuda(Type) && !types::isHIP(Type) &&
         !types::onlyPrecompileType(Type);
}

bool mayBeCxx(StringRef File) { return isHeader(File) || llvm::is_contained(Including, extensionOf(File)); }

llvm::Expected<ChangedUnits> unitsOf(const std::vector<std::string> &Files, Selection All, const Git &Repository,
                                     const Options &O, llvm::vfs::FileSystem &State) {
  Chooser Choice(std::move(All), Repository, O, State);
  std::vector<std::string> Headers;
  size_t ThirdParty = 0;
  for (const std::string &File : Files) {
    if (Choice.isThirdParty(File))
      ++ThirdParty;
    else if (Choice.take(File))
      continue;
    else if (isSource(File))
      Choice.borrow(File);
    else if (isHeader(File))
      Headers.push_back(File);
  }
  if (!Headers.empty())
    if (llvm::Error E = Choice.takeIncluders(Headers))
      return std::move(E);
  ChangedUnits Units = std::move(Choice).finish();
  Units.Selected.ThirdParty = ThirdParty;
  return Units;
}

} // namespace asynctidy::driver
