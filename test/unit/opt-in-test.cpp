// What an opt-in check does before and after it is enabled. checks.def has none yet, so this is about one of its own.
#include "checks/opt-in.h"

#include "code.h"

#include "clang/ASTMatchers/ASTMatchFinder.h"

#include "gtest/gtest.h"

using namespace clang;
using asynctidy::checks::AsyncCheck;
using asynctidy::checks::OptIn;

namespace {

class CountingCheck : public AsyncCheck {
public:
  using AsyncCheck::AsyncCheck;
  unsigned Examined = 0;

private:
  void examine(const FunctionDecl &, asynctidy::facts::TranslationUnit &) override { ++Examined; }
};

/// Whether \p Check is asked about the functions of a file when its option Enable has the value \p Enabled.
template <class Check> bool examines(llvm::StringRef Enabled) {
  tidy::ClangTidyOptions Options = tidy::ClangTidyOptions::getDefaults();
  if (!Enabled.empty())
    Options.CheckOptions["async-counting.Enable"] = tidy::ClangTidyOptions::ClangTidyValue(Enabled);
  tidy::ClangTidyContext Context(
      std::make_unique<tidy::DefaultOptionsProvider>(tidy::ClangTidyGlobalOptions(), Options));
  Context.setCurrentFile("code.cpp");
  Check Counting("async-counting", &Context);
  ast_matchers::MatchFinder Finder;
  Counting.registerMatchers(&Finder);
  const asynctidy::unit::Code C("void one() {} void two() {}");
  Finder.matchAST(C.context());
  EXPECT_TRUE(Counting.Examined == 0 || Counting.Examined == C.unit().userCode().Functions.size());
  return Counting.Examined > 0;
}

TEST(OptIn, IsSilentUntilItIsEnabled) {
  EXPECT_FALSE(examines<OptIn<CountingCheck>>(""));
  EXPECT_FALSE(examines<OptIn<CountingCheck>>("false"));
  EXPECT_TRUE(examines<OptIn<CountingCheck>>("true"));
}

TEST(OptIn, OtherChecksNeedNothing) { EXPECT_TRUE(examines<CountingCheck>("")); }

TEST(OptIn, TheOptionIsShownWithTheOthers) {
  tidy::ClangTidyContext Context(std::make_unique<tidy::DefaultOptionsProvider>(tidy::ClangTidyGlobalOptions(),
                                                                                tidy::ClangTidyOptions::getDefaults()));
  Context.setCurrentFile("code.cpp");
  tidy::ClangTidyOptions::OptionMap Shown;
  OptIn<CountingCheck>("async-counting", &Context).storeOptions(Shown);
  EXPECT_TRUE(Shown.contains("async-counting.Enable"));
  Shown.clear();
  CountingCheck("async-counting", &Context).storeOptions(Shown);
  EXPECT_FALSE(Shown.contains("async-counting.Enable"));
}

} // namespace
