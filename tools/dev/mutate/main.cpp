// async-mutate: plants bugs into real code, one at a time, and reports whether the checks find them. `async-mutate
// BUILD…` removes the `co_await` of every `co_await …;` statement, `--kind` plants other bugs. It prints Markdown; each
// BUILD has a compile_commands.json (tools/dev/corpus).
#include "choice.h"
#include "elsewhere.h"
#include "frontend.h"
#include "kinds.h"
#include "mutants.h"
#include "places.h"
#include "planted-report.h"
#include "processes.h"
#include "report.h"
#include "store.h"

#include "clang/Basic/Diagnostic.h"
#include "clang/Tooling/JSONCompilationDatabase.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace asynctidy::mutate;
using namespace llvm;

namespace {

cl::OptionCategory Category("async-mutate options");
cl::list<std::string> Builds(cl::Positional, cl::OneOrMore, cl::desc("BUILD..."), cl::cat(Category));
cl::opt<unsigned> Jobs("jobs", cl::init(2), cl::desc("translation units at a time"), cl::cat(Category));
cl::opt<std::string> Checks("checks", cl::init("async-*"), cl::desc("the checks to run"), cl::cat(Category));
cl::opt<std::string> Only("only", cl::desc("only translation units whose path contains this"), cl::cat(Category));
cl::opt<unsigned> Every("every", cl::init(1), cl::desc("only every Nth place"), cl::cat(Category));
cl::list<Kind> Kinds("kind", cl::CommaSeparated, cl::desc("what to plant (default: lost)"), cl::cat(Category),
                     cl::values(clEnumValN(Kind::Lost, "lost", "no 'co_await'"),
                                clEnumValN(Kind::Sleep, "sleep", "a sleep three calls below a coroutine"),
                                clEnumValN(Kind::SleepElsewhere, "sleep-elsewhere", "the same in other files"),
                                clEnumValN(Kind::Lock, "lock", "a lock_guard before an await"),
                                clEnumValN(Kind::Swap, "swap", "two mutexes in two orders"),
                                clEnumValN(Kind::CatchAll, "catch-all", "catch (...) {} around an await in a loop"),
                                clEnumValN(Kind::Temporary, "temporary", "work on a temporary, named before its await"),
                                clEnumValN(Kind::Capture, "capture", "the same of the coroutine of a closure"),
                                clEnumValN(Kind::Self, "self", "work started without a reference to its object"),
                                clEnumValN(Kind::Iterator, "iterator", "an iterator kept across an await")));
cl::opt<unsigned> PerFile("per-file", cl::init(3), cl::cat(Category),
                          cl::desc("places per file and kind, except for 'lost' (0: all; default 3)"));
cl::opt<unsigned> Seed("seed", cl::init(1), cl::desc("which places these are (default 1)"), cl::cat(Category));
cl::opt<bool> ListAll("list", cl::desc("also print every mutant"), cl::cat(Category));

constexpr unsigned SecondsToParse = 600, SecondsPerUnit = 4 * 3600;

struct Unit {
  std::string CodeBase;
  clang::tooling::CompileCommand Command;
};

/// One translation unit with the places that are mutated in it.
struct Run {
  const Unit *Of;
  bool WithIndex;
  std::vector<Place> Places;
};

bool loadUnits(bool Planting, std::vector<Unit> &Units) {
  for (const std::string &Build : Builds) {
    std::string Error;
    auto Database = clang::tooling::JSONCompilationDatabase::loadFromFile(
        Build + "/compile_commands.json", Error, clang::tooling::JSONCommandLineSyntax::AutoDetect);
    if (!Database) {
      errs() << "async-mutate: " << Build << "/compile_commands.json: " << Error << '\n';
      return false;
    }
    std::vector<std::string> Files = Database->getAllFiles();
    sort(Files);
    for (const std::string &File : Files)
      if (StringRef(File).contains(Only))
        Units.push_back({sys::path::filename(StringRef(Build).rtrim('/')).str(),
                         Planting ? including(Database->getCompileCommands(File).front(), PlantHeaders)
                                  : Database->getCompileCommands(File).front()});
  }
  return true;
}

/// The sights of each unit; nothing where it cannot be parsed.
std::vector<std::optional<Sights>> look(const std::vector<Unit> &Units, const std::set<Kind> &Wanted,
                                        std::map<std::string, CodeBase> &Bases, StringRef Directory) {
  auto PathOf = [&](unsigned I) { return (Directory + "/" + Twine(I) + ".places").str(); };
  inChildren(Units.size(), Jobs, SecondsToParse, [&](unsigned I) {
    Sights Seen;
    clang::IgnoringDiagConsumer Diagnostics;
    if (runAction(Units[I].Command, {}, makePlaceFinder(Wanted, Seen), Diagnostics))
      storeSights(Seen, PathOf(I));
  });
  std::vector<std::optional<Sights>> All;
  std::set<std::string> Claimed;
  for (unsigned I = 0; I < Units.size(); ++I) {
    All.push_back(loadSights(PathOf(I)));
    if (!All.back()) {
      errs() << "async-mutate: " << Units[I].Command.Filename << ": cannot be parsed; its places are left out\n";
      continue;
    }
    CodeBase &Base = Bases[Units[I].CodeBase];
    ++Base.Units;
    Base.add(*All.back(), Claimed);
  }
  return All;
}

std::vector<Run> runsOf(const std::vector<Unit> &Units, const Choice &Chosen) {
  std::vector<Run> Runs;
  unsigned Count = 0;
  for (unsigned I = 0; I < Units.size(); ++I) {
    Run Alone{&Units[I], false, {}}, WithIndex{&Units[I], true, {}};
    for (const Place &P : Chosen.OfUnit[I])
      if (Count++ % Every == 0)
        (P.What == Kind::SleepElsewhere ? WithIndex : Alone).Places.push_back(P);
    for (Run *R : {&Alone, &WithIndex})
      if (!R->Places.empty())
        Runs.push_back(std::move(*R));
  }
  return Runs;
}

/// Shortens paths: relative to the deepest directory with all places of a code base.
class Shortener {
public:
  void add(const std::string &CodeBase, const Place &P) {
    StringRef Common = Roots.try_emplace(CodeBase, sys::path::parent_path(P.File)).first->second;
    while (!StringRef(P.File).starts_with((Common + "/").str()))
      Common = sys::path::parent_path(Common);
    Roots[CodeBase] = Common.str();
  }

  std::string operator()(const std::string &CodeBase, const Place &P) {
    StringRef Shown = P.File;
    Shown.consume_front(Roots[CodeBase] + "/");
    return (Shown + ":" + Twine(P.Line)).str();
  }

private:
  std::map<std::string, std::string> Roots;
};

} // namespace

int main(int argc, char **argv) {
  cl::HideUnrelatedOptions(Category);
  cl::ParseCommandLineOptions(argc, argv, "Plants bugs into real code and tells which of them the checks see.\n");
  std::set<Kind> Wanted(Kinds.begin(), Kinds.end());
  if (Wanted.empty())
    Wanted.insert(Kind::Lost);
  const bool Planting = !Wanted.contains(Kind::Lost);
  if (!Planting && Wanted.size() > 1) {
    errs() << "async-mutate: '--kind lost' runs alone, since the others include headers first\n";
    return 2;
  }
  std::vector<Unit> Units;
  if (!loadUnits(Planting, Units))
    return 2;
  SmallString<128> Directory;
  if (sys::fs::createUniqueDirectory("async-mutate", Directory)) {
    errs() << "async-mutate: cannot create a temporary directory\n";
    return 2;
  }
  std::optional<std::string> Index = "";
  if (Wanted.contains(Kind::SleepElsewhere) && !(Index = makeIndexOfHelpers(Directory)))
    return 2;

  std::map<std::string, CodeBase> Bases;
  const Choice Chosen = choose(look(Units, Wanted, Bases, Directory), Wanted, PerFile, Seed);
  const std::vector<Run> Runs = runsOf(Units, Chosen);
  if (Runs.empty()) {
    errs() << "async-mutate: no place to mutate in any translation unit\n";
    return 2;
  }
  auto PrefixOf = [&](unsigned I) { return (Directory + "/" + Twine(I)).str(); };
  inChildren(Runs.size(), Jobs, SecondsPerUnit, [&](unsigned I) {
    runMutants(Runs[I].Of->Command, Runs[I].Places, Checks, Runs[I].WithIndex ? *Index : "", PrefixOf(I));
  });

  Shortener Shown;
  for (const Run &R : Runs)
    for (const Place &P : R.Places)
      Shown.add(R.Of->CodeBase, P);
  for (const auto &[What, Places] : Chosen.Left)
    for (const auto &[I, P] : Places)
      Shown.add(Units[I].CodeBase, P);
  std::vector<Outcome> Outcomes;
  for (unsigned I = 0; I < Runs.size(); ++I) {
    const std::string &Base = Runs[I].Of->CodeBase;
    RunResult Baseline = loadResult(baselinePath(PrefixOf(I)));
    for (unsigned P = 0; P < Runs[I].Places.size(); ++P) {
      const Place &Where = Runs[I].Places[P];
      Outcome O{Base, Shown(Base, Where), Where, Baseline, {}};
      for (unsigned Mutant = 0; Mutant < Where.Mutants.size(); ++Mutant)
        O.Mutants.push_back(loadResult(mutantPath(PrefixOf(I), P, Mutant)));
      Outcomes.push_back(std::move(O));
    }
  }
  if (sys::fs::remove_directories(Directory))
    errs() << "async-mutate: cannot remove " << Directory << "\n";
  if (!Planting) {
    report(Bases, Outcomes, outs(), ListAll);
    return 0;
  }
  std::map<Kind, Sighted> Sighted;
  for (const auto &[What, ByUnit] : Chosen.Seen)
    for (auto [I, Count] : ByUnit)
      Sighted[What].Places[Units[I].CodeBase] += Count;
  for (const auto &[What, Places] : Chosen.Left)
    for (const auto &[I, P] : Places)
      Sighted[What].Left.push_back({Units[I].CodeBase, Shown(Units[I].CodeBase, P), P.NoBug});
  for (Kind What : Wanted)
    reportPlanted(What, Sighted[What], Outcomes, outs(), ListAll);
  return 0;
}
