#include "driver/cache-directory.h"
#include "driver/cache-disk.h"
#include "driver/cache-entry.h"
#include "driver/cache-key.h"
#include "driver/cache-world.h"
#include "driver/recording-files.h"

#include "temporary-folder.h"

#include "llvm/ADT/ScopeExit.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <sys/stat.h>

using namespace asynctidy::driver;
using asynctidy::unit::TemporaryFolder;

namespace {

void write(const std::string &Path, llvm::StringRef Text) { std::ofstream(Path) << Text.str(); }

void makeOld(const std::string &Path, time_t Seconds) {
  const timespec Times[] = {{time(nullptr) - Seconds, 0}, {time(nullptr) - Seconds, 0}};
  ASSERT_EQ(utimensat(AT_FDCWD, Path.c_str(), Times, 0), 0);
}

struct Recorded {
  llvm::IntrusiveRefCntPtr<RecordingFiles> Files{new RecordingFiles(llvm::vfs::getRealFileSystem())};

  std::string bytes() const { return Files->seen().toBytes(); }
};

bool isAsSeen(const std::string &Bytes) {
  Stamps None;
  return Disk(None).isAsSeen(Bytes);
}

TEST(CacheWorld, NumbersAndTextsSurvive) {
  ByteWriter Out;
  for (const uint64_t N : {uint64_t(0), uint64_t(127), uint64_t(128), ~uint64_t(0)})
    Out.number(N);
  Out.text(llvm::StringRef("a\0b", 3));
  ByteReader In(Out.Bytes);
  EXPECT_EQ(In.number(), 0u);
  EXPECT_EQ(In.number(), 127u);
  EXPECT_EQ(In.number(), 128u);
  EXPECT_EQ(In.number(), ~uint64_t(0));
  EXPECT_EQ(In.text(), llvm::StringRef("a\0b", 3));
  EXPECT_TRUE(In.isDone());
}

TEST(CacheWorld, NoLengthIsTrusted) {
  ByteWriter Out;
  Out.number(~uint64_t(0));
  Out.Bytes += "short";
  ByteReader In(Out.Bytes);
  EXPECT_EQ(In.text(), "");
  EXPECT_TRUE(In.failed());
  EXPECT_EQ(ByteReader("").left(), 0u);
  EXPECT_FALSE(forEachSeen("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", [](auto, auto &) { return true; }));
}

TEST(CacheWorld, SurvivesTheWayThroughBytes) {
  World W;
  W.note("/a/missing", {Seen::Kind::Missing, ENOENT});
  W.note("/a/file", {Seen::Kind::File, 0, 1, digestOf("text")});
  W.note("/a", {Seen::Kind::Directory, 0, 2, {}, digestOf("list"), "/real/a"});
  std::map<std::string, Seen> Read;
  const std::string Bytes = W.toBytes();
  ASSERT_TRUE(forEachSeen(Bytes, [&](llvm::StringRef Path, const Seen &What) {
    Read[Path.str()] = What;
    return true;
  }));
  ASSERT_EQ(Read.size(), 3u);
  EXPECT_EQ(Read["/a/missing"].Error, ENOENT);
  EXPECT_EQ(Read["/a/file"].Content, digestOf("text"));
  EXPECT_EQ(Read["/a"].Listing, digestOf("list"));
  EXPECT_EQ(Read["/a"].RealPath, "/real/a");
  for (size_t Size = 1; Size < Bytes.size(); ++Size) { // a part is never the whole
    size_t Count = 0;
    if (forEachSeen(llvm::StringRef(Bytes).take_front(Size), [&](auto, auto &) { return ++Count, true; }))
      EXPECT_LT(Count, 3u);
  }
}

TEST(CacheWorld, TwoAnswersForOnePathMakeItUnusable) {
  World W;
  W.note("/a", {Seen::Kind::Missing, ENOENT});
  W.note("/a", {Seen::Kind::Missing, ENOENT});
  EXPECT_TRUE(W.isUsable());
  W.note("/a", {Seen::Kind::File, 0, 1});
  EXPECT_FALSE(W.isUsable());
  World Relative;
  Relative.note("a", {Seen::Kind::Missing, ENOENT});
  EXPECT_FALSE(Relative.isUsable());
}

TEST(RecordingFiles, WhatWasReadMustBeTheSame) {
  TemporaryFolder Folder;
  write(Folder.file("a.h"), "one");
  Recorded R;
  ASSERT_TRUE(R.Files->getBufferForFile(Folder.file("a.h")));
  EXPECT_TRUE(isAsSeen(R.bytes()));
  write(Folder.file("a.h"), "two");
  EXPECT_FALSE(isAsSeen(R.bytes()));
  write(Folder.file("a.h"), "one");
  EXPECT_TRUE(isAsSeen(R.bytes()));
}

TEST(RecordingFiles, WhatWasMissingMustBeMissing) {
  TemporaryFolder Folder;
  Recorded R;
  EXPECT_FALSE(R.Files->exists(Folder.file("a.h")));
  EXPECT_FALSE(R.Files->openFileForRead(Folder.file("b.h")));
  EXPECT_FALSE(R.Files->status(""));
  EXPECT_TRUE(R.Files->seen().isUsable());
  EXPECT_TRUE(isAsSeen(R.bytes()));
  write(Folder.file("b.h"), "");
  EXPECT_FALSE(isAsSeen(R.bytes()));
}

TEST(RecordingFiles, AnEntryMoreOrLessInADirectoryThatWasListed) {
  TemporaryFolder Folder;
  write(Folder.file("a"), "");
  Recorded R;
  std::error_code Error;
  R.Files->dir_begin(Folder.file("."), Error);
  ASSERT_FALSE(Error);
  EXPECT_TRUE(isAsSeen(R.bytes()));
  write(Folder.file("b"), "");
  EXPECT_FALSE(isAsSeen(R.bytes()));
}

TEST(RecordingFiles, WhereALinkLeads) {
  TemporaryFolder Folder;
  write(Folder.file("a"), "");
  write(Folder.file("b"), "");
  ASSERT_EQ(symlink("a", Folder.file("link").c_str()), 0);
  Recorded R;
  llvm::SmallString<64> Real;
  ASSERT_FALSE(R.Files->getRealPath(Folder.file("link"), Real));
  EXPECT_TRUE(isAsSeen(R.bytes()));
  unlink(Folder.file("link").c_str());
  ASSERT_EQ(symlink("b", Folder.file("link").c_str()), 0);
  EXPECT_FALSE(isAsSeen(R.bytes()));
}

TEST(RecordingFiles, TwoNamesOfOneFileMustStayThat) {
  TemporaryFolder Folder;
  write(Folder.file("a"), "text");
  ASSERT_EQ(link(Folder.file("a").c_str(), Folder.file("b").c_str()), 0);
  Recorded Same;
  Same.Files->status(Folder.file("a"));
  Same.Files->status(Folder.file("b"));
  EXPECT_TRUE(isAsSeen(Same.bytes()));
  unlink(Folder.file("b").c_str());
  write(Folder.file("b"), "text");
  EXPECT_FALSE(isAsSeen(Same.bytes()));
  Recorded Different;
  Different.Files->status(Folder.file("a"));
  Different.Files->status(Folder.file("b"));
  EXPECT_TRUE(isAsSeen(Different.bytes()));
  unlink(Folder.file("b").c_str());
  ASSERT_EQ(link(Folder.file("a").c_str(), Folder.file("b").c_str()), 0);
  EXPECT_FALSE(isAsSeen(Different.bytes()));
}

TEST(RecordingFiles, ARelativePathIsOfTheWorkingDirectory) {
  TemporaryFolder Folder;
  write(Folder.file("a"), "");
  llvm::IntrusiveRefCntPtr<RecordingFiles> Files(new RecordingFiles(llvm::vfs::createPhysicalFileSystem().release()));
  ASSERT_FALSE(Files->setCurrentWorkingDirectory(Folder.file("")));
  EXPECT_TRUE(Files->exists("a"));
  bool Found = false;
  for (const auto &Entry : Files->seen().paths())
    Found |= Entry.first().ends_with("/a") && Entry.first().starts_with("/");
  EXPECT_TRUE(Found);
}

TEST(RecordingFiles, APipeIsNotKept) {
  TemporaryFolder Folder;
  Recorded R;
  ASSERT_TRUE(R.Files->getBufferForFile("/dev/null"));
  EXPECT_FALSE(R.Files->seen().isUsable());
}

TEST(CacheStamps, SpareReadingAFileThatIsOldEnough) {
  TemporaryFolder Folder;
  const std::string Path = Folder.file("a");
  write(Path, "text");
  struct stat Status;
  ASSERT_EQ(stat(Path.c_str(), &Status), 0);
  const Stamp Now = stampOf(Status);
  EXPECT_TRUE(isRacy(Now, Now.Changed + 1'999'999'999));
  EXPECT_FALSE(isRacy(Now, Now.Changed + 2'000'000'000));

  Stamps Known;
  Disk(Known).learn(Path);
  EXPECT_FALSE(Known.hasNew()) << "it was written a moment ago";
  Known.add(Path, Now, digestOf("what the stamp says"));
  Stamps Again;
  Again.read(Known.toBytes());
  EXPECT_FALSE(Again.hasNew());
  EXPECT_EQ(Again.find(Path, Now), digestOf("what the stamp says"));
  World Then;
  Then.note(Path, {Seen::Kind::File, 0, 1, digestOf("what the stamp says")});
  EXPECT_TRUE(Disk(Again).isAsSeen(Then.toBytes()));

  for (auto Part : {&Stamp::Size, &Stamp::Inode}) {
    Stamp Other = Now;
    ++(Other.*Part);
    EXPECT_FALSE(Again.find(Path, Other));
  }
  for (auto Part : {&Stamp::Modified, &Stamp::Changed}) {
    Stamp Other = Now;
    ++(Other.*Part);
    EXPECT_FALSE(Again.find(Path, Other));
  }
  Stamps Torn;
  Torn.read(llvm::StringRef(Known.toBytes()).drop_back());
  EXPECT_FALSE(Torn.find(Path, Now));
}

TEST(CacheEntry, SurvivesAndNoDamageDoes) {
  const CacheEntry Entry{"result", "errors", std::string("facts\0", 6), "answers", std::string(5000, 'w')};
  const Digest Key = digestOf("key");
  const std::string Bytes = toBytes(Entry, Key);
  const std::optional<CacheEntry> Read = entryFrom(Bytes, Key);
  ASSERT_TRUE(Read);
  EXPECT_EQ(Read->Result, Entry.Result);
  EXPECT_EQ(Read->Errors, Entry.Errors);
  EXPECT_EQ(Read->Facts, Entry.Facts);
  EXPECT_EQ(Read->Answers, Entry.Answers);
  EXPECT_EQ(Read->World, Entry.World);
  EXPECT_FALSE(entryFrom(Bytes, digestOf("another key")));
  for (size_t Size = 0; Size < Bytes.size(); ++Size)
    EXPECT_FALSE(entryFrom(llvm::StringRef(Bytes).take_front(Size), Key));
  for (size_t At = 0; At < Bytes.size(); ++At) {
    std::string Damaged = Bytes;
    Damaged[At] ^= 1;
    EXPECT_FALSE(entryFrom(Damaged, Key));
  }
  EXPECT_FALSE(entryFrom(Bytes + "x", Key));
}

TEST(CacheEntry, ASealDoesNotMakeNonsenseAnEntry) {
  const Digest Key = digestOf("key");
  const std::string Magic = toBytes({}, Key).substr(0, sizeof("async-tidy cache 1 entry\n") - 1);
  for (size_t Size = 0; Size < 400; ++Size) {
    std::string Nonsense(reinterpret_cast<const char *>(Key.data()), Key.size());
    for (size_t I = 0; I < Size; ++I)
      Nonsense += static_cast<char>((I * 131 + Size * 7) ^ (I >> 3));
    EXPECT_FALSE(entryFrom(sealed(Magic, Nonsense), Key));
  }
}

TEST(CacheKey, EverythingCounts) {
  const Digest Program = digestOf("program");
  Job J{"/src/a.cpp", {"/build", "../src/a.cpp", {"c++", "-c", "../src/a.cpp"}, "a.o"}};
  std::vector<Digest> Keys;
  const auto Add = [&](const Options &O = {}, std::vector<std::string> System = {}, llvm::StringRef Resources = "/r",
                       const Request &Wanted = {}) {
    Keys.push_back(keyOf(runDigest(Program, O, System, Resources), J, Wanted));
  };
  Add();
  const std::function<void(Options &)> Changes[] = {
      [](Options &O) { O.Checks = "-async-lock-order"; },
      [](Options &O) { O.Enable = {"x"}; },
      [](Options &O) { O.Confidence = asynctidy::summaries::Confidence::Likely; },
      [](Options &O) { O.Confidence = asynctidy::summaries::Confidence::Sure; },
      [](Options &O) { O.Models = {"/m.yaml"}; },
      [](Options &O) { O.DefaultSystemPaths = false; },
      [](Options &O) { O.TreatAsTest = {"x"}; },
      [](Options &O) { O.DefaultTestPaths = false; },
      [](Options &O) { O.HeaderFilter = ""; },
      [](Options &O) { O.ExcludeHeaderFilter = ""; },
      [](Options &O) { O.WarningsAsErrors = ""; },
      [](Options &O) { O.Config = ""; },
      [](Options &O) { O.ConfigOrigin = "x"; },
      [](Options &O) { O.ExtraArgs = {"x"}; },
      [](Options &O) { O.ExtraArgsBefore = {"x"}; },
      [](Options &O) { O.Index = "x"; },
  };
  for (const auto &Change : Changes) {
    Options O;
    Change(O);
    Add(O);
  }
  Add({}, {"x"});
  Add({}, {}, "/other");
  Add({}, {}, "/r", {false});
  Add({}, {}, "/r", {true, {"out", ""}});
  Add({}, {}, "/r", {true, {"out", "/root"}});
  Add({}, {}, "/r", {true, {}, true});
  const Job Before = J;
  J.File = "/src/b.cpp";
  Add();
  J = Before;
  J.Command.Directory = "/other";
  Add();
  J = Before;
  J.Command.CommandLine = {"c++", "-c../src/a.cpp"};
  Add();
  J = Before;
  for (const char *Name : {"CPATH", "CPLUS_INCLUDE_PATH", "SOURCE_DATE_EPOCH"}) {
    const char *Value = std::getenv(Name);
    const std::string Kept = Value ? Value : "";
    setenv(Name, "77", 1);
    Add();
    Value ? setenv(Name, Kept.c_str(), 1) : unsetenv(Name);
  }
  std::vector<Digest> Sorted = Keys;
  llvm::sort(Sorted);
  EXPECT_TRUE(std::adjacent_find(Sorted.begin(), Sorted.end()) == Sorted.end());

  Options Nothing; // what has no say in findings
  Nothing.Jobs = 7;
  Nothing.Quiet = Nothing.Fix = true;
  Nothing.Cache = "elsewhere";
  Add(Nothing);
  EXPECT_EQ(Keys.back(), Keys.front());
  Add({}, {}, "/r", {true, {"out", ""}});
  Add({}, {}, "/r", {true, {"elsewhere", ""}});
  EXPECT_EQ(Keys.back(), Keys[Keys.size() - 2]) << "the facts do not depend on where they are written";
}

TEST(CacheKey, TheProgramIsKnown) {
  ASSERT_TRUE(programDigest());
  EXPECT_EQ(programDigest(), programDigest());
}

TEST(CacheDirectory, KeepsEntriesAndPrunesTheOldest) {
  TemporaryFolder Folder;
  const CacheDirectory Place(Folder.file("new/cache"));
  EXPECT_FALSE(Place.exists());
  ASSERT_FALSE(errorToBool(Place.prepare()));
  EXPECT_TRUE(Place.exists());
  const Digest Keys[] = {digestOf("0"), digestOf("1"), digestOf("2")};
  for (const Digest &Key : Keys)
    ASSERT_FALSE(errorToBool(Place.writeEntry(Key, std::string(1000, 'x'))));
  EXPECT_EQ(Place.entry(Keys[0]), std::string(1000, 'x'));
  EXPECT_FALSE(Place.entry(digestOf("other")));
  EXPECT_EQ(Place.size().Entries, 3u);
  EXPECT_EQ(Place.size().Bytes, 3000u);

  const auto PathOf = [&](size_t I) {
    return Place.path() + "/" + llvm::toHex(Keys[I], /*LowerCase=*/true) + ".entry";
  };
  makeOld(PathOf(0), 9000);
  makeOld(PathOf(1), 8000);
  makeOld(PathOf(2), 7000);
  Place.use(Keys[0]);
  EXPECT_EQ(Place.prune(3000).Entries, 0u);
  EXPECT_EQ(Place.prune(2999).Entries, 1u);
  EXPECT_TRUE(Place.entry(Keys[0]));
  EXPECT_FALSE(Place.entry(Keys[1]));

  const std::string LeftOver = PathOf(0) + ".1234abcd.tmp";
  write(LeftOver, "part");
  Place.prune(1 << 20);
  EXPECT_TRUE(llvm::sys::fs::exists(LeftOver)) << "may be in the making";
  makeOld(LeftOver, 7000);
  Place.prune(1 << 20);
  EXPECT_FALSE(llvm::sys::fs::exists(LeftOver));

  ASSERT_FALSE(errorToBool(Place.writeLastRun({3, 4})));
  EXPECT_EQ(Place.lastRun()->Hits, 3u);
  EXPECT_EQ(Place.lastRun()->Files, 4u);
  write(Place.path() + "/last-run", "nonsense");
  EXPECT_FALSE(Place.lastRun());
}

TEST(CacheDirectory, LeavesForeignFilesAlone) {
  TemporaryFolder Folder;
  write(Folder.file("precious"), "");
  EXPECT_TRUE(errorToBool(CacheDirectory(Folder.file("")).prepare()));
  EXPECT_FALSE(llvm::sys::fs::exists(Folder.file(".gitignore")));
  EXPECT_TRUE(errorToBool(CacheDirectory(Folder.file("precious")).prepare()));
}

} // namespace
