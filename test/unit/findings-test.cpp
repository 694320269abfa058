#include "driver/findings.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace asynctidy::driver;
using clang::tidy::ClangTidyError;
using clang::tooling::Diagnostic;
using clang::tooling::Replacement;

namespace {

ClangTidyError finding(llvm::StringRef Name, llvm::StringRef Message, llvm::StringRef File, unsigned Offset) {
  ClangTidyError E(Name, Diagnostic::Warning, "/build", /*IsWarningAsError=*/false);
  E.Message.Message = Message.str();
  E.Message.FilePath = File.str();
  E.Message.FileOffset = Offset;
  return E;
}

ClangTidyError fixing(llvm::StringRef File, unsigned Offset, unsigned Length) {
  ClangTidyError E = finding("async-discarded-result", "m", File, Offset);
  llvm::cantFail(E.Message.Fix[File].add(Replacement(File, Offset, Length, "new")));
  return E;
}

std::vector<std::string> messages(const std::vector<Reported> &Errors) {
  std::vector<std::string> Found;
  for (const ClangTidyError &E : Errors)
    Found.push_back(E.Message.Message);
  return Found;
}

using Words = std::vector<std::string>;

TEST(MergeResults, SortsByPlace) {
  Result One, Two;
  One.Errors = {finding("async-b", "b 9", "/b.cpp", 9), finding("async-b", "a 10", "/a.cpp", 10)};
  Two.Errors = {finding("async-a", "b 1", "/b.cpp", 1), finding("async-a", "a 9", "/a.cpp", 9),
                finding("async-a", "b 9 a", "/b.cpp", 9)};
  EXPECT_EQ(messages(mergeResults({One, Two})), (Words{"a 9", "a 10", "b 1", "b 9 a", "b 9"}));
  EXPECT_TRUE(mergeResults({}).empty());
}

TEST(MergeResults, APlaceOfAHeaderIsReportedOnceAsTheFirstFileSaysIt) {
  Result One, Two, Three;
  One.Errors = {finding("async-a", "first", "/h.h", 5)};
  Two.Errors = {finding("async-a", "second", "/h.h", 5), finding("async-b", "other check", "/h.h", 5),
                finding("async-a", "other place", "/h.h", 6)};
  Three.Errors = {finding("async-a", "other file", "/g.h", 5)};
  EXPECT_EQ(messages(mergeResults({One, Two, Three})), (Words{"other file", "first", "other check", "other place"}));
}

TEST(MergeResults, TwoAtOnePlaceOfOneFileAreBothKept) {
  Result One;
  One.Errors = {finding("async-a", "about x", "/a.cpp", 5), finding("async-a", "about y", "/a.cpp", 5)};
  EXPECT_EQ(messages(mergeResults({One})), (Words{"about x", "about y"}));
}

TEST(MergeResults, BrokenCodeIsNotEdited) {
  Result Fine, Broken;
  Fine.Errors = {fixing("/a.cpp", 5, 0)};
  Broken.Errors = {fixing("/b.cpp", 5, 0)};
  Broken.Compiles = false;
  const auto Merged = mergeResults({Fine, Broken});
  ASSERT_EQ(Merged.size(), 2u);
  EXPECT_EQ(Merged[0].Message.Fix.size(), 1u);
  EXPECT_EQ(Merged[1].Message.Fix.size(), 0u);
}

unsigned kept(std::vector<Reported> Errors) {
  dropOverlappingFixes(Errors);
  unsigned Kept = 0;
  for (const ClangTidyError &E : Errors) {
    Kept += !E.Message.Fix.empty();
    EXPECT_EQ(E.Message.Fix.empty(), !E.Notes.empty()) << "a note says why";
  }
  EXPECT_FALSE(Errors.empty() || Errors.front().Message.Fix.empty()) << "the first one wins";
  return Kept;
}

TEST(DropOverlappingFixes, TheFirstWins) {
  EXPECT_EQ(kept({fixing("/a.cpp", 5, 3), fixing("/a.cpp", 7, 3)}), 1u);
  EXPECT_EQ(kept({fixing("/a.cpp", 5, 3), fixing("/a.cpp", 5, 3)}), 1u);
  EXPECT_EQ(kept({fixing("/a.cpp", 5, 0), fixing("/a.cpp", 5, 0)}), 1u) << "two insertions at one place";
  EXPECT_EQ(kept({fixing("/a.cpp", 5, 3), fixing("/a.cpp", 6, 0)}), 1u) << "an insertion into what is replaced";
}

TEST(DropOverlappingFixes, OthersStay) {
  EXPECT_EQ(kept({fixing("/a.cpp", 5, 3), fixing("/a.cpp", 8, 3)}), 2u);
  EXPECT_EQ(kept({fixing("/a.cpp", 5, 0), fixing("/a.cpp", 6, 0)}), 2u);
  EXPECT_EQ(kept({fixing("/a.cpp", 5, 3), fixing("/b.cpp", 5, 3)}), 2u);
  EXPECT_EQ(kept({fixing("/a.cpp", 5, 3), fixing("/a.cpp", 6, 3), fixing("/a.cpp", 8, 1)}), 2u)
      << "a dropped fix does not stand in the way";
}

} // namespace
