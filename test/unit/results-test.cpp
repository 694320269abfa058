#include "driver/results.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace asynctidy::driver;
using clang::tidy::ClangTidyError;
using clang::tooling::Diagnostic;

namespace {

ClangTidyError finding(llvm::StringRef Name, llvm::StringRef Message, llvm::StringRef File, unsigned Offset) {
  ClangTidyError E(Name, Diagnostic::Warning, "/build", /*IsWarningAsError=*/false);
  E.Message.Message = Message.str();
  E.Message.FilePath = File.str();
  E.Message.FileOffset = Offset;
  return E;
}

TEST(Results, SurviveTheWayThroughText) {
  Result R;
  R.Compiles = false;
  ClangTidyError E =
      finding("async-discarded-result", "it's: \"100%\" # done\n\ttab, \xC3\xA4, 'q'", "/src/a b.cpp", 42);
  E.IsWarningAsError = true;
  E.EnabledDiagnosticAliases = {"other-name", "third"};
  E.Message.Ranges.push_back({});
  E.Message.Ranges.back().FilePath = "/src/a b.cpp";
  E.Message.Ranges.back().FileOffset = 40;
  E.Message.Ranges.back().Length = 4;
  ASSERT_FALSE(
      errorToBool(E.Message.Fix["/src/a b.cpp"].add(clang::tooling::Replacement("/src/a b.cpp", 42, 0, "co_await "))));
  E.Notes.emplace_back("made here");
  E.Notes.back().FilePath = "/src/b.h";
  E.Notes.back().FileOffset = 7;
  namespace report = asynctidy::report;
  report::Details Known;
  Known.Function = "ns::f::lambda";
  Known.Subject = "operator<";
  Known.Assumes = asynctidy::summaries::Assumption::UnseenBody;
  Known.Notes = {{report::NoteRole::Reason, report::ShownIn::Text, "first task", "/src/b.h", 7, ""},
                 {report::NoteRole::Step, report::ShownIn::Data, "", "/src/b.h", 8, "'f' calls 'g' here"}};
  R.Errors.emplace_back(E).Known = Known;
  R.Errors.emplace_back(finding("clang-diagnostic-error", "unknown type name 'x'", "/src/a b.cpp", 1));

  R.UserFiles = {"/src/a b.cpp", "/src/b.h"};
  R.Comments = {{"/src/b.h", 7, "NOLINTBEGIN", 2, 9, "async-*, 'x'", 19, true}};
  R.Silenced = {{"async-lock-order", "/src/b.h", 3}};

  llvm::Expected<Result> Back = fromText(toText(R));
  ASSERT_TRUE(static_cast<bool>(Back)) << llvm::toString(Back.takeError());
  EXPECT_FALSE(Back->Compiles);
  EXPECT_EQ(Back->UserFiles, R.UserFiles);
  EXPECT_EQ(Back->Comments, R.Comments);
  EXPECT_EQ(Back->Silenced, R.Silenced);
  ASSERT_EQ(Back->Errors.size(), 2u);
  const ClangTidyError &Same = Back->Errors.front();
  EXPECT_EQ(Same.DiagnosticName, E.DiagnosticName);
  EXPECT_EQ(Same.DiagLevel, E.DiagLevel);
  EXPECT_EQ(Same.BuildDirectory, "/build");
  EXPECT_TRUE(Same.IsWarningAsError);
  EXPECT_EQ(Same.EnabledDiagnosticAliases, E.EnabledDiagnosticAliases);
  EXPECT_EQ(Same.Message.Message, E.Message.Message);
  EXPECT_EQ(Same.Message.FilePath, E.Message.FilePath);
  EXPECT_EQ(Same.Message.FileOffset, 42u);
  ASSERT_EQ(Same.Message.Ranges.size(), 1u);
  EXPECT_EQ(Same.Message.Ranges.front().FileOffset, 40u);
  EXPECT_EQ(Same.Message.Ranges.front().Length, 4u);
  ASSERT_EQ(Same.Message.Fix.size(), 1u);
  EXPECT_EQ(Same.Message.Fix.begin()->second.begin()->getReplacementText(), "co_await ");
  ASSERT_EQ(Same.Notes.size(), 1u);
  EXPECT_EQ(Same.Notes.front().Message, "made here");
  EXPECT_EQ(Same.Notes.front().FilePath, "/src/b.h");
  EXPECT_EQ(Same.Notes.front().FileOffset, 7u);
  ASSERT_TRUE(Back->Errors.front().Known);
  EXPECT_EQ(Back->Errors.front().Known->Function, Known.Function);
  EXPECT_EQ(Back->Errors.front().Known->Subject, Known.Subject);
  EXPECT_EQ(Back->Errors.front().Known->Assumes, Known.Assumes);
  EXPECT_EQ(Back->Errors.front().Known->Notes, Known.Notes);
  EXPECT_FALSE(Back->Errors.back().Known);
  EXPECT_EQ(Back->Errors.back().DiagnosticName, "clang-diagnostic-error");
  EXPECT_FALSE(Back->Errors.back().IsWarningAsError);
}

TEST(Results, EmptyOnes) {
  llvm::Expected<Result> Back = fromText(toText({}));
  ASSERT_TRUE(static_cast<bool>(Back)) << llvm::toString(Back.takeError());
  EXPECT_TRUE(Back->Compiles);
  EXPECT_TRUE(Back->Errors.empty());
}

TEST(Results, IncompleteTextIsAnError) {
  Result R;
  R.Errors.emplace_back(finding("async-discarded-result", "a", "/a.cpp", 1));
  R.Errors.emplace_back(finding("async-discarded-result", "b", "/a.cpp", 2));
  const std::string Text = toText(R);
  EXPECT_FALSE(errorToBool(fromText(Text).takeError()));
  for (llvm::StringRef Broken : {llvm::StringRef(""), llvm::StringRef("not: a result"), llvm::StringRef("- a\n"),
                                 llvm::StringRef(Text).take_front(Text.size() / 2)})
    EXPECT_TRUE(errorToBool(fromText(Broken).takeError())) << Broken.str();
}

TEST(Results, AWorkerThatStoppedAnywhereIsNoticed) {
  Result R;
  R.Errors = {finding("async-discarded-result", "a message", "/src/a.cpp", 12)};
  const std::string Text = toText(R);
  unsigned Unnoticed = 0;
  for (size_t Length = 0; Length + 1 < Text.size(); ++Length) {
    llvm::Expected<Result> Back = fromText(llvm::StringRef(Text).take_front(Length));
    if (Back)
      Unnoticed += Back->Errors.size() != 1 || Back->Errors.front().Message.Message != "a message";
    else
      llvm::consumeError(Back.takeError());
  }
  EXPECT_EQ(Unnoticed, 0u);
}

TEST(Results, KindsOfErrors) {
  const ClangTidyError Finding = finding("async-discarded-result", "", "", 0);
  const ClangTidyError Configuration = finding("clang-tidy-config", "", "", 0);
  const ClangTidyError Compiler = finding("clang-diagnostic-error", "", "", 0);
  EXPECT_TRUE(isFinding(Finding));
  EXPECT_FALSE(isConfiguration(Finding));
  EXPECT_FALSE(isFinding(Configuration));
  EXPECT_TRUE(isConfiguration(Configuration));
  EXPECT_FALSE(isFinding(Compiler));
  EXPECT_FALSE(isConfiguration(Compiler));
}

} // namespace
