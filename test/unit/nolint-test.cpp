// How NOLINT comments are read.
#include "driver/nolint.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

using namespace asynctidy::driver;
using llvm::StringRef;

namespace {

std::string read(StringRef Comment) {
  std::string Text;
  for (const Nolint &N : nolintsIn(Comment, 100))
    Text += (N.Kind + "@" + std::to_string(N.Offset) + "(" + N.Checks + ")@" + std::to_string(N.ChecksOffset) +
             (N.HasReason ? "+" : "-") + " ")
                .str();
  return Text;
}

std::string ours(StringRef Checks) {
  std::string Text;
  for (const ListedCheck &Item : ourChecksIn(Checks, 10))
    Text += (Item.Glob + "@" + std::to_string(Item.Offset) + " ").str();
  return Text;
}

TEST(Nolint, KindsAndLists) {
  EXPECT_EQ(read("// NOLINT(a,b)"), "NOLINT@103(a,b)@110- ");
  EXPECT_EQ(read("// NOLINTNEXTLINE(a)"), "NOLINTNEXTLINE@103(a)@118- ");
  EXPECT_EQ(read("// NOLINTBEGIN(a) and NOLINTEND(a)"), "NOLINTBEGIN@103(a)@115+ NOLINTEND@122(a)@132- ");
  EXPECT_EQ(read("// NOLINT"), "") << "names no check";
  EXPECT_EQ(read("// NOLINTED(a)"), "");
  EXPECT_EQ(read("// NOLINT (a)"), "");
  EXPECT_EQ(read("/* NOLINT(a\nb) */"), "") << "clang-tidy takes this for one without a list";
}

TEST(Nolint, AReasonIsWords) {
  EXPECT_EQ(read("// NOLINT(a): why"), "NOLINT@103(a)@110+ ");
  EXPECT_EQ(read("// NOLINT(a) why"), "NOLINT@103(a)@110+ ");
  EXPECT_EQ(read("/* NOLINT(a): warum\xC3\x9F */"), "NOLINT@103(a)@110+ ");
  EXPECT_EQ(read("// NOLINT(a): --"), "NOLINT@103(a)@110- ");
  EXPECT_EQ(read("// why NOLINT(a)"), "NOLINT@107(a)@114- ");
  EXPECT_EQ(read("// NOLINT(a) NOLINT(b): why"), "NOLINT@103(a)@110- NOLINT@113(b)@120+ ");
}

TEST(Nolint, ItemsThatNameOurChecks) {
  EXPECT_EQ(ours("async-lock-order"), "async-lock-order@10 ");
  EXPECT_EQ(ours("bugprone-x, async-*,async-y "), "async-*@22 async-y@30 ");
  EXPECT_EQ(ours("*"), "");
  EXPECT_EQ(ours("-async-x"), "");
  EXPECT_EQ(ours(""), "");
}

std::string lines(const std::vector<std::pair<StringRef, unsigned>> &Comments) {
  std::vector<NolintAt> All;
  for (const auto &[Comment, Line] : Comments)
    for (const Nolint &N : nolintsIn(Comment, 0))
      All.push_back({N, Line});
  std::string Text;
  for (const SuppressionComment &C : suppressionsAmong(All, 50))
    Text += std::to_string(C.FirstLine) + "-" + std::to_string(C.LastLine) + " ";
  return Text;
}

TEST(Suppressions, Lines) {
  EXPECT_EQ(lines({{"// NOLINT(async-x)", 3}, {"// NOLINTNEXTLINE(async-x)", 5}}), "3-3 6-6 ");
  EXPECT_EQ(lines({{"// NOLINTBEGIN(async-x)", 3}, {"// NOLINTEND(async-x)", 9}}), "3-9 ");
  EXPECT_EQ(lines({{"// NOLINTBEGIN(async-x)", 3}, {"// NOLINTEND(async-y)", 9}}), "3-50 ");
  EXPECT_EQ(lines({{"// NOLINTBEGIN(async-x)", 3},
                   {"// NOLINTBEGIN(async-x)", 4},
                   {"// NOLINTEND(async-x)", 5},
                   {"// NOLINTEND(async-x)", 6}}),
            "3-6 4-5 ");
  EXPECT_EQ(lines({{"// NOLINT(bugprone-x)", 3}}), "") << "not ours";
}

} // namespace
