// A link that takes unchanged files from what the last one kept against one that reads all files: the same findings and
// the same index, byte for byte.
#include "link/link-state.h"

#include "../bench/link/synthetic-program.h"
#include "link-program.h"
#include "link/index.h"
#include "link/program-files.h"
#include "summaries/facts-file.h"
#include "temporary-folder.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include "gtest/gtest.h"

#include <random>

using namespace asynctidy::link;
using namespace asynctidy::unit;
using asynctidy::bench::SyntheticProgram;

namespace {

/// Long after all files were written: else none of them could be trusted.
uint64_t later() { return FileStamp::now() + uint64_t(3600) * 1000000000; }

struct Linked {
  std::string Findings, Index;
  bool operator==(const Linked &) const = default;
};

std::string contentOf(const std::string &Path) {
  const auto Buffer = llvm::MemoryBuffer::getFile(Path);
  return Buffer ? (*Buffer)->getBuffer().str() : "";
}

class State : public testing::Test {
protected:
  std::string path() const { return Folder.file("index.state"); }
  std::string factsFile(uint32_t N) const { return Folder.file(std::to_string(N) + ".facts"); }

  /// Writes the \p N-th file as it is in a program with that seed.
  void write(uint32_t N, uint32_t Seed) {
    Strings Names;
    UnitFacts Unit = SyntheticProgram(Functions, Seed).file(N, Names);
    std::mt19937 Random(Seed * 31 + N);
    Unit.About.HasMain = Random() % 4 == 0;
    for (const char *Global : {"app::part0::registryMutex", "app::part1::registryMutex"})
      if (Random() % 8 == 0)
        Unit.Globals.push_back({Names.add(Global), Names.add(Unit.About.MainFile)});
    const auto LockOf = [&](uint32_t Class) {
      asynctidy::link::Lock L;
      L.Path.Steps.push_back(Names.add("app::part0::Class" + std::to_string(Class % 7) + "::mutex"));
      return L;
    };
    for (uint32_t I = 0; I < 3; ++I) {
      LockNesting &Order = Unit.Orders.emplace_back();
      Order.Held = LockOf(static_cast<uint32_t>(Random()));
      Order.Acquired = LockOf(static_cast<uint32_t>(Random()));
      Order.At = {Names.add("src/orders.h"), static_cast<uint32_t>(Random() % 20), 1};
      Order.IsDeclared = true;
    }
    for (FunctionFacts &F : Unit.Functions)
      for (Call &C : F.Calls)
        C.IsVirtual = Random() % 50 == 0;
    for (FunctionFacts &F : Unit.Functions)
      if (Random() % 20 == 0 && !F.Calls.empty())
        F.Overrides.push_back(F.Calls.front().Callee);
    ASSERT_FALSE(writeFactsFile(factsFile(N), Unit, Names));
    if (std::find(Files.begin(), Files.end(), factsFile(N)) == Files.end())
      Files.push_back(factsFile(N));
  }

  void remove(uint32_t N) {
    llvm::erase(Files, factsFile(N));
    llvm::sys::fs::remove(factsFile(N));
  }

  /// What is found in Files. Counts in Known those that were not read.
  Linked link(bool WithState) {
    Strings Names;
    Program Whole(Names);
    std::optional<LinkState> Kept;
    if (WithState)
      Kept.emplace(path(), Names, later());
    auto Units = readProgram(Files, Whole, Kept ? &*Kept : nullptr);
    EXPECT_TRUE(bool(Units)) << llvm::toString(Units.takeError());
    Known = 0;
    if (Kept) {
      for (const std::string &File : Files)
        Known += Kept->mainFileOf(File) != nullptr;
      Problem = llvm::toString(Kept->finish());
    }
    Analysis Of(Whole);
    IndexInfo About = {"0.1.0", "..", {}};
    for (const UnitInfo &Unit : *Units)
      About.MainFiles.push_back(Unit.MainFile);
    Linked Result;
    Result.Findings = toText(Of.findings(CheckSet::all()), Names);
    EXPECT_FALSE(writeIndex(Folder.file("index"), Of, About));
    Result.Index = contentOf(Folder.file("index"));
    return Result;
  }

  static constexpr uint32_t Functions = 1500; // in 15 files
  TemporaryFolder Folder;
  std::vector<std::string> Files;
  size_t Known = 0;
  std::string Problem;
};

TEST_F(State, AnyChangesGiveWhatALinkFromNothingGives) {
  constexpr uint32_t Most = Functions / 100;
  std::mt19937 Random(7);
  for (uint32_t N = 0; N < Most; ++N)
    write(N, 1);
  size_t Found = 0;
  for (uint32_t Round = 0; Round < 60; ++Round) {
    const Linked Anew = link(false);
    const Linked Again = link(true);
    EXPECT_EQ(Again.Findings, Anew.Findings) << Round;
    EXPECT_TRUE(Again.Index == Anew.Index) << Round;
    EXPECT_EQ(Problem, "");
    EXPECT_NE(Anew.Findings, "");
    Found += Known;
    for (uint32_t Changes = static_cast<uint32_t>(Random() % 4); Changes; --Changes) {
      const auto N = static_cast<uint32_t>(Random() % Most);
      if (Random() % 3 == 0 && Files.size() > 2)
        remove(N);
      else
        write(N, static_cast<uint32_t>(Random()));
    }
    std::shuffle(Files.begin(), Files.end(), Random);
  }
  EXPECT_GT(Found, 200u); // else nothing of this was tested
}

TEST_F(State, OnlyChangedFilesAreRead) {
  for (uint32_t N = 0; N < 15; ++N)
    write(N, 1);
  link(true);
  EXPECT_EQ(Known, 0u);
  link(true);
  EXPECT_EQ(Known, 15u);
  write(3, 2);
  link(true);
  EXPECT_EQ(Known, 14u);
  remove(3);
  link(true);
  EXPECT_EQ(Known, 14u);
}

TEST_F(State, WhatWasJustWrittenIsNotTrusted) {
  write(0, 1);
  for (int Round = 0; Round < 2; ++Round) {
    Strings Names;
    Program Whole(Names);
    LinkState Kept(path(), Names);
    ASSERT_TRUE(bool(readProgram(Files, Whole, &Kept)));
    EXPECT_EQ(Kept.mainFileOf(Files.front()), nullptr);
    EXPECT_FALSE(Kept.finish());
  }
}

TEST_F(State, DamageIsAsIfThereWereNone) {
  for (uint32_t N = 0; N < 2; ++N)
    write(N, 1);
  const Linked Right = link(false);
  link(true);
  const std::string Whole = contentOf(path());
  ASSERT_NE(Whole, "");
  const auto Put = [&](llvm::StringRef Content) {
    std::error_code E;
    llvm::raw_fd_ostream(path(), E) << Content;
  };
  std::mt19937 Random(7);
  for (int Round = 0; Round < 150; ++Round) {
    std::string Damaged = Whole;
    Damaged[Random() % Damaged.size()] ^= static_cast<char>(1 << Random() % 8);
    Put(Damaged);
    EXPECT_TRUE(link(true) == Right) << Round;
  }
  for (size_t Size = 0; Size < Whole.size(); Size += Whole.size() / 40 + 1) {
    Put(llvm::StringRef(Whole).take_front(Size));
    EXPECT_TRUE(link(true) == Right) << Size;
    EXPECT_EQ(Problem, "");
  }
  std::string Foreign = Whole;
  Foreign.replace(Foreign.find("state ") + 6, 1, "1"); // another version
  Put(Foreign);
  EXPECT_TRUE(link(true) == Right);
  EXPECT_EQ(Known, 0u);
}

TEST_F(State, OtherFilesAreLeftAlone) {
  write(0, 1);
  {
    std::error_code E;
    llvm::raw_fd_ostream(path(), E) << "mine";
  }
  link(true);
  EXPECT_EQ(contentOf(path()), "mine");
  EXPECT_EQ(Problem, path() + " cannot be written, so the next link reads all facts again: there is a file that "
                              "'async-tidy link' did not write");
}

TEST_F(State, DigestsOfSources) {
  write(0, 1);
  const auto Put = [&](llvm::StringRef Content) {
    std::error_code E;
    llvm::raw_fd_ostream(Folder.file("a.cpp"), E) << Content;
  };
  const auto Digest = [&] {
    Strings Names;
    Program Whole(Names);
    LinkState Kept(path(), Names, later());
    EXPECT_TRUE(bool(readProgram(Files, Whole, &Kept)));
    const std::optional<std::string> Of = Kept.digestOf(Folder.file("a.cpp"));
    EXPECT_FALSE(Kept.finish());
    return Of;
  };
  EXPECT_EQ(Digest(), std::nullopt);
  Put("one");
  EXPECT_EQ(Digest(), asynctidy::summaries::digestOf("one"));
  EXPECT_EQ(Digest(), asynctidy::summaries::digestOf("one"));
  Put("two!");
  EXPECT_EQ(Digest(), asynctidy::summaries::digestOf("two!"));
}

} // namespace
