#include "driver/config.h"

#include "code.h"
#include "facts/unit/settings.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

#include "gtest/gtest.h"

using namespace asynctidy;
using namespace asynctidy::driver;
using clang::tidy::ClangTidyOptions;

namespace {

class Config : public testing::Test {
protected:
  void SetUp() override { ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("async-unit", Directory)); }
  void TearDown() override { llvm::sys::fs::remove_directories(Directory); }

  void write(llvm::StringRef Text) {
    std::error_code Error;
    llvm::raw_fd_ostream((Directory + "/.clang-tidy").str(), Error) << Text;
    ASSERT_FALSE(Error);
  }

  ClangTidyOptions optionsOf(ConfigProvider &Provider) {
    return static_cast<clang::tidy::ClangTidyOptionsProvider &>(Provider).getOptions((Directory + "/a.cpp").str());
  }

  /// The effective options for a file next to the .clang-tidy with \p Text.
  ClangTidyOptions with(llvm::StringRef Text, const Options &O = {}, const std::vector<std::string> &SystemPaths = {}) {
    write(Text);
    ConfigProvider Provider(O, SystemPaths);
    ClangTidyOptions Found = optionsOf(Provider);
    Problems = Provider.problems();
    Remarks = Provider.remarks();
    return Found;
  }

  static std::string option(const ClangTidyOptions &Found, llvm::StringRef Name) {
    auto It = Found.CheckOptions.find(Name);
    return It == Found.CheckOptions.end() ? "unset" : It->getValue().Value;
  }

  llvm::SmallString<128> Directory;
  std::vector<std::string> Problems, Remarks;
};

TEST_F(Config, StartsFromOurChecks) {
  const ClangTidyOptions Found = with("");
  EXPECT_TRUE(leavesAnyCheck(*Found.Checks)) << *Found.Checks;
  EXPECT_TRUE(Problems.empty());
}

TEST_F(Config, ABareMinusStarWasNotWrittenWithUsInMind) {
  EXPECT_TRUE(leavesAnyCheck(*with("Checks: '-*,bugprone-*'\n").Checks));
  EXPECT_TRUE(leavesAnyCheck(*with("Checks: '*'\n").Checks));
  EXPECT_TRUE(Problems.empty());
  EXPECT_TRUE(Remarks.empty());
}

TEST_F(Config, GlobsThatNameUsCount) {
  EXPECT_FALSE(leavesAnyCheck(*with("Checks: '-*,-async-*'\n").Checks));
  const ClangTidyOptions Found = with("Checks: '-async-discarded-result'\n");
  EXPECT_TRUE(leavesAnyCheck(*Found.Checks));
  EXPECT_NE(Found.Checks->find("-async-discarded-result"), std::string::npos);
}

TEST_F(Config, AGlobThatNamesNoCheckOfOursIsRemarked) {
  with("Checks: '-async-discard-result'\n");
  ASSERT_EQ(Remarks.size(), 1u);
  EXPECT_NE(Remarks.front().find("did you mean 'async-discarded-result'?"), std::string::npos) << Remarks.front();
}

TEST_F(Config, CheckOptionsAreTaken) {
  const ClangTidyOptions Found =
      with("CheckOptions:\n  async-unawaited-task.EarlyExits: true\n  AsyncModels: m.yaml\n");
  EXPECT_EQ(option(Found, "async-unawaited-task.EarlyExits"), "true");
  EXPECT_EQ(option(Found, "AsyncModels"), "m.yaml");
}

TEST_F(Config, TheCommandLineAddsToModelsAndSystemPaths) {
  Options O;
  O.Models = {"mine.yaml", "more.yaml"};
  O.Enable = {"async-something"};
  const ClangTidyOptions Found =
      with("CheckOptions:\n  AsyncModels: m.yaml\n  SystemPaths: '*/gen/*'\n", O, {"*/third_party/*"});
  EXPECT_EQ(option(Found, "AsyncModels"), "m.yaml;mine.yaml;more.yaml");
  EXPECT_EQ(option(Found, "SystemPaths"), "*/gen/*;*/third_party/*");
  EXPECT_EQ(option(Found, "async-something.Enable"), "true");
}

TEST_F(Config, ConfidenceIsThatOfTheCheckElseOfAll) {
  using asynctidy::summaries::Confidence;
  const auto Of = [](const ClangTidyOptions &Found) {
    return ConfigProvider::leastConfidence("async-lock-order", Found);
  };
  EXPECT_EQ(Of(with("")), Confidence::Sure);
  EXPECT_EQ(Of(with("CheckOptions:\n  Confidence: likely\n")), Confidence::Likely);
  const char *Apart = "CheckOptions:\n  Confidence: likely\n  async-lock-order.Confidence: sure\n";
  EXPECT_EQ(Of(with(Apart)), Confidence::Sure);
  Options O;
  O.Confidence = Confidence::Likely; // the command line has the last word
  EXPECT_EQ(Of(with(Apart, O)), Confidence::Likely);
}

TEST_F(Config, TheCommandLineAddsToTestPathsOrTakesTheDefaultAway) {
  Options Adds, None;
  Adds.TreatAsTest = {"*/fakes/*"};
  None.DefaultTestPaths = false;
  EXPECT_EQ(option(with(""), "TestPaths"), "unset") << "which is the default";
  EXPECT_EQ(option(with("", Adds), "TestPaths"), (facts::DefaultTestPaths + ";*/fakes/*").str());
  EXPECT_EQ(option(with("CheckOptions:\n  TestPaths: '*/mine/*'\n", Adds), "TestPaths"), "*/mine/*;*/fakes/*");
  EXPECT_EQ(option(with("", None), "TestPaths"), "");
  EXPECT_EQ(option(with("CheckOptions:\n  TestPaths: '*/mine/*'\n", None), "TestPaths"), "*/mine/*");
}

TEST_F(Config, TheCommandLinesChecksComeLast) {
  Options O;
  O.Checks = "-async-*";
  EXPECT_FALSE(leavesAnyCheck(*with("Checks: 'async-*'\n", O).Checks));
  O.Checks = "-*,async-unawaited-task";
  EXPECT_TRUE(leavesAnyCheck(*with("Checks: '-async-*'\n", O).Checks));
}

TEST_F(Config, UnknownKeysAreIgnoredWithARemark) {
  const ClangTidyOptions Found = with("KeyOfTomorrow: 1\nCheckOptions:\n  AsyncModels: m.yaml\n");
  EXPECT_EQ(option(Found, "AsyncModels"), "m.yaml");
  EXPECT_TRUE(Problems.empty());
  ASSERT_EQ(Remarks.size(), 1u);
  EXPECT_NE(Remarks.front().find(".clang-tidy:1: unknown key 'KeyOfTomorrow'"), std::string::npos) << Remarks.front();
  EXPECT_TRUE(ConfigProvider::isUsable(Found));
}

TEST_F(Config, ABrokenFileMakesTheOptionsUnusable) {
  const ClangTidyOptions Found = with("Checks: [\n");
  EXPECT_FALSE(ConfigProvider::isUsable(Found));
  ASSERT_EQ(Problems.size(), 1u);
  EXPECT_NE(Problems.front().find(".clang-tidy:"), std::string::npos) << Problems.front();
}

TEST_F(Config, AWrongRegularExpressionToo) {
  EXPECT_FALSE(ConfigProvider::isUsable(with("HeaderFilterRegex: '['\n")));
  EXPECT_EQ(Problems.size(), 1u);
}

TEST_F(Config, AReplacementEndsTheSearch) {
  Options O;
  O.Config = "CheckOptions:\n  AsyncModels: given.yaml\n";
  O.ConfigOrigin = "--config";
  EXPECT_EQ(option(with("CheckOptions:\n  AsyncModels: found.yaml\n", O), "AsyncModels"), "given.yaml");
}

TEST(CheckNames, KnownOnesOnly) {
  Options O;
  O.Checks = "-*,async-*,-async-unawaited-task,bugprone-*";
  EXPECT_FALSE(errorToBool(checkNames(O)));
  O.Checks = "async-unawaited-tsk";
  EXPECT_EQ(llvm::toString(checkNames(O)),
            "there is no check 'async-unawaited-tsk'; did you mean 'async-unawaited-task'?");
  O.Checks.clear();
  O.Enable = {"async-unawaited-task"};
  EXPECT_TRUE(llvm::StringRef(llvm::toString(checkNames(O))).contains("'async-unawaited-task' is on by default"));
  O.Enable = {"async-nothing-like-it"};
  EXPECT_TRUE(llvm::StringRef(llvm::toString(checkNames(O))).starts_with("'--enable': there is no check"));
  O.Enable.clear();
  O.HeaderFilter = "[";
  EXPECT_TRUE(llvm::StringRef(llvm::toString(checkNames(O))).contains("is not a regular expression"));
}

TEST(CheckNames, OnlyOptInChecksAreEnabled) {
  const asynctidy::CatalogueEntry Known[] = {{"async-costly", "cost", "0.2", "Finds waste.", "", /*IsOptIn=*/true},
                                             {"async-plain", "cost", "0.2", "Finds waste.", "", /*IsOptIn=*/false}};
  Options O;
  O.Enable = {"async-costly"};
  EXPECT_FALSE(errorToBool(checkNames(O, Known)));
  O.Enable = {"async-costly", "async-plain"};
  EXPECT_TRUE(llvm::StringRef(llvm::toString(checkNames(O, Known))).contains("'async-plain' is on by default"));
  O.Enable = {"async-cotsly"};
  EXPECT_TRUE(llvm::StringRef(llvm::toString(checkNames(O, Known))).contains("did you mean 'async-costly'?"));
}

TEST(LeavesAnyCheck, ByGlobs) {
  EXPECT_TRUE(leavesAnyCheck("async-*"));
  EXPECT_TRUE(leavesAnyCheck("-*,async-unawaited-task"));
  EXPECT_FALSE(leavesAnyCheck("async-*,-*"));
  EXPECT_FALSE(leavesAnyCheck("-*,bugprone-*"));
  EXPECT_FALSE(leavesAnyCheck(""));
}

} // namespace
