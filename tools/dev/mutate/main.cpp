// async-mutate: takes the `co_await` out of every `co_await …;` statement of real code, one at a time, and tells whether
// the checks see it. `async-mutate BUILD…` prints Markdown; each BUILD holds a compile_commands.json (tools/dev/corpus).
#include "frontend.h"
#include "mutants.h"
#include "places.h"
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
cl::opt<bool> ListAll("list", cl::desc("also print every mutant"), cl::cat(Category));

constexpr unsigned SecondsToParse = 600, SecondsPerUnit = 4 * 3600;

struct Unit {
  std::string CodeBase;
  clang::tooling::CompileCommand Command;
  std::vector<Place> Places;
};

/// Per code base, the directory that holds all its places: paths are shown from there.
std::map<std::string, std::string> rootsOf(const std::vector<Unit> &Units) {
  std::map<std::string, std::string> Roots;
  for (const Unit &U : Units)
    for (const Place &P : U.Places) {
      StringRef Common = Roots.try_emplace(U.CodeBase, sys::path::parent_path(P.File)).first->second;
      while (!StringRef(P.File).starts_with((Common + "/").str()))
        Common = sys::path::parent_path(Common);
      Roots[U.CodeBase] = Common.str();
    }
  return Roots;
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
    sort(Files);
    for (const std::string &File : Files)
      if (StringRef(File).contains(Only))
        Units.push_back({sys::path::filename(StringRef(Build).rtrim('/')).str(),
                         Database->getCompileCommands(File).front(), {}});
  }
  return true;
}

/// Gives every place to one translation unit: the first that instantiates it, or else the first that has it.
bool findPlaces(std::vector<Unit> &Units, std::map<std::string, CodeBase> &Bases, StringRef Directory) {
  auto PathOf = [&](unsigned I) { return (Directory + "/" + Twine(I) + ".places").str(); };
  inChildren(Units.size(), Jobs, SecondsToParse, [&](unsigned I) {
    Sights Seen;
    clang::IgnoringDiagConsumer Diagnostics;
    if (runAction(Units[I].Command, {}, makePlaceFinder(Seen), Diagnostics))
      storeSights(Seen, PathOf(I));
  });
  std::map<std::string, std::pair<unsigned, Place>> Chosen;
  std::set<std::string> Claimed;
  for (unsigned I = 0; I < Units.size(); ++I) {
    std::optional<Sights> Seen = loadSights(PathOf(I));
    if (!Seen) {
      errs() << "async-mutate: " << Units[I].Command.Filename << ": cannot be parsed; its places are left out\n";
      continue;
    }
    CodeBase &Base = Bases[Units[I].CodeBase];
    ++Base.Units;
    Base.add(*Seen, Claimed);
    for (Place &P : Seen->Places) {
      auto [At, New] = Chosen.try_emplace(P.key(), I, P);
      if (!New && P.Instantiated && !At->second.second.Instantiated)
        At->second = {I, P};
    }
  }
  unsigned Count = 0;
  for (auto &[Key, UnitAndPlace] : Chosen)
    if (Count++ % Every == 0)
      Units[UnitAndPlace.first].Places.push_back(UnitAndPlace.second);
  for (Unit &U : Units)
    sort(U.Places, [](const Place &L, const Place &R) {
      return std::tie(L.File, L.Statement.Begin) < std::tie(R.File, R.Statement.Begin);
    });
  erase_if(Units, [](const Unit &U) { return U.Places.empty(); });
  return !Units.empty();
}

} // namespace

int main(int argc, char **argv) {
  cl::HideUnrelatedOptions(Category);
  cl::ParseCommandLineOptions(argc, argv, "Measures which lost co_awaits the checks see in real code.\n");
  std::vector<Unit> Units;
  if (!loadUnits(Units))
    return 2;
  std::map<std::string, CodeBase> Bases;
  SmallString<128> Directory;
  if (sys::fs::createUniqueDirectory("async-mutate", Directory)) {
    errs() << "async-mutate: cannot create a temporary directory\n";
    return 2;
  }
  if (!findPlaces(Units, Bases, Directory)) {
    errs() << "async-mutate: no 'co_await …;' statement in any translation unit\n";
    return 2;
  }
  auto PrefixOf = [&](unsigned I) { return (Directory + "/" + Twine(I)).str(); };
  inChildren(Units.size(), Jobs, SecondsPerUnit,
             [&](unsigned I) { runMutants(Units[I].Command, Units[I].Places, Checks, PrefixOf(I)); });

  std::vector<Outcome> Outcomes;
  std::map<std::string, std::string> Roots = rootsOf(Units);
  for (unsigned I = 0; I < Units.size(); ++I) {
    RunResult Baseline = loadResult(baselinePath(PrefixOf(I)));
    for (unsigned P = 0; P < Units[I].Places.size(); ++P) {
      const Place &Where = Units[I].Places[P];
      StringRef Shown = Where.File;
      Shown.consume_front(Roots[Units[I].CodeBase] + "/");
      Outcome O{Units[I].CodeBase, (Shown + ":" + Twine(Where.Line)).str(), Where, Baseline, {}};
      for (unsigned Kind = 0; Kind < MutantKinds; ++Kind)
        O.Mutants[Kind] = loadResult(mutantPath(PrefixOf(I), P, MutantKind(Kind)));
      Outcomes.push_back(std::move(O));
    }
  }
  if (sys::fs::remove_directories(Directory))
    errs() << "async-mutate: cannot remove " << Directory << "\n";
  report(Bases, Outcomes, outs(), ListAll);
  return 0;
}
