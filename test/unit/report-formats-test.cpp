// What the writers make of a run: read back as a host would read it.
#include "report/formats.h"
#include "report/identity.h"
#include "report/markdown.h"
#include "report/sarif-limits.h"

#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace asynctidy::report;
using asynctidy::summaries::Assumption;
using testing::HasSubstr;
using testing::Not;
namespace json = llvm::json;

namespace {

constexpr char Hostile[] = "</script><b>&\"'\x01\xFF\r\n::error::%0A,";

Finding finding(std::string File, std::string Message) {
  Finding F;
  F.Check = "async-lock-order";
  F.Message = std::move(Message);
  F.At = {std::move(File), 4, 2, 6};
  F.Function = "bank::transfer";
  F.Subject = "a, b";
  return F;
}

Run run(std::vector<Finding> Findings) {
  Run R;
  R.Version = "1.2.3";
  R.LlvmVersion = "22.0.0";
  R.Homepage = "https://example.org/async-tidy";
  R.Root = "/p";
  R.Rules.push_back({"async-lock-order", "locks", "Finds locks.", "# async-lock-order\n\nSee [this](other.md).\n"});
  R.Findings = std::move(Findings);
  SourceFiles Sources;
  identify(R.Findings, Sources);
  return R;
}

std::string written(void (*Write)(const Run &, SourceFiles &, llvm::raw_ostream &), const Run &R) {
  std::string Text;
  llvm::raw_string_ostream Out(Text);
  SourceFiles Sources;
  Write(R, Sources, Out);
  return Text;
}

json::Value parsed(const std::string &Text) {
  llvm::Expected<json::Value> Read = json::parse(Text);
  if (!Read) {
    ADD_FAILURE() << llvm::toString(Read.takeError()) << "\n" << Text;
    return json::Object();
  }
  return std::move(*Read);
}

json::Object sarifRun(const Run &R) {
  const json::Value Log = parsed(written(writeSarif, R));
  return *(*Log.getAsObject()->getArray("runs"))[0].getAsObject();
}

const json::Object &first(const json::Object &O, llvm::StringRef Key) { return *(*O.getArray(Key))[0].getAsObject(); }

TEST(Sarif, OfNoFindingIsARun) {
  const json::Object One = sarifRun(run({}));
  EXPECT_TRUE(One.getArray("results")->empty());
  EXPECT_EQ(first(One, "invocations").getBoolean("executionSuccessful"), true);
}

TEST(Sarif, HasAPlaceAnIdentityAndThreads) {
  Finding F = finding("/p/src/a b.cpp", "two tasks can deadlock");
  F.Steps = {{{"/p/src/x.h", 1, 1, 2}, "'a' is locked here", "first task"},
             {{"/p/src/y.h", 2, 1, 2}, "'b' is locked here", "second task"},
             {{"/usr/include/z.h", 3, 1, 2}, "'a' is locked here", "second task"}};
  const json::Object One = sarifRun(run({F}));
  const json::Object &Result = first(One, "results");
  const json::Object &Place = *first(Result, "locations").getObject("physicalLocation");
  EXPECT_EQ(Place.getObject("artifactLocation")->getString("uri"), "src/a%20b.cpp");
  EXPECT_EQ(Place.getObject("region")->getInteger("endColumn"), 6);
  EXPECT_EQ(Result.getObject("partialFingerprints")->getString("asyncTidy/v1")->size(), 32u);
  const json::Array &Threads = *first(Result, "codeFlows").getArray("threadFlows");
  ASSERT_EQ(Threads.size(), 2u);
  const json::Array &Second = *Threads[1].getAsObject()->getArray("locations");
  ASSERT_EQ(Second.size(), 2u);
  const json::Object &Outside = *Second[1].getAsObject()->getObject("location");
  EXPECT_EQ(Outside.getObject("physicalLocation"), nullptr) << "no path of this machine leaves it";
  EXPECT_EQ(Outside.getObject("message")->getString("text"), "'a' is locked here");
}

TEST(Sarif, SaysHowCertain) {
  Finding Likely = finding("/p/a.cpp", "perhaps"), Error = finding("/p/a.cpp", "surely");
  Likely.Assumes = Assumption::UnseenBody;
  Error.IsError = true;
  const json::Object One = sarifRun(run({Likely, Error}));
  const json::Array &Results = *One.getArray("results");
  EXPECT_EQ(Results[0].getAsObject()->getString("level"), "note");
  EXPECT_EQ(Results[0].getAsObject()->getObject("properties")->getString("confidence"), "likely");
  EXPECT_EQ(Results[1].getAsObject()->getString("level"), "error");
}

TEST(Sarif, HelpStandsAlone) {
  const json::Object One = sarifRun(run({}));
  const json::Object &Rule = first(*One.getObject("tool")->getObject("driver"), "rules");
  EXPECT_THAT(Rule.getObject("help")->getString("markdown")->str(), HasSubstr("See this."));
  EXPECT_THAT(Rule.getObject("help")->getString("text")->str(), HasSubstr("See this."));
}

TEST(Sarif, CountsWhatIsOutsideAndWhatFailed) {
  auto R = run({finding("/elsewhere/a.cpp", "outside")});
  R.Problems.push_back({"'b.cpp' does not compile", "/p/b.cpp"});
  const json::Object One = sarifRun(R);
  EXPECT_TRUE(One.getArray("results")->empty());
  const json::Object &Invocation = first(One, "invocations");
  EXPECT_EQ(Invocation.getBoolean("executionSuccessful"), false);
  const json::Array &Said = *Invocation.getArray("toolExecutionNotifications");
  ASSERT_EQ(Said.size(), 2u);
  EXPECT_EQ(Said[0].getAsObject()->getString("level"), "error");
  EXPECT_THAT(Said[1].getAsObject()->getObject("message")->getString("text")->str(),
              HasSubstr("1 finding is left out"));
}

TEST(Sarif, LeavesOutTheLeastCertain) {
  std::vector<Finding> Many;
  for (size_t I = 0; I < MostResults + 10; ++I) {
    Many.push_back(finding("/p/a.cpp", "sure"));
    Many.back().At.Line = static_cast<unsigned>(I + 1);
    if (I < 20)
      Many.back().Assumes = Assumption::UnseenBody;
  }
  const json::Object One = sarifRun(run(Many));
  const json::Array &Results = *One.getArray("results");
  ASSERT_EQ(Results.size(), MostResults);
  size_t Likely = 0;
  for (const json::Value &V : Results)
    Likely += V.getAsObject()->getString("level") == "note";
  EXPECT_EQ(Likely, 10u);
  const json::Array &Said = *first(One, "invocations").getArray("toolExecutionNotifications");
  EXPECT_THAT(Said[0].getAsObject()->getObject("message")->getString("text")->str(),
              HasSubstr("10 findings are left out"));
}

TEST(Limits, FindTheNumberThatFits) {
  EXPECT_EQ(resultsThatFit("small", 7), 7u);
  std::string Large;
  for (uint64_t I = 0, State = 1; I < 3 * MostCompressed;
       ++I, State = State * 6364136223846793005u + 1442695040888963407u)
    Large += static_cast<char>(State >> 56);
  EXPECT_LT(resultsThatFit(Large, 1000), 400u);
  EXPECT_GT(resultsThatFit(Large, 1000), 200u);
}

TEST(Limits, CutBetweenCharacters) {
  EXPECT_EQ(cutTo(10, "short"), "short");
  EXPECT_EQ(cutTo(6, "abc\xC3\xA9xyz"), "abc...");
  EXPECT_EQ(cutTo(7, "abc\xC3\xA9xyz"), "abc...");
}

TEST(AllForms, KeepHostileNamesInside) {
  Finding F = finding("/p/" + std::string(Hostile) + ".cpp", Hostile);
  F.Function = F.Subject = Hostile;
  F.Steps.push_back({F.At, Hostile, Hostile});
  auto R = run({F});
  R.Problems.push_back({Hostile, "/p/x.cpp"});
  parsed(written(writeSarif, R));
  parsed(written(writeJson, R));
  parsed(written(writeGitlab, R));
  const std::string Xml = written(writeJunit, R);
  EXPECT_THAT(Xml, Not(HasSubstr("</script>")));
  EXPECT_THAT(Xml, Not(HasSubstr("\x01")));
  const std::string Commands = written(writeGithub, R);
  EXPECT_EQ(std::count(Commands.begin(), Commands.end(), '\n'), 2) << Commands;
  EXPECT_THAT(
      Commands,
      testing::StartsWith("::warning file=</script><b>&\"'\x01\xEF\xBF\xBD%0D%0A%3A%3Aerror%3A%3A%250A%2C.cpp,line=4"));
}

TEST(Junit, HasNoCharacterThatXmlForbids) {
  const std::string Xml =
      written(writeJunit, run({finding("/p/a.cpp", "\x02 \xEF\xBF\xBE \xEF\xBF\xBF \xEF\xBF\xBD!")}));
  EXPECT_THAT(Xml, HasSubstr("message=\"\xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD \xEF\xBF\xBD!\""));
}

TEST(Github, ShowsTenOfEachAndCountsTheRest) {
  std::vector<Finding> Many;
  for (unsigned I = 0; I < 15; ++I) {
    Many.push_back(finding("/p/a.cpp", "number " + std::to_string(I)));
    if (I < 8)
      Many.back().Assumes = Assumption::UnseenBody;
  }
  const std::string Commands = written(writeGithub, run(Many));
  EXPECT_THAT(Commands, HasSubstr("::number 14\n")); // sure
  EXPECT_THAT(Commands, HasSubstr("::number 0;"));
  EXPECT_THAT(Commands, Not(HasSubstr("::number 7;")));
  EXPECT_THAT(Commands, HasSubstr("5 more findings are not shown"));
}

TEST(Github, SaysWhereAFindingIsThatHasNoFileInTheProject) {
  EXPECT_THAT(written(writeGithub, run({finding("/outside/c.h", "three")})),
              HasSubstr("::warning title=async-lock-order::/outside/c.h:4: three\n"));
}

TEST(Gitlab, NamesEachFindingOnce) {
  const json::Value Report = parsed(written(
      writeGitlab, run({finding("/p/a.cpp", "one"), finding("/p/b.cpp", "two"), finding("/outside/c.cpp", "three")})));
  const json::Array &All = *Report.getAsArray();
  ASSERT_EQ(All.size(), 2u);
  EXPECT_NE(All[0].getAsObject()->getString("fingerprint"), All[1].getAsObject()->getString("fingerprint"));
  EXPECT_EQ(All[0].getAsObject()->getObject("location")->getString("path"), "a.cpp");
  EXPECT_EQ(All[0].getAsObject()->getString("severity"), "major");
}

TEST(Markdown, ShowsWhatIsFoundAndWhatIsNot) {
  auto R = run({finding("/p/a.cpp", "one"), finding("/p/a.cpp", "two"), finding("/outside/c.cpp", "three")});
  R.Files = 2;
  R.Problems.push_back({"cannot", ""});
  const std::string Text = renderPage(written(writeMarkdown, R)).Text;
  for (const char *Part : {"async-tidy: 3 findings in 2 files", "2 files analysed", "a.cpp:4", "/outside/c.cpp:4",
                           "async-lock-order", "three", "cannot"})
    EXPECT_THAT(Text, HasSubstr(Part));
  EXPECT_THAT(written(writeMarkdown, run({})), HasSubstr("### async-tidy: no findings\n"));
  R.Findings.clear();
  EXPECT_THAT(written(writeMarkdown, R), HasSubstr("### async-tidy: not everything could be looked at\n"));
}

TEST(Markdown, TakesNothingForMarkup) {
  const std::string Bad = std::string(Hostile) + "|`x`**b**[l](https://e.org) https://e.org www.e.org # * _i_ ~~s~~ \\|"
                                                 "![p](p.png) \xE2\x80\xAE";
  auto R = run({finding("/p/a|b`*_<i>.cpp", Bad)});
  R.Problems.push_back({Bad, ""});
  const std::string Html = renderPage(written(writeMarkdown, R)).Html;
  for (const char *Tag : {"<b>", "<script", "<em>", "<strong>", "<a ", "<img", "<code>", "<del>", "<i>"})
    EXPECT_THAT(Html, Not(HasSubstr(Tag)));
  EXPECT_THAT(Html, HasSubstr("a|b`*_&lt;i&gt;.cpp:4")) << "in one cell";
  EXPECT_THAT(Html,
              HasSubstr("|`x`**b**[l](https://e.org) https://e.org www.e.org # * _i_ ~~s~~ \\|![p](p.png) U+202E"));
}

TEST(Markdown, IsCut) {
  auto R = run(std::vector<Finding>(150, finding("/p/a.cpp", "one")));
  EXPECT_THAT(written(writeMarkdown, R), HasSubstr("\nAnd 50 more, which"));
}

TEST(Junit, HasATestForEverything) {
  EXPECT_THAT(written(writeJunit, run({})), HasSubstr(R"(tests="1" failures="0" errors="0")"));
  auto R = run({finding("/p/a.cpp", "one")});
  R.Problems.push_back({"two", ""});
  EXPECT_THAT(written(writeJunit, R), HasSubstr(R"(tests="2" failures="1" errors="1")"));
}

} // namespace
