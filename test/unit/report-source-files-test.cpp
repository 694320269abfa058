// Lines and columns of source text, and how paths are written.
#include "report/report-root.h"
#include "report/source-files.h"
#include "report/utf8.h"

#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "gtest/gtest.h"

using namespace asynctidy::report;

namespace {

using Position = std::pair<unsigned, unsigned>;

TEST(SourceText, FindsPositions) {
  const SourceText Text("ab\n\ncd\r\nef\rg");
  EXPECT_EQ(Text.lines(), 5u);
  EXPECT_EQ(Text.position(0), Position(1, 1));
  EXPECT_EQ(Text.position(2), Position(1, 3));
  EXPECT_EQ(Text.position(3), Position(2, 1));
  EXPECT_EQ(Text.position(4), Position(3, 1));
  EXPECT_EQ(Text.position(8), Position(4, 1));
  EXPECT_EQ(Text.position(11), Position(5, 1));
  EXPECT_EQ(Text.line(3), "cd");
  EXPECT_EQ(Text.line(5), "g");
  EXPECT_EQ(Text.line(6), "");
  EXPECT_EQ(Text.line(0), "");
  EXPECT_EQ(Text.offset(3, 2), 5u);
  EXPECT_EQ(Text.offset(3, 99), 6u);
  EXPECT_EQ(Text.offset(99, 1), 12u);
}

TEST(SourceText, EndsTokens) {
  const SourceText Text("send(x); // \xC3\xA9t\xC3\xA9");
  EXPECT_EQ(Text.tokenEnd(1, 1), 5u);
  EXPECT_EQ(Text.tokenEnd(1, 5), 6u);
  EXPECT_EQ(Text.tokenEnd(1, 13), 18u);
  EXPECT_EQ(Text.tokenEnd(1, 18), 18u) << "at the end of the line";
  EXPECT_EQ(Text.tokenEnd(7, 1), 1u) << "on no line";
}

TEST(SourceText, OfNothingHasOneLine) {
  const SourceText Text("");
  EXPECT_EQ(Text.lines(), 1u);
  EXPECT_EQ(Text.position(0), Position(1, 1));
}

TEST(SourceFiles, AreNullWhenTheyCannotBeRead) {
  SourceFiles Files;
  EXPECT_EQ(Files.of("/nowhere/at/all.cpp"), nullptr);
  EXPECT_EQ(Files.of(""), nullptr);
}

TEST(SourceFiles, AreThoseOfTheirFileSystem) {
  const llvm::IntrusiveRefCntPtr<llvm::vfs::InMemoryFileSystem> Memory(new llvm::vfs::InMemoryFileSystem);
  Memory->addFile("/p/a.cpp", 0, llvm::MemoryBuffer::getMemBuffer("int a;\nint b;"));
  SourceFiles Files(Memory);
  ASSERT_NE(Files.of("/p/a.cpp"), nullptr);
  EXPECT_EQ(Files.of("/p/a.cpp")->line(2), "int b;");
  EXPECT_EQ(Files.of("/p/b.cpp"), nullptr);
}

TEST(Utf8, IsRepairedAndCounted) {
  EXPECT_EQ(repaired("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(utf16Length("a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"), 5u);
  EXPECT_EQ(utf16Length("\xF0\x9F"), utf16Length(repaired("\xF0\x9F")));
}

TEST(Paths, AreBelowTheRoot) {
  EXPECT_EQ(pathBelow("/p", "/p/src/a.cpp"), "src/a.cpp");
  EXPECT_EQ(pathBelow("/p/", "/p/src/a.cpp"), "src/a.cpp");
  EXPECT_EQ(pathBelow("/", "/a.cpp"), "a.cpp");
  EXPECT_EQ(pathBelow("/p", "/pq/a.cpp"), std::nullopt);
  EXPECT_EQ(pathBelow("/p", "/p"), std::nullopt);
  EXPECT_EQ(pathBelow("/p", ""), std::nullopt);
}

TEST(Paths, AreEncoded) {
  EXPECT_EQ(uriOf("src/a b.cpp"), "src/a%20b.cpp");
  EXPECT_EQ(uriOf("a%b#c?d:e"), "a%25b%23c%3Fd%3Ae");
  EXPECT_EQ(uriOf("\xC3\xA9~-._"), "%C3%A9~-._");
}

} // namespace
