// Where a comment has something to silence in the whole program.
#include "link/silenced.h"

#include "link-program.h"

#include "gtest/gtest.h"

#include <set>

using namespace asynctidy;
using namespace asynctidy::unit;
using summaries::CheckId;

namespace {

/// Line and check of each, in the order of lines.
std::string silenced(Code &C) {
  std::set<std::string> Lines;
  for (const auto &[Check, Place] : link::silencedPlaces(C.program()))
    Lines.insert(std::to_string(Place.Line) + " " + summaries::nameOf(Check).str() + "\n");
  std::string Text;
  for (const std::string &Line : Lines)
    Text += Line;
  return Text;
}

TEST(SilencedPlaces, OfWhatBlocks) {
  Code C;
  C.function("low").blocks("sleep").silenced(CheckId::BlockingCall);
  C.function("middle").call("low").silenced(CheckId::BlockingCall);
  C.function("harmless");
  C.coroutine("c").call("middle").silenced(CheckId::BlockingCall).call("harmless").silenced(CheckId::BlockingCall);
  const std::string All = silenced(C);
  EXPECT_EQ(llvm::StringRef(All).count("async-blocking-call"), 3u) << All;
  EXPECT_EQ(C.findings(), "") << "the program itself is as it was";
}

TEST(SilencedPlaces, ACommentForTheOtherCheckSilencesNothing) {
  Code C;
  C.function("low").blocks("sleep").silenced(CheckId::BlockingWait);
  C.coroutine("c").call("low").silenced(CheckId::BlockingWait | CheckId::LockOrder);
  EXPECT_EQ(silenced(C), "");
}

TEST(SilencedPlaces, OfLocksWhileAnotherIsHeld) {
  Code C;
  C.function("alone").lock("A").silenced(CheckId::LockOrder);
  C.function("nested").lock("A").lock("B").silenced(CheckId::LockOrder);
  C.function("low").lock("B");
  C.function("harmless");
  C.function("calls").lock("A").call("low").silenced(CheckId::LockOrder).call("harmless").silenced(CheckId::LockOrder);
  const std::string All = silenced(C);
  EXPECT_EQ(llvm::StringRef(All).count("async-lock-order"), 2u) << All;
}

} // namespace
