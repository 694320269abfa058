#include "report/formats.h"
#include "report/html/changed-lines.h"
#include "report/html/excerpts.h"

#include "temporary-folder.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Base64.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/SHA256.h"
#include "llvm/Support/raw_ostream.h"

#include "gtest/gtest.h"

using namespace asynctidy;
using namespace asynctidy::report;
using llvm::StringRef;

namespace {

void write(const std::string &Path, StringRef Text) {
  std::error_code Why;
  llvm::raw_fd_ostream Out(Path, Why);
  ASSERT_FALSE(Why);
  Out << Text;
}

std::string pageOf(const report::Run &R) {
  SourceFiles Sources;
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  writeHtml(R, Sources, Out);
  return Out.str();
}

/// What stands in \p Html between \p Begin and the next \p End.
StringRef between(StringRef Html, StringRef Begin, StringRef End) { return Html.split(Begin).second.split(End).first; }

StringRef dataText(StringRef Html) {
  return between(Html, R"(<script id="data" type="application/json">)", "</script>");
}

llvm::json::Value dataOf(StringRef Html) {
  llvm::Expected<llvm::json::Value> Data = llvm::json::parse(dataText(Html));
  EXPECT_TRUE(bool(Data));
  return Data ? std::move(*Data) : (llvm::consumeError(Data.takeError()), nullptr);
}

class HtmlReport : public testing::Test {
protected:
  HtmlReport() {
    R.Root = llvm::sys::path::parent_path(Folder.file("a.cpp")).str();
    R.Rules = {
        {"async-x", "locks", "Finds x.", "# async-x\n\nText `a<b>`.\n\n## Why\n\n```cpp\nint a = f<int>();\n```\n"}};
  }

  std::string source(StringRef Text) {
    write(Folder.file("a.cpp"), Text);
    return Folder.file("a.cpp");
  }

  Finding &finding(unsigned Line, unsigned Column, unsigned EndColumn) {
    Finding &F = R.Findings.emplace_back();
    F.Check = "async-x";
    F.At = {Folder.file("a.cpp"), Line, Column, EndColumn};
    return F;
  }

  unit::TemporaryFolder Folder;
  report::Run R;
};

TEST_F(HtmlReport, NoTextOfTheProjectIsMarkup) {
  const std::string Attack = "</script><script>alert(1)</script><!--&\xE2\x80\xA8\xE2\x80\xA9\xE2\x80\xAE\xFF";
  source("int x; // " + Attack + "\n");
  Finding &F = finding(1, 1, 4);
  F.Message = F.Function = F.Subject = F.Advice = F.Reason = F.Source = Attack;
  F.Steps = {{F.At, Attack, Attack}};
  R.Problems = {{Attack, Attack}};
  R.Locks.Locks = {{Attack}};
  const std::string Html = pageOf(R);
  EXPECT_EQ(StringRef(Html).count("<script"), 2u);
  EXPECT_EQ(dataText(Html).find_first_of("<>&"), StringRef::npos);
  EXPECT_EQ(dataText(Html).find("\xE2\x80\xA8"), StringRef::npos);
  EXPECT_EQ(dataText(Html).find("\xE2\x80\xA9"), StringRef::npos);
  const llvm::json::Value Data = dataOf(Html);
  EXPECT_EQ((*(*Data.getAsObject()->getArray("findings"))[0].getAsObject()->getString("message")),
            StringRef(Attack).drop_back().str() + "\xEF\xBF\xBD");
}

TEST_F(HtmlReport, ThePolicyAllowsItsOwnScriptAndStyleAlone) {
  const std::string Html = pageOf(R);
  const auto HashOf = [](StringRef Text) {
    return "'sha256-" + llvm::encodeBase64(llvm::SHA256::hash(llvm::arrayRefFromStringRef(Text))) + "'";
  };
  const StringRef Policy = between(Html, R"(Content-Security-Policy" content=")", "\"");
  EXPECT_TRUE(Policy.starts_with("default-src 'none'; "));
  EXPECT_TRUE(Policy.contains("script-src " + HashOf(between(Html, R"(<script type="module">)", "</script>")) + ";"));
  EXPECT_TRUE(Policy.contains("style-src " + HashOf(between(Html, "<style>", "</style>")) + ";"));
  EXPECT_FALSE(Policy.contains("unsafe"));
}

TEST_F(HtmlReport, LoadsNothing) {
  const std::string Html = pageOf(R);
  for (const char *Attribute : {" src=", "@import", "url(", "<link", "fetch(", "innerHTML", "eval("})
    EXPECT_FALSE(StringRef(Html).contains(Attribute)) << Attribute;
}

TEST_F(HtmlReport, PlacesAreUtf16CodeUnits) {
  source("\"\xC3\xA4\xF0\x9F\x98\x80\" + name;\n");
  finding(1, 12, 16);
  const llvm::json::Value Data = dataOf(pageOf(R));
  const auto &At = *(*Data.getAsObject()->getArray("findings"))[0].getAsObject()->getArray("at");
  EXPECT_EQ(At, (llvm::json::Array{0, 1, 12, 8, 12}));
}

TEST_F(HtmlReport, HasTheFirst5000AndTheSumsOfAll) {
  source("int x;\n");
  for (unsigned I = 0; I < MostOfPage + 10; ++I) {
    Finding &F = finding(1, 1, 4);
    F.Message = std::to_string(I);
    if (I < 20)
      F.Assumes = summaries::Assumption::UnseenBody;
  }
  const llvm::json::Value Value = dataOf(pageOf(R));
  const llvm::json::Object &Data = *Value.getAsObject();
  const llvm::json::Array &Shown = *Data.getArray("findings");
  EXPECT_EQ(Shown.size(), MostOfPage);
  EXPECT_EQ(*Shown[0].getAsObject()->getString("message"), "0");
  EXPECT_EQ(*Shown[10].getAsObject()->getString("message"), "20"); // the last ten likely ones are left out
  EXPECT_EQ(*Data.getInteger("total"), int64_t(MostOfPage + 10));
  const llvm::json::Object &Check = *(*Data.getArray("checks"))[0].getAsObject();
  EXPECT_EQ(*Check.getInteger("sure"), int64_t(MostOfPage - 10));
  EXPECT_EQ(*Check.getInteger("likely"), 20);
}

TEST_F(HtmlReport, ThePageOfACheckIsAPartOfThePage) {
  const std::string Html = pageOf(R);
  const StringRef Page = between(Html, "<article class=\"page\"", "</article>");
  EXPECT_TRUE(Page.contains("<h3>async-x</h3>")) << Page.str();
  EXPECT_TRUE(Page.contains("<h4>Why</h4>"));
  EXPECT_TRUE(Page.contains("<code>a&lt;b&gt;</code>"));
  EXPECT_TRUE(
      Page.contains("<code><span class=\"k\">int</span> a = f&lt;<span class=\"k\">int</span>&gt;();\n</code>"));
}

TEST_F(HtmlReport, EdgesOfTheLockOrderLeadToStepsOfTheFinding) {
  source("a\nb\nc\n");
  finding(1, 1, 2);
  Finding &F = finding(2, 1, 2);
  F.Check = "async-lock-order";
  F.Subject = "A, B";
  F.Steps = {{{F.At.File, 1, 1, 2}, "held", "first thread"}, {{F.At.File, 3, 1, 2}, "taken", "first thread"}};
  R.Locks.Locks = {{"A"}, {"B"}, {"C"}};
  R.Locks.Orders = {{0, 1, {{{F.At.File, 3, 1, 2}, "taken", ""}}, "A, B"},
                    {1, 0, {{{F.At.File, 3, 1, 2}, "taken otherwise", ""}}, "A, B"},
                    {1, 2, {{{F.At.File, 3, 1, 2}, "taken", ""}}}};
  const llvm::json::Value Data = dataOf(pageOf(R));
  const llvm::json::Array &Edges = *Data.getAsObject()->getObject("locks")->getArray("edges");
  EXPECT_EQ(Edges[0].getAsObject()->getInteger("finding"), 1);
  EXPECT_EQ(Edges[0].getAsObject()->getInteger("step"), 1);
  EXPECT_EQ(Edges[0].getAsObject()->getBoolean("isCyclic"), true);
  EXPECT_EQ(Edges[1].getAsObject()->getInteger("finding"), std::nullopt);
  EXPECT_EQ(Edges[2].getAsObject()->getInteger("finding"), std::nullopt);
  EXPECT_EQ(Edges[2].getAsObject()->getBoolean("isCyclic"), false);
}

TEST_F(HtmlReport, ExcerptsAreTheLinesAroundThePlaces) {
  std::string Text;
  for (int I = 1; I <= 60; ++I)
    Text += std::to_string(I) + (I == 2 ? std::string(600, 'x') : "") + "\n";
  const std::string File = source(Text);
  Excerpts Wanted;
  for (const unsigned Line : {40u, 2u, 20u, 22u, 34u, 0u, 99u})
    Wanted.want(File, Line);
  SourceFiles Sources;
  const std::vector<Excerpt> Made = Wanted.of(File, Sources);
  ASSERT_EQ(Made.size(), 2u);
  EXPECT_EQ(Made[0].First, 1u);
  EXPECT_EQ(Made[0].Lines.size(), 5u);
  EXPECT_EQ(Made[0].Lines[1], "2" + std::string(499, 'x') + "…");
  EXPECT_EQ(Made[1].First, 17u); // five lines between two places are shown, too
  EXPECT_EQ(Made[1].Lines.size(), 27u);
  EXPECT_EQ(Made[1].Lines.back(), "43");
  EXPECT_TRUE(Wanted.of("other", Sources).empty());
}

TEST_F(HtmlReport, AFixIsShownAsWholeLines) {
  const std::string File = source("one\nf(a, b);\nthree\nfour\n");
  SourceFiles Sources;
  const std::vector<ChangedLines> Made = changedLines({{File, 4, 0, 2, 1, 2, 1, "co_await "},
                                                       {File, 9, 1, 2, 6, 2, 7, "c"},
                                                       {File, 17, 6, 3, 5, 4, 5, "\n"},
                                                       {"missing.cpp", 0, 1, 1, 1, 1, 2, "x"}},
                                                      Sources);
  ASSERT_EQ(Made.size(), 2u);
  EXPECT_EQ(Made[0].Line, 2u);
  EXPECT_EQ(Made[0].Before, "f(a, b);");
  EXPECT_EQ(Made[0].After, "co_await f(a, c);");
  EXPECT_EQ(Made[1].Before, "three\nfour");
  EXPECT_EQ(Made[1].After, "thre\n");
}

} // namespace
