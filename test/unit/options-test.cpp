#include "driver/options.h"

#include "gtest/gtest.h"

using namespace asynctidy::driver;

namespace {

using Words = std::vector<std::string>;

Options parsed(std::vector<const char *> Arguments) {
  llvm::Expected<Options> O = parseOptions(Arguments);
  if (!O) {
    ADD_FAILURE() << llvm::toString(O.takeError());
    return {};
  }
  return std::move(*O);
}

std::string errorOf(std::vector<const char *> Arguments) {
  llvm::Expected<Options> O = parseOptions(Arguments);
  return O ? "no error" : llvm::toString(O.takeError());
}

TEST(Options, Defaults) {
  const Options O = parsed({});
  EXPECT_EQ(O.Do, Command::Analyse);
  EXPECT_TRUE(O.Files.empty());
  EXPECT_FALSE(O.HasFlags);
  EXPECT_FALSE(O.Fix);
  EXPECT_TRUE(O.DefaultSystemPaths);
  EXPECT_TRUE(O.DefaultTestPaths);
  EXPECT_EQ(O.UseColor, std::nullopt);
  EXPECT_EQ(O.MemoryLimitMiB, std::nullopt);
}

TEST(Options, FilesAndDatabase) {
  const Options O = parsed({"-p", "build", "a.cpp", "src/**/*.cpp"});
  EXPECT_EQ(O.BuildPath, "build");
  EXPECT_EQ(O.Files, (Words{"a.cpp", "src/**/*.cpp"}));
  EXPECT_EQ(parsed({"-p=build"}).BuildPath, "build");
  EXPECT_EQ(parsed({"a.cpp", "-p", "build", "b.cpp"}).Files, (Words{"a.cpp", "b.cpp"}));
}

TEST(Options, FlagsAfterTwoDashes) {
  const Options O = parsed({"a.cpp", "--fix", "--", "-std=c++20", "--checks=no"});
  EXPECT_TRUE(O.HasFlags);
  EXPECT_EQ(O.Flags, (Words{"-std=c++20", "--checks=no"}));
  EXPECT_EQ(O.Files, Words{"a.cpp"});
  EXPECT_TRUE(O.Checks.empty());
  EXPECT_TRUE(parsed({"a.cpp", "--"}).HasFlags);
}

TEST(Options, Values) {
  const Options O = parsed({"--checks",
                            "-*,async-a",
                            "-checks=async-b",
                            "--enable=x",
                            "--models",
                            "m.yaml",
                            "--models=n.yaml",
                            "--treat-as-system=contrib",
                            "--header-filter=h",
                            "--extra-arg=-DX",
                            "--extra-arg-before",
                            "-DY",
                            "--timeout=5",
                            "--memory-limit",
                            "0",
                            "-j8",
                            "--quiet",
                            "--no-default-system-paths",
                            "--treat-as-test=fakes",
                            "--no-default-test-paths",
                            "--export-fixes=f.yaml",
                            "--confidence=likely",
                            "--use-color=false"});
  EXPECT_EQ(O.Checks, "-*,async-a,async-b");
  EXPECT_EQ(O.Enable, Words{"x"});
  EXPECT_EQ(O.Models, (Words{"m.yaml", "n.yaml"}));
  EXPECT_EQ(O.TreatAsSystem, Words{"contrib"});
  EXPECT_EQ(O.HeaderFilter, "h");
  EXPECT_EQ(O.ExtraArgs, Words{"-DX"});
  EXPECT_EQ(O.ExtraArgsBefore, Words{"-DY"});
  EXPECT_EQ(O.TimeoutSeconds, 5u);
  EXPECT_EQ(O.MemoryLimitMiB, 0u);
  EXPECT_EQ(O.Jobs, 8u);
  EXPECT_TRUE(O.Quiet);
  EXPECT_FALSE(O.DefaultSystemPaths);
  EXPECT_EQ(O.TreatAsTest, Words{"fakes"});
  EXPECT_FALSE(O.DefaultTestPaths);
  EXPECT_EQ(O.ExportFixes, "f.yaml");
  EXPECT_EQ(O.UseColor, false);
  EXPECT_EQ(O.Confidence, asynctidy::summaries::Confidence::Likely);
  EXPECT_EQ(parsed({"--use-color"}).UseColor, true);
  EXPECT_EQ(parsed({"-j", "3"}).Jobs, 3u);
  EXPECT_EQ(parsed({"--jobs=3"}).Jobs, 3u);
}

TEST(Options, OfLivingWithFindings) {
  using asynctidy::summaries::Confidence;
  EXPECT_EQ(parsed({}).FailOn, Confidence::Likely);
  EXPECT_EQ(parsed({"--fail-on=sure"}).FailOn, Confidence::Sure);
  EXPECT_EQ(parsed({"--fail-on", "never"}).FailOn, std::nullopt);
  EXPECT_EQ(parsed({"--baseline", "b.txt"}).Baseline, "b.txt");
  EXPECT_TRUE(parsed({"--require-reason"}).RequireReason);
  EXPECT_TRUE(parsed({"--unused-nolint"}).UnusedNolint);
  const Options Kept = parsed({"baseline", "-p", "build", "-o", "b.txt", "--accept", "--checks=-*,async-x", "a.cpp"});
  EXPECT_EQ(Kept.Do, Command::Baseline);
  EXPECT_EQ(Kept.Baseline, "b.txt");
  EXPECT_TRUE(Kept.Accept);
  EXPECT_EQ(Kept.Files, Words{"a.cpp"});
  const Options Linked = parsed({"link", "facts", "--baseline=b.txt", "--fail-on=never"});
  EXPECT_EQ(Linked.Baseline, "b.txt");
  EXPECT_EQ(Linked.FailOn, std::nullopt);
}

TEST(Options, OtherCommands) {
  EXPECT_EQ(parsed({"list"}).Do, Command::List);
  EXPECT_TRUE(parsed({"list", "--names"}).NamesOnly);
  EXPECT_EQ(parsed({"explain", "async-x"}).Do, Command::Explain);
  EXPECT_EQ(parsed({"explain", "async-x"}).Topic, "async-x");
  EXPECT_EQ(parsed({"--help"}).Do, Command::Help);
  EXPECT_EQ(parsed({"-h"}).Do, Command::Help);
  EXPECT_EQ(parsed({"--version"}).Do, Command::Version);
  EXPECT_EQ(parsed({"./list"}).Files, Words{"./list"}) << "a file of that name";
}

TEST(Options, WrongOnesAreOneSentence) {
  const std::pair<std::vector<const char *>, const char *> Cases[] = {
      {{"--ckecks=x"}, "did you mean '--checks'?"},
      {{"--nonsense-beyond-guessing"}, "unknown option '--nonsense-beyond-guessing'"},
      {{"--checks"}, "'--checks' needs a value"},
      {{"--fix=yes"}, "'--fix' takes no value"},
      {{"-j", "many"}, "needs a number, not 'many'"},
      {{"-j", "-1"}, "needs a number"},
      {{"--timeout="}, "needs a number"},
      {{"--use-color=maybe"}, "'--use-color' is always, never, auto, true, false, 1 or 0, not 'maybe'"},
      {{"--confidence=maybe"}, "'--confidence' is sure or likely, not 'maybe'"},
      {{"--chekcs=-*,x"}, "unknown option '--chekcs=-*,x'; did you mean '--checks'?"},
      {{"-h=1"}, "'-h' takes no value"},
      {{"-chekcs"}, "did you mean '-checks'?"},
      {{"-jobz"}, "unknown option '-jobz'; did you mean '-jobs'?"},
      {{"--inject-fualt"}, "unknown option '--inject-fualt'; see 'async-tidy --help'"},
      {{"link", "--fix"}, "unknown option '--fix'; see 'async-tidy link --help'"},
      {{"completion", "tcsh"}, "needs the name of one shell: bash, zsh, fish"},
      {{"--config-file=/no/such/file"}, "cannot read the configuration '/no/such/file'"},
      {{"--", "-std=c++20"}, "no file given before '--'"},
      {{"-p", "build", "a.cpp", "--"}, "use one of them"},
      {{"list", "more"}, "takes no arguments"},
      {{"list", "--fix"}, "unknown option '--fix'"},
      {{"explain"}, "needs the name of one check"},
      {{"baseline", "-p", "build"}, "'async-tidy baseline' needs '-o FILE'"},
      {{"baseline", "--baseline=b.txt", "-o", "b.txt"}, "unknown option '--baseline=b.txt'"},
      {{"--accept"}, "unknown option '--accept'"},
      {{"--baseline="}, "'--baseline' needs a file"},
      {{"--fail-on=always"}, "'--fail-on' is sure, likely or never, not 'always'"},
      {{"explain", "a", "b"}, "needs the name of one check"},
      {{"--inject-fault=boom@a.cpp"}, "needs crash@FILE"},
  };
  for (const auto &[Arguments, Expected] : Cases) {
    const std::string Error = errorOf(Arguments);
    EXPECT_NE(Error.find(Expected), std::string::npos) << Error;
    EXPECT_EQ(Error.find('\n'), std::string::npos) << Error;
    EXPECT_NE(Error.back(), '.') << Error;
  }
}

TEST(Options, InjectedFaults) {
  const Options O = parsed({"--inject-fault=crash@a.cpp", "--inject-fault=hang@b.cpp", "--inject-fault=memory@c.cpp"});
  ASSERT_EQ(O.Faults.size(), 3u);
  EXPECT_EQ(O.Faults[0].What, InjectedFault::Kind::Crash);
  EXPECT_EQ(O.Faults[1].What, InjectedFault::Kind::Hang);
  EXPECT_EQ(O.Faults[2].What, InjectedFault::Kind::Memory);
  EXPECT_EQ(O.Faults[2].File, "c.cpp");
}

} // namespace
