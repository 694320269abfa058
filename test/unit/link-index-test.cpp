#include "link/index.h"

#include "link-program.h"
#include "link/fill.h"
#include "summaries/facts-format.h"
#include "temporary-folder.h"

#include "llvm/Support/MemoryBuffer.h"

#include "gtest/gtest.h"

#include <sqlite3.h>

using namespace asynctidy::link;
using namespace asynctidy::unit;

namespace {

const IndexInfo Info = {"0.1.0", "..", {{"a.cpp", "1"}, {"b.cpp", "2"}, {"c.cpp", "3"}}};

/// The file b.cpp, which calls into c.cpp, as the index knows it.
void writeProject(Code &C) {
  C.file("c.cpp");
  C.function("low").blocks("sleep", "why (m.yaml:1)");
  C.function("Pool::size").lock("this.Pool::m");
  C.coroutine("Pool::close").eager().lock("this.Pool::m");
  C.file("b.cpp");
  C.function("middle").call("low").call("Pool::size", "registry");
  C.function("backwards").lock("B").lock("A");
  C.function("Derived::run").overrides("Base::run").blocks("join");
  C.function("One::stop").overrides("Base::stop").blocks("join");
  C.function("Two::stop").overrides("Base::stop");
}

/// The index, but without a look at the disk: the files in it are as they were, except for one.
class KnownElsewhere : public OtherFiles {
public:
  KnownElsewhere(const Index &From, llvm::StringRef Stale) : From(From), Stale(Stale) {}

  const std::string &root() const override { return From.root(); }
  llvm::Expected<std::optional<FunctionSummary>> find(llvm::StringRef Id, Strings &Names) const override {
    return From.find(Id, Names);
  }
  llvm::Expected<std::vector<std::string>> overridersOf(llvm::StringRef Id) const override {
    return From.overridersOf(Id);
  }
  llvm::Expected<std::vector<LockNesting>> nestings(Strings &Names) const override { return From.nestings(Names); }
  llvm::Expected<bool> isFresh(llvm::StringRef File) const override {
    llvm::Expected<std::optional<std::string>> Digest = From.digestOf(File);
    if (!Digest)
      return Digest.takeError();
    return *Digest && File != Stale;
  }

private:
  const Index &From;
  llvm::StringRef Stale;
};

class IndexTest : public testing::Test {
protected:
  std::string path() const { return Folder.file("index"); }

  void write() {
    Code Project;
    writeProject(Project);
    Analysis Of(Project.program());
    llvm::Error E = writeIndex(path(), Of, Info);
    ASSERT_FALSE(E) << llvm::toString(std::move(E));
  }

  std::unique_ptr<Index> opened() const {
    auto Opened = Index::open(path());
    EXPECT_TRUE(bool(Opened)) << llvm::toString(Opened.takeError());
    return Opened ? std::move(*Opened) : nullptr;
  }

  std::string openError() const {
    auto Opened = Index::open(path());
    return Opened ? "none" : llvm::toString(Opened.takeError());
  }

  /// What is found in \p C with the index, when the files in \p Stale have changed.
  std::string findings(Code &C, llvm::StringRef Stale = "") {
    const std::unique_ptr<Index> Known = opened();
    llvm::Error E = fill(C.program(), KnownElsewhere(*Known, Stale));
    EXPECT_FALSE(E) << llvm::toString(std::move(E));
    return C.findings();
  }

  TemporaryFolder Folder;
};

TEST_F(IndexTest, ABlockingChainGoesOnInOtherFiles) {
  write();
  Code C;
  C.function("near").call("middle");
  C.coroutine("c").call("near");
  EXPECT_EQ(findings(C),
            "a.cpp:4: 'near' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
            "[blocking-call]\n"
            "  a.cpp:2: 'near' calls 'middle' here\n"
            "  b.cpp:2: 'middle' calls 'low' here\n"
            "  c.cpp:2: 'low' calls 'sleep' here\n"
            "  c.cpp:2: why (m.yaml:1)\n");
}

TEST_F(IndexTest, SelfDeadlockInAFunctionOfAnotherFile) {
  write();
  Code C;
  C.function("f").lock("registry.Pool::m").call("middle");
  C.function("g").lock("this.Pool::m").call("Pool::size", "this").call("Pool::close", "this");
  EXPECT_EQ(
      findings(C),
      "a.cpp:3: 'middle' can lock 'Pool::m', which is still held here, and then this thread blocks indefinitely "
      "[self-deadlock]\n"
      "  a.cpp:2: 'Pool::m' is locked here\n"
      "  b.cpp:3: 'middle' calls 'Pool::size' here\n"
      "  c.cpp:4: it is locked again here\n"
      "a.cpp:6: 'Pool::size' can lock 'Pool::m', which is still held here, and then this thread blocks indefinitely "
      "[self-deadlock]\n"
      "  a.cpp:5: 'Pool::m' is locked here\n"
      "  c.cpp:4: it is locked again here\n"
      "a.cpp:7: 'Pool::close' can lock 'Pool::m', which is still held here, and then this thread blocks indefinitely "
      "[self-deadlock]\n"
      "  a.cpp:5: 'Pool::m' is locked here\n"
      "  c.cpp:6: it is locked again here\n");
}

TEST_F(IndexTest, TheOtherHalfOfALockCycle) {
  write();
  Code C;
  C.file("z.cpp"); // after b.cpp: the warning stands here all the same
  C.function("f").lock("A").lock("B");
  EXPECT_EQ(findings(C),
            "z.cpp:3: 'B' can be locked here while 'A' is held, and elsewhere in the opposite order, so two "
            "threads can deadlock [lock-order]\n"
            "  z.cpp:2: 'A' is locked here\n"
            "  b.cpp:5: 'B' is locked here\n"
            "  b.cpp:6: 'A' can be locked here while 'B' is held\n");
}

TEST_F(IndexTest, CyclesElsewhereAreFoundThere) {
  Code Project;
  Project.file("b.cpp");
  Project.function("f").lock("A").lock("B");
  Project.function("g").lock("B").lock("A");
  Analysis Of(Project.program());
  ASSERT_FALSE(writeIndex(path(), Of, Info));
  Code C;
  C.function("h").lock("A");
  EXPECT_EQ(findings(C), "");
}

TEST_F(IndexTest, VirtualCallsCountTheOverridersElsewhere) {
  write();
  Code C;
  C.coroutine("c").call("Base::run").isVirtual().call("Base::stop").isVirtual();
  EXPECT_EQ(
      findings(C),
      "a.cpp:2: 'Base::run' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
      "[blocking-call]\n"
      "  b.cpp:8: 'Derived::run' calls 'join' here\n");
  Code Own; // has a second one itself
  Own.function("Mine::run").overrides("Base::run");
  Own.coroutine("c").call("Base::run").isVirtual();
  EXPECT_EQ(findings(Own), "");
}

TEST_F(IndexTest, WhatOtherProgramsHaveIsNotHere) {
  Code Project;
  Project.file("b.cpp");
  Project.unitWithMain("b.cpp");
  Project.function("backwards").lock("B").lock("A");
  Project.function("Derived::run").overrides("Base::run").blocks("join");
  Project.file("c.cpp");
  Project.unitWithMain("c.cpp");
  Project.function("twice").blocks("sleep");
  Project.file("d.cpp");
  Project.function("twice").blocks("sleep");
  Analysis Of(Project.program());
  ASSERT_FALSE(writeIndex(path(), Of, Info));
  const auto FindingsIn = [&](llvm::StringRef Main) {
    Code C;
    C.unitWithMain(Main);
    C.function("f").lock("A").lock("B");
    C.coroutine("c").call("Base::run").isVirtual().call("twice");
    return findings(C);
  };
  EXPECT_EQ(FindingsIn("a.cpp"), "");
  EXPECT_NE(FindingsIn("").find("[lock-order]"), std::string::npos);
  EXPECT_EQ(FindingsIn("").find("[blocking-call]"), std::string::npos);
  EXPECT_NE(FindingsIn("b.cpp").find("'Base::run' blocks"), std::string::npos);
}

TEST_F(IndexTest, ABodyAtHandWins) {
  write();
  Code C;
  C.function("middle");
  C.function("backwards");
  C.function("f").lock("A").lock("B");
  C.coroutine("c").call("middle");
  EXPECT_EQ(findings(C), "");
}

TEST_F(IndexTest, NothingRestsOnAFileThatHasChanged) {
  write();
  for (const char *Stale : {"b.cpp", "c.cpp"}) {
    Code C;
    C.function("near").call("middle");
    C.coroutine("c").call("near");
    C.function("f").lock("registry.Pool::m").call("middle");
    EXPECT_EQ(findings(C, Stale), "");
  }
  Code C;
  C.function("f").lock("A").lock("B");
  EXPECT_EQ(findings(C, "b.cpp"), "");
  Code D;
  D.function("f").lock("A").lock("B");
  EXPECT_NE(findings(D, "c.cpp"), "");
}

TEST_F(IndexTest, Digests) {
  write();
  const auto DigestOf = [&](llvm::StringRef File) {
    auto Digest = opened()->digestOf(File);
    EXPECT_TRUE(bool(Digest)) << llvm::toString(Digest.takeError());
    return Digest ? *Digest : std::nullopt;
  };
  EXPECT_EQ(DigestOf("a.cpp"), "1");
  EXPECT_EQ(DigestOf("b.cpp"), "2");
  EXPECT_EQ(DigestOf("d.cpp"), std::nullopt);
}

TEST_F(IndexTest, FreshnessOnDisk) {
  llvm::sys::fs::create_directory(Folder.file("index-folder"));
  {
    std::error_code E;
    llvm::raw_fd_ostream Out(Folder.file("here.cpp"), E);
    Out << "abc";
  }
  Code Project;
  Analysis Of(Project.program());
  const auto IsFresh = [&](const std::string &File, llvm::StringRef Content) {
    const IndexInfo About = {"0.1.0", "..", {{File, digestOf(Content)}}};
    EXPECT_FALSE(writeIndex(Folder.file("index-folder/index"), Of, About));
    auto Opened = Index::open(Folder.file("index-folder/index"));
    EXPECT_TRUE(bool(Opened)) << llvm::toString(Opened.takeError());
    EXPECT_EQ((*Opened)->tool(), "0.1.0");
    auto Fresh = (*Opened)->isFresh(File);
    EXPECT_TRUE(bool(Fresh)) << llvm::toString(Fresh.takeError());
    auto Other = (*Opened)->isFresh("unknown.cpp");
    EXPECT_TRUE(bool(Other)) << llvm::toString(Other.takeError());
    EXPECT_FALSE(*Other);
    return *Fresh;
  };
  EXPECT_TRUE(IsFresh("here.cpp", "abc"));
  EXPECT_FALSE(IsFresh("here.cpp", "abcd"));
  EXPECT_FALSE(IsFresh("gone.cpp", "abc"));
  EXPECT_TRUE(IsFresh(Folder.file("here.cpp"), "abc"));
}

TEST_F(IndexTest, EqualProgramsMakeEqualBytes) {
  write();
  const auto First = llvm::MemoryBuffer::getFile(path());
  ASSERT_TRUE(bool(First));
  const std::string Bytes = (*First)->getBuffer().str();
  write();
  const auto Second = llvm::MemoryBuffer::getFile(path());
  ASSERT_TRUE(bool(Second));
  EXPECT_TRUE(Bytes == (*Second)->getBuffer());
}

TEST_F(IndexTest, ClearErrors) {
  EXPECT_EQ(openError(), path() + " does not exist: run 'async-tidy link' to make it");
  const auto Put = [&](llvm::StringRef Content) {
    std::error_code E;
    llvm::raw_fd_ostream Out(path(), E);
    Out << Content;
  };
  Put("");
  EXPECT_EQ(openError(), path() + " is no index: run 'async-tidy link' to make one");
  Put(std::string(5000, 'x'));
  EXPECT_EQ(openError(), path() + " is no index: run 'async-tidy link' to make one");
  write();
  sqlite3 *Database;
  ASSERT_EQ(sqlite3_open(path().c_str(), &Database), SQLITE_OK);
  sqlite3_exec(Database, ("PRAGMA user_version = " + std::to_string(SchemaVersion + 1)).c_str(), nullptr, nullptr,
               nullptr);
  sqlite3_close(Database);
  EXPECT_EQ(openError(), path() + " was written by another version of async-tidy (schema " +
                             std::to_string(SchemaVersion + 1) + ", this one reads " + std::to_string(SchemaVersion) +
                             "): run "
                             "'async-tidy link' again");
  auto Directory = Index::open(Folder.file("."));
  ASSERT_FALSE(bool(Directory));
  EXPECT_EQ(llvm::toString(Directory.takeError()),
            Folder.file(".") + " is no regular file: run 'async-tidy link' to make an index");
  Code Project;
  Analysis Of(Project.program());
  llvm::Error E = writeIndex(Folder.file("none/index"), Of, Info);
  ASSERT_TRUE(bool(E));
  EXPECT_EQ(llvm::toString(std::move(E)), Folder.file("none/index") + " cannot be written: No such file or directory");
}

TEST_F(IndexTest, PathsMayHaveAnyCharacter) {
  Code Project;
  Analysis Of(Project.program());
  const std::string Path = Folder.file("a ?mode=rw&%41#.index");
  ASSERT_FALSE(writeIndex(Path, Of, Info));
  auto Opened = Index::open(Path);
  EXPECT_TRUE(bool(Opened)) << llvm::toString(Opened.takeError());
}

TEST_F(IndexTest, NoDamageGivesAWrongAnswer) {
  write();
  const auto AnswersOf = [&](std::string &Answers) {
    auto Opened = Index::open(path());
    if (!Opened)
      return llvm::consumeError(Opened.takeError());
    Code C;
    C.function("f").lock("registry.Pool::m").call("middle");
    C.function("g").lock("A").lock("B");
    C.coroutine("c").call("middle").call("Base::run").isVirtual();
    if (llvm::Error E = fill(C.program(), KnownElsewhere(**Opened, "")))
      return llvm::consumeError(std::move(E));
    Answers = C.findings();
  };
  std::string Right;
  AnswersOf(Right);
  ASSERT_NE(Right, "");
  const auto Buffer = llvm::MemoryBuffer::getFile(path());
  const std::string Whole = (*Buffer)->getBuffer().str();
  for (size_t I = 0; I < Whole.size(); I += 3) {
    if (Whole[I] == 0 && I % 97 != 0) // most of it is empty
      continue;
    std::string Damaged = Whole;
    Damaged[I] ^= static_cast<char>(1 << (I % 8));
    std::error_code E;
    llvm::raw_fd_ostream(path(), E) << Damaged;
    std::string Answers;
    AnswersOf(Answers);
    EXPECT_TRUE(Answers.empty() || Answers == Right) << I << ": " << Answers; // an error, or nothing is missing
  }
  for (size_t Size = 0; Size < Whole.size(); Size += 701) {
    std::error_code E;
    llvm::raw_fd_ostream(path(), E) << llvm::StringRef(Whole).take_front(Size);
    std::string Answers;
    AnswersOf(Answers);
    EXPECT_EQ(Answers, "") << Size;
  }
}

} // namespace
