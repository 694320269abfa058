#include "summaries/facts-file.h"

#include "link-program.h"
#include "link/program.h"
#include "summaries/facts-format.h"
#include "temporary-folder.h"

#include "llvm/Support/Compression.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"

#include "gtest/gtest.h"

using namespace asynctidy::summaries;
using namespace asynctidy::unit;
using enum asynctidy::summaries::CheckId;

namespace {

const UnitInfo About = {"src/a.cpp", "0.1.0", {{"src/a.cpp", "aa"}, {"src/a.h", "bb"}}, true};

/// Facts in which everything has a value that is not its default.
UnitFacts everything(Code &C) {
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
      .excluded("x", "global")
      .silenced(SelfDeadlock)
      .await("h")
      .silenced(LockOrder | BlockingCall)
      .spawn("i")
      .blocks("sleep", "parks (posix.yaml:3)")
      .silenced(BlockingCall)
      .waits("get")
      .runsLoop("run");
  std::vector<FunctionFacts> Functions = C.facts();
  FunctionFacts &F = Functions.back();
  F.Calls[0].Local = C.strings().add("pool");
  F.Calls[0].DecidedBy.insert(31);
  F.Calls[0].Constants.insert(2);
  F.Blockers[0].DecidedBy.insert(0);
  C.order("this.Pool::m", "global");
  return {About, std::move(Functions), {{C.strings().add("registry"), C.strings().add("src/a.cpp")}}, C.orders()};
}

const std::string Begin = "async-tidy facts " + std::to_string(SchemaVersion) + " ";

std::string errorOf(llvm::StringRef Content) {
  Strings Names;
  llvm::Expected<UnitFacts> Read = readFacts(Content, "x.facts", Names);
  return Read ? "none" : llvm::toString(Read.takeError());
}

/// A file with these bytes and the right size and checksum.
std::string plain(llvm::StringRef Bytes) {
  char Sum[sizeof(uint64_t)];
  llvm::support::endian::write64le(Sum, llvm::xxHash64(Bytes));
  return (Begin + "plain " + llvm::Twine(Bytes.size() + sizeof Sum) + " a.cpp\n" + Bytes +
          llvm::StringRef(Sum, sizeof Sum))
      .str();
}

TEST(FactsFile, ReadingGivesWhatWasWritten) {
  Code C;
  const UnitFacts Written = everything(C);
  for (const bool Compress : {false, true}) {
    const std::string Content = factsText(Written, C.strings(), Compress);
    Strings Names;
    llvm::Expected<UnitFacts> Read = readFacts(Content, "x.facts", Names);
    ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
    EXPECT_EQ(Read->About, About);
    ASSERT_EQ(Read->Functions.size(), 3u);
    EXPECT_EQ(factsText(*Read, Names, Compress), Content);
  }
}

TEST(FactsFile, NothingIsLeftOut) {
  Code C;
  const UnitFacts Unit = everything(C);
  Strings Names;
  llvm::Expected<UnitFacts> Read = readFacts(factsText(Unit, C.strings()), "x.facts", Names);
  ASSERT_TRUE(bool(Read)) << llvm::toString(Read.takeError());
  const auto Find = [&](llvm::StringRef Id) -> const FunctionFacts * {
    for (const FunctionFacts &F : Read->Functions)
      if (Names[F.Id] == Id)
        return &F;
    return nullptr;
  };
  const FunctionFacts *F = Find("f"), *Written = &Unit.Functions.back();
  ASSERT_TRUE(F);
  const auto Same = [&](Text A, Text B) { return Names[A] == C.strings()[B]; };
  EXPECT_TRUE(Same(F->Id, Written->Id));
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
  EXPECT_TRUE(Same(F->Calls[0].Local, Written->Calls[0].Local));
  EXPECT_EQ(F->Calls[0].DecidedBy, ParameterSet::fromCode(uint32_t(1) << 31));
  EXPECT_EQ(F->Calls[0].Constants, ParameterSet::fromCode(4));
  EXPECT_EQ(F->Blockers[0].DecidedBy, ParameterSet::fromCode(1));
  EXPECT_EQ(F->Calls[1].How, Call::Way::Awaited);
  EXPECT_EQ(F->Calls[1].Silenced, LockOrder | BlockingCall);
  EXPECT_EQ(F->Calls[2].How, Call::Way::Apart);
  EXPECT_FALSE(F->Calls[2].BeforeSuspension);
  ASSERT_EQ(F->Blockers.size(), 3u);
  EXPECT_EQ(Names[F->Blockers[0].Because], "parks (posix.yaml:3)");
  EXPECT_TRUE(Same(F->Stable, Written->Stable));
  EXPECT_NE(F->Stable, 0u);
  EXPECT_TRUE(F->Blockers[1].WaitsForWork && !F->Blockers[1].RunsLoop);
  EXPECT_TRUE(F->Blockers[2].WaitsForWork && F->Blockers[2].RunsLoop);
  ASSERT_EQ(F->Exclusions.size(), 1u);
  EXPECT_EQ(Names[F->Exclusions[0].Callee], "'x'");
  EXPECT_EQ(Names[F->Exclusions[0].What.Path.Variable], "global");
  EXPECT_EQ(F->Exclusions[0].Held, (std::vector<uint32_t>{0, 1, 2}));
  EXPECT_EQ(F->Exclusions[0].Silenced, SelfDeadlock);
  const FunctionFacts *D = Find("ns::Pool::~Pool");
  ASSERT_TRUE(D);
  EXPECT_TRUE(D->MakesOrEndsObject && D->IsClosed);
  EXPECT_EQ(D->Overrides.size(), 1u);
  const FunctionFacts *Coroutine = Find("c");
  ASSERT_TRUE(Coroutine);
  EXPECT_TRUE(Coroutine->IsCoroutine && Coroutine->IsEager && Coroutine->IsGenerator);
  ASSERT_EQ(Read->Globals.size(), 1u);
  EXPECT_EQ(Names[Read->Globals.front().Name], "registry");
  EXPECT_EQ(Names[Read->Globals.front().File], "src/a.cpp");
  ASSERT_EQ(Read->Orders.size(), 1u);
  EXPECT_TRUE(Read->Orders.front().IsDeclared);
  EXPECT_EQ(Names[Read->Orders.front().Held.Path.Steps.front()], "Pool::m");
  EXPECT_EQ(Names[Read->Orders.front().Acquired.Path.Variable], "global");
}

TEST(FactsFile, EqualFactsMakeEqualBytes) {
  const auto Content = [](bool Backwards) {
    Code C;
    C.strings().add(Backwards ? "something that was first" : "x");
    C.file("a.cpp");
    for (const char *Name : {Backwards ? "g" : "f", Backwards ? "f" : "g"})
      C.function(Name).Facts.At.Line = 7;
    const GlobalVariable One = {C.strings().add("one"), C.strings().add("a.cpp")};
    const GlobalVariable Two = {C.strings().add("two"), C.strings().add("a.cpp")};
    UnitFacts Unit = {About, C.facts(), {One, Two}};
    if (Backwards) {
      std::swap(Unit.About.Inputs[0], Unit.About.Inputs[1]);
      Unit.Globals = {Two, One, Two};
    }
    return factsText(Unit, C.strings());
  };
  EXPECT_EQ(Content(false), Content(true));
}

TEST(FactsFile, TheFirstLineSaysWhatItIs) {
  EXPECT_EQ(llvm::StringRef(factsText({About, {}, {}}, Strings(), false)).split('\n').first.str(),
            Begin + "plain 45 src/a.cpp");
}

TEST(FactsFile, TextsThatAreNoUtf8) {
  Code C;
  C.function("f\xff");
  EXPECT_EQ(errorOf(factsText({About, C.facts(), {}}, C.strings())), "none");
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
  EXPECT_EQ(errorOf(Begin + "plain 30 a.cpp\n{"), Damaged("it is not as long as it says"));
  EXPECT_EQ(errorOf(Begin + "plain 3 a.cpp\nabc"), Damaged("it is not as long as it says"));
  std::string Changed = plain("abc");
  Changed[Changed.find("abc")] = 'x';
  EXPECT_EQ(errorOf(Changed), Damaged("its checksum is wrong"));
}

/// Facts with the texts "" and "f", written number by number.
std::string encoded(llvm::ArrayRef<uint64_t> Globals, llvm::ArrayRef<uint64_t> Functions) {
  ByteWriter Out;
  for (const uint64_t N : {2, 0}) // texts
    Out.number(N);
  Out.text("f");
  for (const uint64_t N : {0, 0, 0}) // tool, main, inputs
    Out.number(N);
  for (const uint64_t N : Globals)
    Out.number(N);
  Out.number(0); // orders
  for (const uint64_t N : Functions)
    Out.number(N);
  return plain(Out.Bytes);
}

TEST(FactsFile, WhatMakesNoSense) {
  const std::string NoSense = "x.facts is damaged (its content makes no sense): run 'async-tidy facts' again";
  const auto WithFunction = [](std::vector<uint64_t> Rest) {
    std::vector<uint64_t> Functions = {1, 1, 0, 0, 0, 0, 0}; // one; id, name, stable, file, line, column
    Functions.insert(Functions.end(), Rest.begin(), Rest.end());
    return encoded({0}, Functions);
  };
  EXPECT_EQ(errorOf(encoded({0}, {0})), "none");
  EXPECT_EQ(errorOf(encoded({1, 1, 1}, {0})), "none");
  EXPECT_EQ(errorOf(plain("")), NoSense);
  EXPECT_EQ(errorOf(encoded({0}, {0, 0})), NoSense);             // more than there should be
  EXPECT_EQ(errorOf(encoded({0}, {1})), NoSense);                // less
  EXPECT_EQ(errorOf(encoded({1, 1, 2}, {0})), NoSense);          // a text that is not there
  EXPECT_EQ(errorOf(encoded({uint64_t(1) << 60}, {})), NoSense); // very many
  // flags, overrides, holds, acquisitions, exclusions, calls, blockers
  EXPECT_EQ(errorOf(WithFunction({31, 0, 0, 0, 0, 0, 0})), "none");
  EXPECT_EQ(errorOf(WithFunction({32, 0, 0, 0, 0, 0, 0})), NoSense);
  EXPECT_EQ(errorOf(encoded({0}, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})), NoSense); // no id
  const auto Call = [&](uint64_t Callee, uint64_t How, uint64_t Root, std::vector<uint64_t> Held) {
    std::vector<uint64_t> Numbers = {0, 0, 0, 0, 0, 1, Callee, 0, 0, How, 0, 0, 0, 0, 0, 0, 0, 0, Root, 0, 0, 0, 0};
    Numbers.insert(Numbers.end(), Held.begin(), Held.end());
    Numbers.push_back(0); // blockers
    return errorOf(WithFunction(Numbers));
  };
  EXPECT_EQ(Call(1, 2, 6, {0}), "none");
  EXPECT_EQ(Call(0, 2, 6, {0}), NoSense);
  EXPECT_EQ(Call(1, 3, 6, {0}), NoSense);
  EXPECT_EQ(Call(1, 2, 7, {0}), NoSense);
  EXPECT_EQ(Call(1, 2, 6, {1, 0}), NoSense); // holds nothing
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
  const UnitFacts Unit = everything(C);
  for (const bool Compress : {false, true}) {
    const std::string Whole = factsText(Unit, C.strings(), Compress);
    const auto Survives = [](llvm::StringRef Content) {
      Strings Names;
      llvm::Expected<UnitFacts> Read = readFacts(Content, "x.facts", Names);
      if (!Read)
        return llvm::consumeError(Read.takeError());
      asynctidy::link::Program P(Names);
      P.add(std::move(*Read));
      findingsOf(P); // whatever it says now
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
  for (const auto &[File, Main] : {std::pair("2.facts", "a.cpp"), std::pair("1.facts", "b.cpp")}) {
    Code C;
    C.function(Main);
    ASSERT_FALSE(writeFactsFile(Folder.file(File), {{Main, "", {}}, C.facts(), {}}, C.strings()));
  }
  for (const bool Backwards : {false, true}) {
    std::vector<std::string> Paths = {Folder.file("1.facts"), Folder.file("2.facts")};
    if (Backwards)
      std::swap(Paths[0], Paths[1]);
    Strings Names;
    std::vector<std::string> Read;
    ASSERT_FALSE(readFactsFiles(Paths, Names, [&](UnitFacts Unit) {
      ASSERT_EQ(Unit.Functions.size(), 1u);
      EXPECT_EQ(Names[Unit.Functions.front().Id], Unit.About.MainFile);
      Read.push_back(Unit.About.MainFile);
    }));
    EXPECT_EQ(Read, (std::vector<std::string>{"a.cpp", "b.cpp"}));
  }
}

TEST(FactsFile, TheFirstErrorEndsTheReading) {
  const TemporaryFolder Folder;
  ASSERT_FALSE(writeFactsFile(Folder.file("1.facts"), {{"a.cpp", "", {}}, {}, {}}, Strings()));
  std::error_code Why;
  llvm::raw_fd_ostream(Folder.file("2.facts"), Why) << plain("");
  ASSERT_FALSE(writeFactsFile(Folder.file("3.facts"), {{"b.cpp", "", {}}, {}, {}}, Strings()));
  Strings Names;
  std::vector<std::string> Read;
  llvm::Error E = readFactsFiles({Folder.file("3.facts"), Folder.file("2.facts"), Folder.file("1.facts")}, Names,
                                 [&](UnitFacts Unit) { Read.push_back(Unit.About.MainFile); });
  EXPECT_EQ(llvm::toString(std::move(E)),
            Folder.file("2.facts") + " is damaged (its content makes no sense): run 'async-tidy facts' again");
  EXPECT_EQ(Read, std::vector<std::string>{"a.cpp"});
}

TEST(FactsFile, MissingFilesAndFolders) {
  const TemporaryFolder Folder;
  Strings Names;
  llvm::Error Read = readFactsFiles({Folder.file("none.facts")}, Names, [](UnitFacts) {});
  EXPECT_EQ(llvm::toString(std::move(Read)), Folder.file("none.facts") + " cannot be read: No such file or directory");
  llvm::Error Written = writeFactsFile(Folder.file("none/x.facts"), {About, {}, {}}, Names);
  ASSERT_TRUE(bool(Written));
  EXPECT_NE(llvm::toString(std::move(Written)).find("cannot be written"), std::string::npos);
}

TEST(FactsFile, Digests) {
  EXPECT_EQ(digestOf("abc"), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(digestOfFile("/nowhere/at/all"), std::nullopt);
}

} // namespace
