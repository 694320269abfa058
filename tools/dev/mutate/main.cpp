// async-mutate: plants bugs into real code, one at a time, and reports whether the checks find them. It prints
// Markdown; each BUILD has a compile_commands.json (tools/dev/corpus). --places writes those that are found as JSON,
// for tools/dev/identity.
#include "kinds.h"
#include "measure.h"
#include "report.h"

#include "driver/resources.h"
#include "report/output-file.h"

#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/xxhash.h"

using namespace asynctidy::mutate;
using namespace llvm;

namespace {

cl::OptionCategory Category("async-mutate options");
cl::list<std::string> Builds(cl::Positional, cl::OneOrMore, cl::desc("BUILD..."), cl::cat(Category));
cl::opt<unsigned> Jobs("jobs", cl::init(2), cl::desc("worker processes"), cl::cat(Category));
cl::opt<std::string> Only("only", cl::desc("only translation units whose path contains this"), cl::cat(Category));
cl::list<std::string> Kinds("kind", cl::CommaSeparated, cl::desc("names of kinds (default: all)"), cl::cat(Category));
cl::opt<unsigned> UnitCount("units", cl::desc("this many translation units of a code base (default: all)"),
                            cl::cat(Category));
cl::opt<unsigned> PerKind("per-kind", cl::init(10), cl::cat(Category),
                          cl::desc("places of a kind in each code base (0: all; default 10)"));
cl::opt<unsigned> Seed("seed", cl::init(1), cl::desc("which units and places these are (default 1)"),
                       cl::cat(Category));
cl::opt<bool> ListAll("list", cl::desc("also print every place"), cl::cat(Category));
cl::opt<std::string> PlacesFile("places", cl::value_desc("file"), cl::cat(Category),
                                cl::desc("try nothing; write the places and texts of the bugs to this file, as JSON"));

constexpr unsigned SecondsPerAnalysis = 600; ///< far more than needed, for a busy machine

/// A number that orders things at random, but the same way in each checkout.
uint64_t drawn(StringRef File, StringRef More) {
  const std::string Text =
      (sys::path::filename(sys::path::parent_path(File)) + "/" + sys::path::filename(File) + More + Twine(Seed)).str();
  return xxh3_64bits(Text);
}

bool loadUnits(std::vector<Unit> &Units) {
  for (const std::string &Build : Builds) {
    std::string Error;
    auto Database = clang::tooling::JSONCompilationDatabase::loadFromFile(
        Build + "/compile_commands.json", Error, clang::tooling::JSONCommandLineSyntax::AutoDetect);
    if (!Database) {
      errs() << "async-mutate: " << Build << "/compile_commands.json: " << Error << '\n';
      return false;
    }
    std::vector<std::string> Files = Database->getAllFiles();
    erase_if(Files, [](const std::string &File) { return !StringRef(File).contains(Only); });
    // First those with an await, which instantiate the templates of others.
    auto Rank = [](const std::string &File) {
      auto Buffer = MemoryBuffer::getFile(File);
      return std::pair(!Buffer || !(*Buffer)->getBuffer().contains("co_await"), drawn(File, ""));
    };
    sort(Files, [&](const std::string &L, const std::string &R) { return Rank(L) < Rank(R); });
    if (UnitCount && Files.size() > UnitCount)
      Files.resize(UnitCount);
    for (const std::string &File : Files) {
      clang::tooling::CompileCommand Command = Database->getCompileCommands(File).front();
      Command.CommandLine.insert(Command.CommandLine.begin() + 1, {"-include", ASYNC_PLANTED "/shapes.h"});
      Units.push_back({sys::path::filename(StringRef(Build).rtrim('/')).str(), std::move(Command)});
    }
  }
  return true;
}

/// Each place once, in a unit that instantiates it if there is one; of each kind in each code base as many as wanted.
std::vector<Planting> choose(const std::vector<Unit> &Units, const std::vector<std::vector<Place>> &Seen) {
  std::map<std::string, Planting> ByKey;
  for (size_t I = 0; I < Units.size(); ++I)
    for (const Place &P : Seen[I]) {
      auto [At, New] = ByKey.try_emplace(P.key(), Planting{&Units[I], P});
      if (!New && P.IsInstantiated && !At->second.Where.IsInstantiated)
        At->second = {&Units[I], P};
    }
  std::map<std::pair<std::string, unsigned>, std::vector<Planting>> Groups;
  for (auto &[Key, P] : ByKey)
    Groups[{P.Of->CodeBase, P.Where.Kind}].push_back(std::move(P));
  std::vector<Planting> Chosen;
  for (auto &[Group, Places] : Groups) {
    auto Draw = [](const Planting &P) { return drawn(P.Where.File, P.Where.key()); };
    if (PerKind && Places.size() > PerKind) {
      sort(Places, [&](const Planting &L, const Planting &R) { return Draw(L) < Draw(R); });
      Places.resize(PerKind);
    }
    append_range(Chosen, Places);
  }
  return Chosen;
}

int writePlaces(const std::vector<Planting> &Plantings) {
  Error E = asynctidy::report::writeFile(PlacesFile, [&](raw_ostream &Out) { writeJson(Plantings, Out); });
  if (!E)
    return 0;
  errs() << "async-mutate: " << toString(std::move(E)) << '\n';
  return 2;
}

} // namespace

int main(int argc, char **argv) {
  cl::HideUnrelatedOptions(Category);
  cl::ParseCommandLineOptions(argc, argv, "Plants bugs into real code and tells which of them the checks see.\n");
  std::set<unsigned> Wanted;
  for (unsigned I = 0; I < kinds().size(); ++I)
    if (Kinds.empty() || is_contained(Kinds, kinds()[I].Name))
      Wanted.insert(I);
  if (!Kinds.empty() && Wanted.size() != Kinds.size()) {
    errs() << "async-mutate: the kinds are";
    for (const KindInfo &Info : kinds())
      errs() << ' ' << Info.Name;
    errs() << '\n';
    return 2;
  }
  std::vector<Unit> Units;
  if (!loadUnits(Units))
    return 2;
  const Limits L{Jobs, SecondsPerAnalysis, asynctidy::driver::findResourceDirectory(argv[0])};
  std::vector<Planting> Plantings = choose(Units, look(Units, Wanted, L));
  if (!PlacesFile.empty())
    return writePlaces(Plantings);
  SmallString<128> Directory;
  if (sys::fs::createUniqueDirectory("async-mutate", Directory)) {
    errs() << "async-mutate: cannot create a temporary directory\n";
    return 2;
  }
  const std::optional<std::string> Index =
      Wanted.contains(kindNamed("sleep-elsewhere")) ? makeIndex(Directory.str().str()) : "";
  if (!Index)
    return 2;
  std::vector<Run> Runs;
  std::map<const Unit *, size_t> Unplanted;
  for (const Planting &P : Plantings)
    if (Unplanted.try_emplace(P.Of, Runs.size()).second)
      Runs.push_back({P.Of});
  const size_t First = Runs.size();
  for (const Planting &P : Plantings)
    Runs.push_back({P.Of, &P.Where});
  errs() << "async-mutate: " << Plantings.size() << " places in " << First << " translation units\n";
  const std::vector<Analysis> Analyses = analyse(Runs, *Index, Directory.str().str(), L);
  if (sys::fs::remove_directories(Directory))
    errs() << "async-mutate: cannot remove " << Directory << "\n";
  for (size_t I = 0; I < Plantings.size(); ++I) {
    Plantings[I].Before = &Analyses[Unplanted[Plantings[I].Of]];
    Plantings[I].After = &Analyses[First + I];
  }
  report(Plantings, ListAll, outs());
  return 0;
}
