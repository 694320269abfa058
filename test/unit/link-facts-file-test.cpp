#include "link/facts-file.h"

#include "link-program.h"
#include "temporary-folder.h"

#include "llvm/Support/Compression.h"

#include "gtest/gtest.h"

using namespace asynctidy::link;
using namespace asynctidy::unit;

namespace {

const TranslationUnit Unit = {"src/a.cpp", "0.1.0", {{"src/a.cpp", "aa"}, {"src/a.h", "bb"}}, true};

/// A program in which everything has a value that is not its default.
void fill(Code &C) {
  C.file("src/a.cpp");
  C.function("ns::Pool::~Pool").makesObject().closed().overrides("ns::Base::~Base");
  C.coroutine("c").eager().generator();
  C.function("f")
      .lock("this.ns::Pool::m", Async)
      .lock("registry.[].Entry::m", Recursive)
      .maybe()
      .tryLock("#3.ns::Pool::m", Shared)
      .silenced(SelfDeadlock)
      .onlyIf(255, true)
      .call("g", "~pool.Pool::inner", {"?", "this", "global", "true"})
      .onlyIf(0, false)
      .isVirtual()
      .mayBlock()
      .await("h")
      .silenced(LockOrder | BlockingCall)
      .spawn("i")
      .blocks("sleep", "parks (posix.yaml:3)")
      .silenced(BlockingCall)
      .waits("get");
  Strings &Names = C.program().strings();
  C.program().addGlobal(Names.add("registry"), Names.add("src/a.cpp"));
}

const std::string Begin = "async-tidy facts " + std::to_string(SchemaVersion) + " ";

std::string errorOf(llvm::StringRef Content) {
  Program P;
  llvm::Expected<TranslationUnit> Read = readFacts(Content, "x.facts", P);
  if (Read)
    return "none";
  EXPECT_TRUE(P.functions().empty());
  return llvm::toString(Read.takeError());
}

std::string plain(llvm::StringRef Json) {
  return (Begin + "plain " + llvm::Twine(Json.size()) + " a.cpp\n" + Json).str();
}

TEST(FactsFile, ReadingGivesWhatWasWritten) {
  Code C;
  fill(C);
  for (const bool Compress : {false, true}) {
    const std::string Content = factsText(Unit, C.program(), Compress);
    Program Read;
    llvm::Expected<TranslationUnit> Again = readFacts(Content, "x.facts", Read);
    ASSERT_TRUE(bool(Again)) << llvm::toString(Again.takeError());
    EXPECT_EQ(*Again, Unit);
    ASSERT_EQ(Read.functions().size(), 3u);
    EXPECT_EQ(factsText(*Again, Read, Compress), Content);
  }
}

TEST(FactsFile, NothingIsLeftOut) {
  Code C;
  fill(C);
  const std::string Content = factsText(Unit, C.program());
  Program Read;
  ASSERT_TRUE(bool(readFacts(Content, "x.facts", Read)));
  const FunctionFacts *F = Read.find(Read.strings().add("f"));
  const FunctionFacts *Written = C.program().find(C.program().strings().add("f"));
  ASSERT_TRUE(F && Written);
  const auto Same = [&](Text A, Text B) { return Read.strings()[A] == C.program().strings()[B]; };
  EXPECT_TRUE(Same(F->Name, Written->Name));
  EXPECT_TRUE(Same(F->At.File, Written->At.File));
  EXPECT_EQ(F->At.Line, Written->At.Line);
  ASSERT_EQ(F->Holds.size(), 3u);
  EXPECT_FALSE(F->Holds[1].OnEveryPath);
  EXPECT_TRUE(F->Holds[0].OnEveryPath);
  EXPECT_TRUE(F->Holds[0].What.IsAsync);
  EXPECT_TRUE(F->Holds[1].What.IsRecursive);
  ASSERT_EQ(F->Holds[1].What.Path.Steps.size(), 2u);
  EXPECT_EQ(F->Holds[1].What.Path.Steps[0], 0u);
  ASSERT_EQ(F->Acquisitions.size(), 3u);
  EXPECT_TRUE(F->Acquisitions[2].OnlyTries);
  EXPECT_TRUE(F->Acquisitions[2].What.IsShared);
  EXPECT_EQ(F->Acquisitions[2].What.Path.Number, 3u);
  EXPECT_EQ(F->Acquisitions[2].Held, (std::vector<uint32_t>{0, 1}));
  EXPECT_EQ(F->Acquisitions[2].Silenced, SelfDeadlock);
  EXPECT_EQ(F->Acquisitions[2].OnlyIf, Condition(255, true));
  EXPECT_EQ(F->Calls[0].OnlyIf, Condition(0, false));
  ASSERT_EQ(F->Calls.size(), 3u);
  EXPECT_TRUE(F->Calls[0].IsVirtual && F->Calls[0].MayBlock && F->Calls[0].BeforeSuspension);
  EXPECT_EQ(F->Calls[0].Arguments.size(), 4u);
  EXPECT_EQ(F->Calls[0].Object.From, ObjectPath::Root::Local);
  EXPECT_EQ(F->Calls[1].How, Call::Way::Awaited);
  EXPECT_EQ(F->Calls[1].Silenced, LockOrder | BlockingCall);
  EXPECT_EQ(F->Calls[2].How, Call::Way::Apart);
  EXPECT_FALSE(F->Calls[2].BeforeSuspension);
  ASSERT_EQ(F->Blockers.size(), 2u);
  EXPECT_EQ(Read.strings()[F->Blockers[0].Because], "parks (posix.yaml:3)");
  EXPECT_TRUE(F->Blockers[1].WaitsForWork);
  const FunctionFacts *D = Read.find(Read.strings().add("ns::Pool::~Pool"));
  ASSERT_TRUE(D);
  EXPECT_TRUE(D->MakesOrEndsObject && D->IsClosed);
  EXPECT_EQ(D->Overrides.size(), 1u);
  const FunctionFacts *Coroutine = Read.find(Read.strings().add("c"));
  ASSERT_TRUE(Coroutine);
  EXPECT_TRUE(Coroutine->IsCoroutine && Coroutine->IsEager && Coroutine->IsGenerator);
  const auto &Files = Read.globals().lookup(Read.strings().add("registry"));
  ASSERT_EQ(Files.size(), 1u);
  EXPECT_EQ(Read.strings()[Files.front()], "src/a.cpp");
}

TEST(FactsFile, EqualFactsMakeEqualBytes) {
  const auto Content = [](bool Backwards) {
    Code C;
    C.program().strings().add(Backwards ? "something that was first" : "x");
    C.file("a.cpp");
    for (const char *Name : {Backwards ? "g" : "f", Backwards ? "f" : "g"})
      C.function(Name).Facts.At.Line = 7;
    TranslationUnit Same = Unit;
    if (Backwards)
      std::swap(Same.Inputs[0], Same.Inputs[1]);
    return factsText(Same, C.program());
  };
  EXPECT_EQ(Content(false), Content(true));
}

TEST(FactsFile, TheFirstLineSaysWhatItIs) {
  Code C;
  EXPECT_EQ(llvm::StringRef(factsText(Unit, C.program(), false)).split('\n').first.str(),
            Begin + "plain 116 src/a.cpp");
}

TEST(FactsFile, TextsThatAreNoUtf8) {
  Code C;
  C.function("f\xff");
  EXPECT_EQ(errorOf(factsText(Unit, C.program())), "none");
}

TEST(FactsFile, ClearErrors) {
  EXPECT_EQ(errorOf("hello"), "x.facts is no facts file: run 'async-tidy facts' to make one");
  EXPECT_EQ(errorOf(""), "x.facts is no facts file: run 'async-tidy facts' to make one");
  EXPECT_EQ(errorOf("async-tidy facts 999 lz4 12 a.cpp\n..."),
            "x.facts was written by another version of async-tidy (schema 999, this one reads " +
                std::to_string(SchemaVersion) +
                "): run 'async-tidy facts' "
                "again");
  const auto Damaged = [](llvm::StringRef What) {
    return ("x.facts is damaged (" + What + "): run 'async-tidy facts' again").str();
  };
  EXPECT_EQ(errorOf(Begin + "pla"), Damaged("its first line is incomplete"));
  EXPECT_EQ(errorOf(Begin + "plain 3 a.cpp\n{"), Damaged("it is not as long as it says"));
  EXPECT_EQ(errorOf(plain("{")), Damaged("it is no JSON"));
  EXPECT_EQ(errorOf(plain("[]")), Damaged("'functions', 'globals', 'inputs', 'main', 'texts' or 'tool' is missing"));
  EXPECT_EQ(errorOf(plain(std::string(1000000, '['))), Damaged("it is nested too deeply"));
  const auto With = [](llvm::StringRef Function, llvm::StringRef Global) {
    return plain(("{\"functions\":[" + Function + "],\"globals\":[" + Global +
                  "],\"inputs\":[],\"main\":false,\"texts\":[\"\",\"f\"],\"tool\":\"\"}")
                     .str());
  };
  const auto WithFunction = [&](llvm::StringRef Function) { return With(Function, ""); };
  EXPECT_EQ(errorOf(With("", "[1,1]")), "none");
  for (const char *Global : {"7", "[1]", "[1,2]", "[1,-1]"})
    EXPECT_EQ(errorOf(With("", Global)), Damaged("'globals' has an element that is no variable with its file"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1}")), "none");
  EXPECT_EQ(errorOf(WithFunction("{}")), Damaged("'id' is missing"));
  EXPECT_EQ(errorOf(WithFunction("7")), Damaged("a list has an element that is no object"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":2}")), Damaged("'id' names a text that is not there"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1,\"at\":[1,-1,1]}")), Damaged("'at' is no number that makes sense here"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1,\"at\":[1,99999999999,1]}")),
            Damaged("'at' is no number that makes sense here"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1,\"at\":[1]}")), Damaged("'at' is no place"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1,\"flags\":32}")), Damaged("'flags' is no number that makes sense here"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1,\"calls\":{}}")), Damaged("'calls' is no list"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1,\"calls\":[{\"callee\":1,\"held\":[0]}]}")),
            Damaged("'held' has an index out of range"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1,\"calls\":[{\"callee\":1,\"how\":3}]}")),
            Damaged("'how' is no number that makes sense here"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1,\"acquisitions\":[{}]}")), Damaged("'lock' is missing or no lock"));
  EXPECT_EQ(errorOf(WithFunction("{\"id\":1,\"acquisitions\":[{\"lock\":{\"path\":[7,0,0]}}]}")),
            Damaged("'path' is no number that makes sense here"));
}

TEST(FactsFile, ASizeThatCannotBeTrueIsNotAskedFor) {
  if (!llvm::compression::zlib::isAvailable())
    GTEST_SKIP();
  EXPECT_EQ(errorOf(Begin + "zlib 18446744073709551615 a.cpp\nx"),
            "x.facts is damaged (its size cannot be true): run 'async-tidy facts' again");
  EXPECT_EQ(errorOf(Begin + "zlib 99999999999999999999999 a.cpp\nx"),
            "x.facts is damaged (its first line is incomplete): run 'async-tidy facts' again");
}

TEST(FactsFile, NoDamageMakesItCrash) {
  Code C;
  fill(C);
  for (const bool Compress : {false, true}) {
    const std::string Whole = factsText(Unit, C.program(), Compress);
    const auto Survives = [](llvm::StringRef Content) {
      Program P;
      llvm::Expected<TranslationUnit> Read = readFacts(Content, "x.facts", P);
      if (!Read)
        return llvm::consumeError(Read.takeError());
      findingsOf(P, BlockingCall | BlockingWait | LockOrder | SelfDeadlock); // whatever it says now
    };
    for (size_t I = 0; I < Whole.size(); ++I) {
      Survives(llvm::StringRef(Whole).take_front(I));
      EXPECT_NE(errorOf(llvm::StringRef(Whole).take_front(I)), "none");
      for (const char Mask : {'\x01', '\x02', '\x04', '\x10', '\x20', '\x80', '\xff'}) {
        std::string Damaged = Whole;
        Damaged[I] ^= Mask;
        Survives(Damaged);
      }
    }
  }
}

TEST(FactsFile, ManyAreReadInTheOrderOfTheirMainFiles) {
  const TemporaryFolder Folder;
  // Both have `h`; that of the first main file stays, whatever the files are called and in which order they come.
  for (const auto &[File, Main] : {std::pair("2.facts", "a.cpp"), std::pair("1.facts", "b.cpp")}) {
    Code C;
    C.file("h.h");
    C.function("h").blocks(Main);
    ASSERT_FALSE(writeFactsFile(Folder.file(File), {Main, "", {}}, C.program()));
  }
  for (const bool Backwards : {false, true}) {
    std::vector<std::string> Paths = {Folder.file("1.facts"), Folder.file("2.facts")};
    if (Backwards)
      std::swap(Paths[0], Paths[1]);
    Program P;
    auto Units = readFactsFiles(Paths, P);
    ASSERT_TRUE(bool(Units));
    ASSERT_EQ(Units->size(), 2u);
    EXPECT_EQ(Units->front().MainFile, "a.cpp");
    ASSERT_EQ(P.functions().size(), 1u);
    EXPECT_EQ(P.strings()[P.functions()[0].Blockers[0].Name], "'a.cpp'");
  }
}

TEST(FactsFile, MissingFilesAndFolders) {
  const TemporaryFolder Folder;
  Program P;
  auto Read = readFactsFiles({Folder.file("none.facts")}, P);
  ASSERT_FALSE(bool(Read));
  EXPECT_EQ(llvm::toString(Read.takeError()), Folder.file("none.facts") + " cannot be read: No such file or directory");
  llvm::Error Written = writeFactsFile(Folder.file("none/x.facts"), Unit, P);
  ASSERT_TRUE(bool(Written));
  EXPECT_NE(llvm::toString(std::move(Written)).find("cannot be written"), std::string::npos);
}

TEST(FactsFile, Digests) {
  EXPECT_EQ(digestOf("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(digestOfFile("/nowhere/at/all"), std::nullopt);
}

} // namespace
