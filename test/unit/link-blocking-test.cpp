#include "link-program.h"

#include "gtest/gtest.h"

using namespace asynctidy::link;
using enum asynctidy::summaries::CheckId;
using asynctidy::unit::Code;

namespace {

TEST(LinkBlocking, ACoroutineBlocksItself) {
  Code C;
  C.coroutine("c").blocks("sleep", "'sleep' suspends the thread (sleep(3))").waits("get");
  EXPECT_EQ(C.findings(),
            "a.cpp:2: 'sleep' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
            "[blocking-call]\n"
            "  a.cpp:2: 'sleep' suspends the thread (sleep(3))\n"
            "a.cpp:3: 'get' blocks the thread of this coroutine while it waits for other work to end, instead "
            "of suspending the coroutine [blocking-wait]\n");
}

TEST(LinkBlocking, ThroughThreeFiles) {
  Code C;
  C.file("c.cpp");
  C.function("low").blocks("sleep", "why (m.yaml:1)");
  C.file("b.cpp");
  C.function("middle").call("low");
  C.file("a.cpp");
  C.coroutine("c").call("middle");
  EXPECT_EQ(C.findings(), "a.cpp:2: 'middle' blocks the thread of this coroutine, so no other coroutine on that thread "
                          "runs meanwhile [blocking-call]\n"
                          "  b.cpp:2: 'middle' calls 'low' here\n"
                          "  c.cpp:2: 'low' calls 'sleep' here\n"
                          "  c.cpp:2: why (m.yaml:1)\n");
}

TEST(LinkBlocking, TheShortestWayIsShownThenTheFirst) {
  Code C;
  C.function("low").blocks("sleep");
  C.function("long").call("low");
  C.function("f").call("long").call("low").call("low");
  C.coroutine("c").call("f");
  EXPECT_EQ(C.findings(), "a.cpp:10: 'f' blocks the thread of this coroutine, so no other coroutine on that thread "
                          "runs meanwhile [blocking-call]\n"
                          "  a.cpp:7: 'f' calls 'low' here\n"
                          "  a.cpp:2: 'low' calls 'sleep' here\n");
}

TEST(LinkBlocking, AFunctionMayDoBoth) {
  Code C;
  C.function("f").blocks("sleep").waits("get");
  C.coroutine("c").call("f");
  EXPECT_EQ(C.findings(),
            "a.cpp:5: 'f' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
            "[blocking-call]\n"
            "  a.cpp:2: 'f' calls 'sleep' here\n"
            "a.cpp:5: 'f' blocks the thread of this coroutine while it waits for other work to end, instead "
            "of suspending the coroutine [blocking-wait]\n"
            "  a.cpp:3: 'f' calls 'get' here\n");
}

TEST(LinkBlocking, AnEventLoopRunsMeanwhile) {
  Code C;
  C.function("f").runsLoop("run");
  C.coroutine("c").call("f");
  EXPECT_EQ(C.findings(),
            "a.cpp:4: 'f' runs an event loop on the thread of this coroutine, which goes on only when that "
            "loop returns [blocking-wait]\n"
            "  a.cpp:2: 'f' calls 'run' here\n");
}

TEST(LinkBlocking, OnlyPlainCallsOfOrdinaryFunctionsLeadOn) {
  Code C;
  C.function("low").blocks("sleep");
  C.coroutine("task").call("low").silenced(BlockingCall);
  C.coroutine("c").await("low").spawn("low").call("low").mayBlock().call("task").await("task");
  EXPECT_EQ(C.findings(), "");
}

TEST(LinkBlocking, OrdinaryFunctionsAndGeneratorsAreNotReported) {
  Code C;
  C.function("low").blocks("sleep");
  C.function("main").call("low");
  C.coroutine("g").generator().call("low").blocks("sleep");
  C.coroutine("c").call("g");
  EXPECT_EQ(C.findings(), "");
}

TEST(LinkBlocking, WhatIsSilencedCutsTheWay) {
  Code C;
  C.function("low").blocks("sleep");
  C.function("quiet").call("low").silenced(BlockingCall);
  C.function("quietest").blocks("sleep").silenced(BlockingCall);
  C.function("wrong").call("low").silenced(BlockingWait);
  C.coroutine("c").call("quiet").call("quietest").call("low").silenced(BlockingCall).call("wrong");
  EXPECT_EQ(
      C.findings(),
      "a.cpp:13: 'wrong' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
      "[blocking-call]\n"
      "  a.cpp:8: 'wrong' calls 'low' here\n"
      "  a.cpp:2: 'low' calls 'sleep' here\n");
}

TEST(LinkBlocking, RecursionEnds) {
  Code C;
  C.function("even").call("odd");
  C.function("odd").call("even").call("low");
  C.function("low").blocks("sleep");
  C.function("forever").call("forever");
  C.coroutine("c").call("even").call("forever");
  EXPECT_EQ(C.findings(),
            "a.cpp:11: 'even' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
            "[blocking-call]\n"
            "  a.cpp:2: 'even' calls 'odd' here\n"
            "  a.cpp:5: 'odd' calls 'low' here\n"
            "  a.cpp:7: 'low' calls 'sleep' here\n");
}

TEST(LinkBlocking, AVirtualCallCountsWhenItCanMeanOnlyOneFunction) {
  Code C;
  C.function("One::stop").overrides("Base::stop").blocks("join");
  C.function("First::run").overrides("Runner::run").blocks("join");
  C.function("Second::run").overrides("First::run");
  C.coroutine("c").call("Base::stop").isVirtual().call("Runner::run").isVirtual().call("Base::stop");
  EXPECT_EQ(
      C.findings(),
      "a.cpp:7: 'Base::stop' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
      "[blocking-call]\n"
      "  a.cpp:2: 'One::stop' calls 'join' here\n");
}

TEST(LinkBlocking, AVirtualFunctionWithABodyIsOneToo) {
  Code C;
  C.function("Base::stop").blocks("join");
  C.coroutine("c").call("Base::stop").isVirtual();
  EXPECT_NE(C.findings(), "");
  Code D;
  D.function("Base::stop").blocks("join");
  D.function("One::stop").overrides("Base::stop").blocks("join");
  D.coroutine("c").call("Base::stop").isVirtual();
  EXPECT_EQ(D.findings(), "");
}

TEST(LinkBlocking, AFunctionOfAHeaderCountsOnce) {
  Code C;
  C.file("h.h");
  C.coroutine("c").blocks("sleep");
  Code Twice;
  Twice.file("h.h");
  Twice.coroutine("c").blocks("sleep");
  Twice.again("");
  EXPECT_EQ(C.findings(), Twice.findings());
  EXPECT_EQ(Twice.program().functions().size(), 1u);
}

TEST(LinkBlocking, OfALongWayBeginAndEndAreTold) {
  const auto NotesOf = [](unsigned Functions) {
    Code C;
    for (unsigned I = 1; I < Functions; ++I)
      C.function("f" + std::to_string(I)).call("f" + std::to_string(I + 1));
    C.function("f" + std::to_string(Functions)).blocks("sleep");
    C.coroutine("c").call("f1");
    return C.findings();
  };
  const std::string Short = NotesOf(12), Long = NotesOf(30);
  EXPECT_EQ(Short.find("between"), std::string::npos);
  EXPECT_NE(Short.find("'f6' calls 'f7' here"), std::string::npos);
  EXPECT_NE(Long.find("'f5' calls 'f6' here\n  a.cpp:12: ... 20 calls between\n  a.cpp:52: 'f26' calls 'f27' here"),
            std::string::npos)
      << Long;
  EXPECT_NE(Long.find("'f30' calls 'sleep' here"), std::string::npos);
}

/// Data has the whole way, and what the finding is about.
TEST(LinkBlocking, DataHasAllOfALongWay) {
  Code C;
  for (unsigned I = 1; I < 30; ++I)
    C.function("f" + std::to_string(I)).call("f" + std::to_string(I + 1));
  C.function("f30").blocks("sleep", "why (m.yaml:1)");
  C.coroutine("c").call("f1");
  const std::vector<Finding> Found = findingsOf(C.program());
  ASSERT_EQ(Found.size(), 1u);
  using asynctidy::report::NoteRole;
  using asynctidy::report::ShownIn;
  const auto Count = [&](auto Fits) { return std::count_if(Found[0].Notes.begin(), Found[0].Notes.end(), Fits); };
  EXPECT_EQ(Count([](const Finding::Note &N) { return N.Where == ShownIn::Data; }), 20);
  EXPECT_EQ(Count([](const Finding::Note &N) { return N.Where == ShownIn::Text; }), 1);
  EXPECT_EQ(Count([](const Finding::Note &N) { return N.Role == NoteRole::Step && N.Where != ShownIn::Text; }), 30);
  EXPECT_EQ(Found[0].Notes.back().Role, NoteRole::Reason);
  EXPECT_EQ(C.program().strings()[Found[0].Function], "stable c");
  EXPECT_EQ(Found[0].Subject, "f1");
}

TEST(LinkBlocking, APlaceIsReportedOnce) {
  Code C;
  C.function("short").blocks("sleep");
  C.function("long").call("short");
  auto &First = C.coroutine("c<int>").call("long");
  auto &Second = C.coroutine("c<bool>").call("short");
  Second.Facts.Calls.back().At = First.Facts.Calls.back().At;
  EXPECT_EQ(C.findings(),
            "a.cpp:6: 'short' blocks the thread of this coroutine, so no other coroutine on that thread runs meanwhile "
            "[blocking-call]\n"
            "  a.cpp:2: 'short' calls 'sleep' here\n");
}

TEST(LinkBlocking, AParameterDecidesWhetherItBlocks) {
  const auto Fill = [](Code &C) {
    C.function("perhaps").blocks("sleep").onlyIf(0, true);
    C.function("handsOn").call("perhaps", "", {"#1"});
    C.function("knowsIt").call("perhaps", "", {"false"});
  };
  Code Silent;
  Fill(Silent);
  Silent.coroutine("c").call("perhaps", "", {"false"}).call("handsOn", "", {"?", "false"}).call("knowsIt");
  EXPECT_EQ(Silent.findings(), "");
  Code Found;
  Fill(Found);
  Found.coroutine("c").call("perhaps", "", {"true"}).call("handsOn", "", {"?", "true"}).call("handsOn");
  const std::vector<Finding> One = findingsOf(Found.program(), BlockingCall);
  ASSERT_EQ(One.size(), 1u); // all three end in one place
  EXPECT_EQ(One.front().Notes.size(), 3u);
}

TEST(LinkBlocking, OneCauseIsReportedOnce) {
  Code C;
  C.function("rest").blocks("sleep");
  C.function("start").call("rest");
  C.function("stop").blocks("join");
  auto &Serves = C.coroutine("serves");
  Serves.call("start", "").Facts.Calls.back().Local = 1;
  Serves.call("stop", "").Facts.Calls.back().Local = 1;  // of one object
  Serves.call("start", "").Facts.Calls.back().Local = 2; // of another one
  Serves.call("rest", "");                               // of none, and in the same place as start
  std::vector<unsigned> Notes;
  for (const Finding &F : findingsOf(C.program(), BlockingCall))
    Notes.push_back(F.Notes.size());
  EXPECT_EQ(Notes, (std::vector<unsigned>{4, 2}));
}

TEST(LinkBlocking, ConstantArgumentsLeaveItOpen) {
  Code C;
  C.function("resolve").blocks("sleep").Facts.Blockers.back().DecidedBy.insert(0);
  C.function("connect").call("resolve", "", {"#1"});
  C.coroutine("given").call("connect", "", {"?", "?"});
  C.coroutine("constant").call("connect", "", {"?", "?"}).Facts.Calls.back().Constants.insert(1);
  C.coroutine("another").call("connect", "", {"?", "?"}).Facts.Calls.back().Constants.insert(0);
  std::string Assumed;
  for (const Finding &F : findingsOf(C.program(), BlockingCall))
    Assumed += F.Assumes == asynctidy::summaries::Assumption::DecidedByArgument ? "likely "
               : F.Assumes.empty()                                              ? "sure "
                                                                                : "? ";
  EXPECT_EQ(Assumed, "sure likely sure ");
}

TEST(LinkBlocking, TheShortestWayThatIsTaken) {
  Code C;
  C.function("low").blocks("sleep");
  C.function("f").blocks("poll").onlyIf(0, true).call("low");
  C.coroutine("c").call("f", "", {"false"});
  EXPECT_EQ(C.findings(), "a.cpp:7: 'f' blocks the thread of this coroutine, so no other coroutine on that thread "
                          "runs meanwhile [blocking-call]\n"
                          "  a.cpp:5: 'f' calls 'low' here\n"
                          "  a.cpp:2: 'low' calls 'sleep' here\n");
}

TEST(LinkBlocking, AChainMayBeLong) {
  Code C;
  constexpr int Depth = 100000;
  C.function("0").blocks("sleep");
  for (int I = 1; I <= Depth; ++I)
    C.function(std::to_string(I)).call(std::to_string(I - 1));
  C.coroutine("c").call(std::to_string(Depth));
  const std::vector<Finding> Found = findingsOf(C.program());
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_NE(Found[0].Notes[5].Message.find(" calls between"), std::string::npos);
}

TEST(LinkBlocking, OnlyWhatIsWantedIsLookedFor) {
  Code C;
  C.coroutine("c").blocks("sleep").waits("get");
  EXPECT_EQ(findingsOf(C.program(), BlockingCall).size(), 1u);
  EXPECT_EQ(findingsOf(C.program(), BlockingWait).size(), 1u);
  EXPECT_EQ(findingsOf(C.program(), LockOrder | SelfDeadlock).size(), 0u);
}

} // namespace
