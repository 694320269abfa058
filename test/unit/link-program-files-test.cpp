#include "link/program-files.h"

#include "link-program.h"
#include "summaries/facts-file.h"
#include "temporary-folder.h"

#include "gtest/gtest.h"

using namespace asynctidy::link;
using namespace asynctidy::unit;

namespace {

/// Writes what the file \p Main says: `f` of that file, which locks the variable `m` that \p DefinesVariable files
/// define, and `h` of a header.
void writeUnit(const std::string &Path, llvm::StringRef Main, bool DefinesVariable) {
  Code C;
  C.file(Main);
  C.function(("f of " + Main).str()).lock("m");
  C.file("h.h");
  C.function("h").blocks(Main);
  std::vector<GlobalVariable> Globals;
  if (DefinesVariable)
    Globals.push_back({C.strings().add("m"), C.strings().add(Main)});
  llvm::Error E = writeFactsFile(Path, {{Main.str(), "", {}}, C.facts(), Globals}, C.strings());
  ASSERT_FALSE(E) << llvm::toString(std::move(E));
}

TEST(ProgramFiles, OfAFunctionInAHeaderTheOneOfTheFirstMainFileStays) {
  const TemporaryFolder Folder;
  // Whatever the files are called and in which order they come.
  writeUnit(Folder.file("2.facts"), "a.cpp", false);
  writeUnit(Folder.file("1.facts"), "b.cpp", false);
  for (const bool Backwards : {false, true}) {
    std::vector<std::string> Paths = {Folder.file("1.facts"), Folder.file("2.facts")};
    if (Backwards)
      std::swap(Paths[0], Paths[1]);
    Strings Names;
    Program P(Names);
    auto Units = readProgram(Paths, P);
    ASSERT_TRUE(bool(Units)) << llvm::toString(Units.takeError());
    ASSERT_EQ(Units->size(), 2u);
    EXPECT_EQ(Units->front().MainFile, "a.cpp");
    ASSERT_EQ(P.functions().size(), 3u);
    EXPECT_EQ(Names[P.find(Names.add("h"))->Blockers[0].Name], "'a.cpp'");
  }
}

TEST(ProgramFiles, VariablesOfOneNameAreToldApart) {
  const TemporaryFolder Folder;
  const auto LockOf = [&](bool BothDefineIt) {
    writeUnit(Folder.file("1.facts"), "a.cpp", true);
    writeUnit(Folder.file("2.facts"), "b.cpp", BothDefineIt);
    Strings Names;
    Program P(Names);
    auto Units = readProgram({Folder.file("1.facts"), Folder.file("2.facts")}, P);
    EXPECT_TRUE(bool(Units)) << llvm::toString(Units.takeError());
    return Names[P.find(Names.add("f of b.cpp"))->Acquisitions[0].What.Path.Variable].str();
  };
  EXPECT_EQ(LockOf(false), "m");
  EXPECT_EQ(LockOf(true), "b.cpp|m");
}

TEST(ProgramFiles, MissingFiles) {
  const TemporaryFolder Folder;
  Strings Names;
  Program P(Names);
  auto Read = readProgram({Folder.file("none.facts")}, P);
  ASSERT_FALSE(bool(Read));
  EXPECT_EQ(llvm::toString(Read.takeError()), Folder.file("none.facts") + " cannot be read: No such file or directory");
}

} // namespace
