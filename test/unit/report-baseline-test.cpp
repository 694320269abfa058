// Which findings a baseline knows, in code that changes.
#include "report/baseline.h"
#include "report/identity.h"

#include "gtest/gtest.h"

using namespace asynctidy::report;

namespace {

struct Made {
  std::string File, Function, Subject, Line;
};

/// A run with these findings, in this order of the source; each line has its own hash.
asynctidy::report::Run run(const std::vector<Made> &Some) {
  asynctidy::report::Run R;
  R.Root = "/p";
  for (size_t I = 0; I < Some.size(); ++I) {
    Finding F;
    F.Check = "async-discarded-result";
    F.At = {"/p/" + Some[I].File, static_cast<unsigned>(I + 1), 1, 2};
    F.Function = Some[I].Function;
    F.Subject = Some[I].Subject;
    R.Findings.push_back(F);
  }
  SourceFiles NoFiles;
  identify(R.Findings, NoFiles);
  for (size_t I = 0; I < Some.size(); ++I)
    R.Findings[I].Known.TextHash = Some[I].Line;
  return R;
}

Baseline baselineOf(const std::vector<Made> &Some) {
  const auto R = run(Some);
  return updated(R, compare(R, Baseline()), [](const KnownFinding &) { return true; }, /*Accept=*/true);
}

std::string known(const std::vector<Made> &Old, const std::vector<Made> &Now) {
  std::string Marks;
  for (const bool IsKnown : compare(run(Now), baselineOf(Old)).IsKnown)
    Marks += IsKnown ? 'k' : 'N';
  return Marks;
}

TEST(Baseline, SurvivesTheWayThroughText) {
  const Baseline B({{"async-lock-order", "a\tb.cpp", "x::f\n\\::lambda", "-", 3, "0123abcd"},
                    {"async-discarded-result", "a.cpp", "", "send", 1, ""}});
  const std::string Text = B.text();
  llvm::Expected<Baseline> Back = Baseline::parse(Text, "b.txt");
  ASSERT_TRUE(static_cast<bool>(Back)) << llvm::toString(Back.takeError());
  EXPECT_EQ(Back->findings(), B.findings());
  EXPECT_EQ(std::count(Text.begin(), Text.end(), '\n'), 3);
}

TEST(Baseline, ToleratesWhatGitDoesToLines) {
  const Baseline B = baselineOf({{"a.cpp", "f", "send", "1"}});
  std::string Text = B.text() + "# a remark\n\n";
  for (size_t At = 0; (At = Text.find('\n', At)) != std::string::npos; At += 2)
    Text.insert(At, "\r");
  llvm::Expected<Baseline> Back = Baseline::parse(Text, "b.txt");
  ASSERT_TRUE(static_cast<bool>(Back)) << llvm::toString(Back.takeError());
  EXPECT_EQ(Back->findings(), B.findings());
}

TEST(Baseline, BrokenOnesAreRefusedInOneSentence) {
  const std::string Good = baselineOf({{"a.cpp", "f", "send", "1"}}).text();
  for (const std::string &Broken :
       {std::string(), std::string("int main() {}"), Good + "<<<<<<< HEAD\n",
        Good + "async-x\ta.cpp\tf\tsend\tone\t1\n", Good + "async-x\ta.cpp\n", Good + "async-x\ta.cpp\tf\tsend\t0\t1\n",
        std::string("# async-tidy baseline 2: from the future\n")}) {
    llvm::Expected<Baseline> Read = Baseline::parse(Broken, "b.txt");
    ASSERT_FALSE(static_cast<bool>(Read)) << Broken;
    const std::string Said = llvm::toString(Read.takeError());
    EXPECT_NE(Said.find("'b.txt'"), std::string::npos) << Said;
    EXPECT_EQ(Said.find('\n'), std::string::npos) << Said;
  }
}

TEST(Baseline, SaysThatAMergeIsNotDone) {
  const std::string Good = baselineOf({{"a.cpp", "f", "send", "1"}}).text();
  for (const std::string &Mark : {std::string("<<<<<<< HEAD\n"), std::string("||||||| 123\n"), std::string("=======\n"),
                                  std::string(">>>>>>> theirs\n")})
    for (const std::string &Text : {Mark + Good, Good + Mark}) {
      llvm::Expected<Baseline> Read = Baseline::parse(Text, "b.txt");
      ASSERT_FALSE(static_cast<bool>(Read)) << Text;
      EXPECT_NE(llvm::toString(Read.takeError()).find("merge conflict"), std::string::npos) << Text;
    }
}

TEST(Compare, WhatIsTheSameIsKnown) {
  EXPECT_EQ(known({{"a.cpp", "f", "send", "1"}}, {{"a.cpp", "f", "send", "1"}}), "k");
  EXPECT_EQ(known({}, {{"a.cpp", "f", "send", "1"}}), "N");
  EXPECT_EQ(known({{"a.cpp", "f", "send", "1"}}, {}), "");
}

TEST(Compare, AChangedLineIsStillKnown) {
  EXPECT_EQ(known({{"a.cpp", "f", "send", "1"}}, {{"a.cpp", "f", "send", "2"}}), "k");
}

TEST(Compare, TheSurplusIsNewAndRatherOnAChangedLine) {
  EXPECT_EQ(known({{"a.cpp", "f", "send", "1"}, {"a.cpp", "f", "send", "2"}},
                  {{"a.cpp", "f", "send", "1"}, {"a.cpp", "f", "send", "9"}, {"a.cpp", "f", "send", "2"}}),
            "kNk");
}

TEST(Compare, AMovedFileIsFollowed) {
  EXPECT_EQ(known({{"a.cpp", "f", "send", "1"}}, {{"sub/b.cpp", "f", "send", "1"}}), "k");
  EXPECT_EQ(known({{"a.cpp", "f", "send", "1"}}, {{"a.cpp", "f", "send", "1"}, {"b.cpp", "f", "send", "1"}}), "kN")
      << "a copy is new";
}

TEST(Compare, ARenamedFunctionIsFollowedByItsLine) {
  EXPECT_EQ(known({{"a.cpp", "f", "send", "1"}}, {{"a.cpp", "g", "send", "1"}}), "k");
  EXPECT_EQ(known({{"a.cpp", "f", "send", "1"}}, {{"a.cpp", "g", "send", "2"}}), "N");
  EXPECT_EQ(known({{"a.cpp", "f", "send", ""}}, {{"a.cpp", "g", "send", ""}}), "N") << "of unknown lines";
}

TEST(Update, HoldsNoRemarkOfClangTidy) {
  auto Now = run({{"a.cpp", "f", "send", "1"}});
  Now.Findings.front().Check = "clang-tidy-nolint";
  EXPECT_TRUE(updated(
                  Now, compare(Now, Baseline()), [](const KnownFinding &) { return true; }, /*Accept=*/true)
                  .findings()
                  .empty());
}

TEST(Update, PrunesOnlyWhatWasAnalysed) {
  const Baseline Old =
      baselineOf({{"a.cpp", "f", "send", "1"}, {"a.cpp", "g", "send", "2"}, {"b.cpp", "h", "send", "3"}});
  const auto Now = run({{"a.cpp", "f", "send", "changed"}, {"a.cpp", "fresh", "receive", "4"}});
  const auto WasSought = [](const KnownFinding &F) { return F.Path == "a.cpp"; };
  const Baseline Pruned = updated(Now, compare(Now, Old), WasSought, /*Accept=*/false);
  ASSERT_EQ(Pruned.findings().size(), 2u);
  EXPECT_EQ(Pruned.findings()[0].LineHash, "changed");
  EXPECT_EQ(Pruned.findings()[1].Path, "b.cpp");
  EXPECT_EQ(updated(Now, compare(Now, Old), WasSought, /*Accept=*/true).findings().size(), 3u);
}

} // namespace
