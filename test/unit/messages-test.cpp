#include "driver/messages.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace asynctidy::driver;

namespace {

TEST(Messages, Counted) {
  EXPECT_EQ(counted(0, "file"), "0 files");
  EXPECT_EQ(counted(1, "file"), "1 file");
  EXPECT_EQ(counted(2, "file"), "2 files");
}

TEST(Messages, SentencesAreTakenLiterally) { EXPECT_EQ(llvm::toString(sentence("100% of '%s'")), "100% of '%s'"); }

TEST(Messages, DidYouMean) {
  EXPECT_EQ(didYouMean("async-discard-result", {"async-discarded-result", "async-unawaited-task"}),
            "; did you mean 'async-discarded-result'?");
  EXPECT_EQ(didYouMean("ckecks", {"checks", "config"}), "; did you mean 'checks'?");
  EXPECT_EQ(didYouMean("something-else", {"checks", "config"}), "");
  EXPECT_EQ(didYouMean("x", {}), "");
}

} // namespace
