#include "report/html/colours.h"

#include "gtest/gtest.h"

using namespace asynctidy::report;

namespace {

/// The coloured parts of \p Code: "k:int n:1".
std::string partsOf(llvm::StringRef Code) {
  std::string Made;
  for (const Coloured &Part : coloursOf(Code))
    Made += (Made.empty() ? "" : " ") + std::string(1, static_cast<char>(Part.As)) + ":" +
            Code.slice(Part.Begin, Part.End).str();
  return Made;
}

TEST(Colours, WordsAndNumbers) {
  EXPECT_EQ(partsOf("co_await coawait; int1 = int"), "k:co_await k:int");
  EXPECT_EQ(partsOf("x1 = 1'000u + .5e-3 + 0x1Fe-1 + 0x1p-4;"), "n:1'000u n:.5e-3 n:0x1Fe n:1 n:0x1p-4");
  EXPECT_EQ(partsOf("größe_int"), "");
}

TEST(Colours, Literals) {
  EXPECT_EQ(partsOf(R"(f("a\"b" 'c' u8"d" L'e' x"f"))"), R"(s:"a\"b" s:'c' s:u8"d" s:L'e' s:"f")");
  EXPECT_EQ(partsOf("R\"x(a)\" \n // )x\" int"), "s:R\"x(a)\" \n // )x\" k:int");
  EXPECT_EQ(partsOf("\"open\nint"), "s:\"open k:int");
  EXPECT_EQ(partsOf("\"goes \\\non\" int"), "s:\"goes \\\non\" k:int");
}

TEST(Colours, CommentsAndDirectives) {
  EXPECT_EQ(partsOf("a // int \\\n int\nint /* int\n int */ int"), "c:// int \\\n int k:int c:/* int\n int */ k:int");
  EXPECT_EQ(partsOf(" # include <a b> // c\n#if int\nx # y"), "p:# include s:<a b> c:// c p:#if k:int");
}

TEST(Colours, WhatEndsTooEarly) {
  for (const char *Code : {"\"", "'", "/*", "R\"(", "R\"x", "#", "#include <", "//\\", "0x", "\"\\", "1'"})
    EXPECT_EQ(coloursOf(Code).back().End, llvm::StringRef(Code).size()) << Code;
}

TEST(Colours, RunsCountUtf16CodeUnits) {
  const llvm::StringRef Code = "int /* \xC3\xA4\xF0\x9F\x98\x80 */ x;\n/* a\nb */ 1;";
  const std::vector<Coloured> Parts = coloursOf(Code);
  size_t At = 0;
  EXPECT_EQ(colourRuns(Code, Parts, At, 0, 20), "k3-1c9"); // two characters, three code units
  EXPECT_EQ(colourRuns(Code, Parts, At, 20, 24), "c4");
  EXPECT_EQ(colourRuns(Code, Parts, At, 25, Code.size()), "c4-1n1");
}

} // namespace
