// By what findings are recognized in another version of the code.
#include "report/identity.h"

#include "gtest/gtest.h"

using namespace asynctidy::report;

namespace {

Finding finding(std::string Function, std::string Subject, unsigned Line, std::string File = "/p/a.cpp") {
  Finding F;
  F.Check = "async-discarded-result";
  F.Message = "task returned by '" + Subject + "' is discarded";
  F.At = {std::move(File), Line, 3, 7};
  F.Function = std::move(Function);
  F.Subject = std::move(Subject);
  return F;
}

std::vector<Finding> identified(std::vector<Finding> Findings) {
  SourceFiles NoFiles;
  identify(Findings, NoFiles);
  return Findings;
}

std::string fingerprint(const Finding &F) { return identified({F})[0].Known.Fingerprint; }

TEST(Identity, DependsOnCheckFunctionAndSubject) {
  const Finding F = finding("S::run", "send", 10);
  EXPECT_EQ(fingerprint(F).size(), 32u);
  EXPECT_NE(fingerprint(F), fingerprint(finding("S::stop", "send", 10)));
  EXPECT_NE(fingerprint(F), fingerprint(finding("S::run", "receive", 10)));
  Finding Other = F;
  Other.Check = "async-unawaited-task";
  EXPECT_NE(fingerprint(F), fingerprint(Other));
}

/// "ab" and "c" are not "a" and "bc".
TEST(Identity, KeepsItsPartsApart) {
  EXPECT_NE(fingerprint(finding("ab", "c", 1)), fingerprint(finding("a", "bc", 1)));
}

TEST(Identity, DependsOnNothingElse) {
  const Finding F = finding("S::run", "send", 10);
  Finding Moved = finding("S::run", "send", 99, "/elsewhere/b.cpp");
  Moved.Message = "another message";
  Moved.Assumes = asynctidy::summaries::Assumption::UnseenBody;
  Moved.Steps.push_back({F.At, "a step", ""});
  EXPECT_EQ(fingerprint(F), fingerprint(Moved));
}

TEST(Identity, NumbersEqualOnesOfAFileInSourceOrder) {
  const auto Found = identified({finding("f", "send", 30), finding("f", "send", 10), finding("f", "receive", 20),
                                 finding("f", "send", 5, "/p/b.cpp")});
  EXPECT_EQ(Found[1].Known.Number, 1u);
  EXPECT_EQ(Found[0].Known.Number, 2u);
  EXPECT_EQ(Found[2].Known.Number, 1u);
  EXPECT_EQ(Found[3].Known.Number, 1u);
  EXPECT_EQ(Found[1].Known.Fingerprint, Found[3].Known.Fingerprint);
  EXPECT_NE(Found[0].Known.Fingerprint, Found[1].Known.Fingerprint);
}

TEST(Reason, IsSplitFromItsSource) {
  using Parts = std::pair<std::string, std::string>;
  EXPECT_EQ(reasonAndSource("'sleep' suspends the thread (sleep(3))"),
            Parts("'sleep' suspends the thread", "sleep(3)"));
  EXPECT_EQ(reasonAndSource("it waits (mine.yaml:12)"), Parts("it waits", "mine.yaml:12"));
  EXPECT_EQ(reasonAndSource("it waits"), Parts("it waits", ""));
  EXPECT_EQ(reasonAndSource("calls f()"), Parts("calls f()", ""));
  EXPECT_EQ(reasonAndSource(")"), Parts(")", ""));
  EXPECT_EQ(reasonAndSource(""), Parts("", ""));
}

} // namespace
