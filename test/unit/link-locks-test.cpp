#include "link-program.h"

#include "gtest/gtest.h"

using namespace asynctidy::link;
using enum asynctidy::summaries::CheckId;
using namespace asynctidy::unit;

namespace {

// --- lock-order ---

TEST(LinkLockOrder, TwoLocksInTwoFiles) {
  Code C;
  C.file("b.cpp");
  C.function("g").lock("ns::Log::m").lock("Pool::m");
  C.file("a.cpp");
  C.function("f").lock("Pool::m").lock("ns::Log::m");
  EXPECT_EQ(C.findings(), "a.cpp:3: 'Log::m' can be locked here while 'Pool::m' is held, and elsewhere in the opposite "
                          "order, so two threads can deadlock [lock-order]\n"
                          "  a.cpp:2: 'Pool::m' is locked here\n"
                          "  b.cpp:2: 'Log::m' is locked here\n"
                          "  b.cpp:3: 'Pool::m' can be locked here while 'Log::m' is held\n");
}

TEST(LinkLockOrder, OneOrderIsSilent) {
  Code C;
  C.function("f").lock("A").lock("B");
  C.function("g").lock("A").lock("B").unlock().unlock().lock("B").unlock().lock("A");
  EXPECT_EQ(C.findings(), "");
}

TEST(LinkLockOrder, ThroughCallsAndAwaitedCoroutines) {
  Code C;
  C.function("low").lock("B");
  C.coroutine("task").suspend().call("low");
  C.coroutine("f").lock("A").await("task");
  C.function("takesA").lock("A");
  C.function("g").lock("B").call("takesA");
  EXPECT_EQ(C.findings(),
            "a.cpp:7: 'B' can be locked here while 'A' is held, and elsewhere in the opposite order, so two "
            "threads can deadlock [lock-order]\n"
            "  a.cpp:6: 'A' is locked here\n"
            "  a.cpp:7: 'f' awaits 'task' here\n"
            "  a.cpp:4: 'task' calls 'low' here\n"
            "  a.cpp:2: 'B' can be locked here while 'A' is held\n"
            "  a.cpp:11: 'B' is locked here\n"
            "  a.cpp:12: 'g' calls 'takesA' here\n"
            "  a.cpp:9: 'A' can be locked here while 'B' is held\n");
}

TEST(LinkLockOrder, SpawnedAndLazyWorkHoldsNothingOfTheCaller) {
  Code C;
  C.coroutine("task").lock("B");
  C.function("f").lock("A").spawn("task").call("task");
  C.function("g").lock("B").lock("A");
  EXPECT_EQ(C.findings(), "");
}

TEST(LinkLockOrder, AnEagerCoroutineRunsUpToItsFirstSuspension) {
  Code Before;
  Before.coroutine("task").eager().lock("B");
  Before.function("f").lock("A").call("task");
  Before.function("g").lock("B").lock("A");
  EXPECT_NE(Before.findings(), "");
  Code After;
  After.coroutine("task").eager().suspend().lock("B");
  After.function("f").lock("A").call("task");
  After.function("g").lock("B").lock("A");
  EXPECT_EQ(After.findings(), "");
}

TEST(LinkLockOrder, WhatAnEagerCoroutineAwaitsFirstRunsUpToItsFirstSuspension) {
  Code C;
  C.coroutine("inner").lock("B").unlock().suspend().lock("D");
  C.coroutine("outer").eager().await("inner");
  C.function("f").lock("A").call("outer");
  C.function("g").lock("B").lock("A").unlock().unlock().lock("D").lock("A");
  EXPECT_EQ(C.findings(LockOrder).find("'D'"), std::string::npos);
  EXPECT_NE(C.findings(LockOrder).find("'B'"), std::string::npos);
}

TEST(LinkLockOrder, AClassesLocksInTwoOrdersThroughABaseClass) {
  Code C;
  C.function("Base::log").lock("this.Base::logMutex");
  C.function("Derived::stop").lock("this.Derived::m").call("Base::log", "this");
  C.function("Base::flush").lock("this.Base::logMutex").call("Base::onFlush", "this").isVirtual();
  C.function("Derived::onFlush").overrides("Base::onFlush").lock("this.Derived::m");
  EXPECT_EQ(C.findings(),
            "a.cpp:5: 'Base::logMutex' can be locked here while 'Derived::m' is held, and elsewhere in the "
            "opposite order, so two "
            "threads can deadlock [lock-order]\n"
            "  a.cpp:4: 'Derived::m' is locked here\n"
            "  a.cpp:5: 'Derived::stop' calls 'Base::log' here\n"
            "  a.cpp:2: 'Base::logMutex' can be locked here while 'Derived::m' is held\n"
            "  a.cpp:7: 'Base::logMutex' is locked here\n"
            "  a.cpp:8: 'Base::flush' calls 'Base::onFlush' here\n"
            "  a.cpp:10: 'Derived::m' can be locked here while 'Base::logMutex' is held\n");
}

TEST(LinkLockOrder, ThreeLocks) {
  Code C;
  C.function("f").lock("A").lock("B");
  C.function("g").lock("B").lock("C");
  C.function("h").lock("C").lock("A");
  EXPECT_EQ(C.findings(), "a.cpp:3: 'B' can be locked here while 'A' is held, which closes a cycle of 3 locks, so 3 "
                          "threads can deadlock [lock-order]\n"
                          "  a.cpp:2: 'A' is locked here\n"
                          "  a.cpp:5: 'B' is locked here\n"
                          "  a.cpp:6: 'C' can be locked here while 'B' is held\n"
                          "  a.cpp:8: 'C' is locked here\n"
                          "  a.cpp:9: 'A' can be locked here while 'C' is held\n");
}

TEST(LinkLockOrder, AllAsyncLocksAreWaitedForByTasks) {
  Code C;
  C.coroutine("f").lock("A", Async).lock("B", Async);
  C.coroutine("g").lock("B", Async).lock("A", Async);
  EXPECT_NE(C.findings().find("two tasks can deadlock"), std::string::npos);
  Code Mixed;
  Mixed.coroutine("f").lock("A", Async).lock("B");
  Mixed.coroutine("g").lock("B").lock("A", Async);
  EXPECT_NE(Mixed.findings().find("two threads can deadlock"), std::string::npos);
}

TEST(LinkLockOrder, EachCycleOnce) {
  Code C;
  C.function("f").lock("A").lock("B");
  C.function("f2").lock("A").lock("B");
  C.function("g").lock("B").lock("A");
  C.function("g2").lock("B").lock("A");
  EXPECT_EQ(findingsOf(C.program(), LockOrder).size(), 1u);
}

TEST(LinkLockOrder, TwoCyclesOfOneComponent) {
  Code C;
  C.function("f").lock("A").lock("B");
  C.function("g").lock("B").lock("A");
  C.function("h").lock("B").lock("C");
  C.function("i").lock("C").lock("B");
  EXPECT_EQ(findingsOf(C.program(), LockOrder).size(), 2u);
}

TEST(LinkLockOrder, TwoInstancesOfOneFieldMakeNoEdge) {
  Code C;
  C.function("f").lock("#0.Account::m").lock("#1.Account::m");
  C.function("g").lock("this.Node::m").call("h", "?");
  C.function("h").lock("this.Node::m");
  C.function("loop").lock("this.Table::locks.[]").lock("this.Table::locks.[]");
  EXPECT_EQ(C.findings(LockOrder), "");
}

TEST(LinkLockOrder, TwoFieldsOfOneObjectAreTold) {
  Code C;
  C.function("f").lock("this.Pair::first.Pool::m").lock("this.Pair::second.Pool::m");
  EXPECT_EQ(C.findings(), "");
  Code D;
  D.function("f").lock("this.Pair::first.Pool::m").lock("this.Pair::second.Pool::m");
  D.function("g").lock("this.Pair::second.Pool::m").lock("this.Pair::first.Pool::m");
  EXPECT_EQ(
      D.findings(),
      "a.cpp:3: 'second.m' can be locked here while 'first.m' is held, and elsewhere in the opposite order, so two "
      "threads can deadlock [lock-order]\n"
      "  a.cpp:2: 'first.m' is locked here\n"
      "  a.cpp:5: 'second.m' is locked here\n"
      "  a.cpp:6: 'first.m' can be locked here while 'second.m' is held\n");
}

TEST(LinkLockOrder, TwoGlobalObjectsAreToldToo) {
  Code C;
  C.function("f").lock("readers.Pool::m").lock("writers.Pool::m");
  C.function("g").lock("writers.Pool::m").lock("readers.Pool::m");
  EXPECT_NE(C.findings().find("'writers.m' can be locked here while 'readers.m' is held"), std::string::npos);
}

TEST(LinkLockOrder, LocksOfTheOwnFrameMakeNoEdge) {
  Code C;
  C.function("f").lock("~local").lock("A");
  C.function("g").lock("A").lock("~local");
  C.function("h").lock("#0").lock("A");
  C.function("i").lock("A").call("h", "", {"~other"});
  EXPECT_EQ(C.findings(LockOrder), "");
}

TEST(LinkLockOrder, ParametersAreWhatTheCallerGives) {
  Code C;
  C.function("locks").lock("#1");
  C.function("f").lock("A").call("locks", "", {"?", "B"});
  C.function("g").lock("B").call("locks", "", {"B", "A"});
  EXPECT_NE(C.findings(), "");
  Code D;
  D.function("locks").lock("#1");
  D.function("f").lock("A").call("locks", "", {"?", "B"});
  D.function("g").lock("B").call("locks", "", {"A"});
  EXPECT_EQ(D.findings(), "");
}

TEST(LinkLockOrder, ConstructorsAreBeforeAnyoneKnowsTheObject) {
  Code C;
  C.function("Pool::Pool").makesObject().lock("this.Pool::m").lock("A");
  C.function("g").lock("A").lock("x.Pool::m");
  C.function("Log::Log").makesObject().lock("this.Log::m");
  C.function("h").lock("B").call("Log::Log", "?");
  C.function("i").lock("x.Log::m").lock("B");
  EXPECT_EQ(C.findings(), "");
}

TEST(LinkLockOrder, WhoOnlyTriesDoesNotWait) {
  Code C;
  C.function("f").lock("A").tryLock("B");
  C.function("low").tryLock("B");
  C.function("h").lock("A").call("low");
  C.function("g").lock("B").lock("A");
  EXPECT_EQ(C.findings(), "");
}

TEST(LinkLockOrder, AGateHeldAroundBothKeepsThemApart) {
  Code C;
  C.function("f").lock("G").lock("A").lock("B");
  C.function("g").lock("G").lock("B").lock("A");
  EXPECT_EQ(C.findings(), "");
  Code Sometimes;
  Sometimes.function("f").lock("G").maybe().lock("A").lock("B");
  Sometimes.function("g").lock("G").lock("B").lock("A");
  EXPECT_NE(Sometimes.findings(), "");
  Code OneSide;
  OneSide.function("f").lock("G").lock("A").lock("B");
  OneSide.function("g").lock("B").lock("A");
  EXPECT_NE(OneSide.findings(), "");
  Code Readers;
  Readers.function("f").lock("G", Shared).lock("A").lock("B");
  Readers.function("g").lock("G", Shared).lock("B").lock("A");
  EXPECT_NE(Readers.findings(), "");
  Code Element;
  Element.function("f").lock("this.T::gates.[]").lock("A").lock("B");
  Element.function("g").lock("this.T::gates.[]").lock("B").lock("A");
  EXPECT_NE(Element.findings(), "");
}

TEST(LinkLockOrder, AWayWithoutTheGateIsFound) {
  Code C;
  C.function("f").lock("G").lock("A").lock("B");
  C.function("f2").lock("A").lock("B");
  C.function("g").lock("G").lock("B").lock("A");
  EXPECT_NE(C.findings().find("a.cpp:7: 'B' can be locked here while 'A' is held"), std::string::npos);
}

TEST(LinkLockOrder, GatesComeFromAllCallersOfAClosedFunction) {
  const auto Findings = [](bool IsClosed, bool AllHold) {
    Code C;
    auto &F = C.function("f").lock("A").lock("B");
    if (IsClosed)
      F.closed();
    C.function("between").closed().call("f");
    C.function("one").lock("G").call("between");
    if (AllHold)
      C.function("two").lock("G").call("between");
    else
      C.function("two").call("between");
    C.function("g").lock("G").lock("B").lock("A");
    return C.findings();
  };
  EXPECT_EQ(Findings(true, true), "");
  EXPECT_NE(Findings(true, false), "");
  EXPECT_NE(Findings(false, true), "");
}

TEST(LinkLockOrder, ASpawnedClosedFunctionHasNoGates) {
  Code C;
  C.coroutine("f").closed().lock("A").lock("B");
  C.function("one").lock("G").spawn("f");
  C.function("g").lock("G").lock("B").lock("A");
  EXPECT_NE(C.findings(), "");
}

TEST(LinkLockOrder, ReadersAloneDoNotWait) {
  Code C;
  C.function("f").lock("A", Shared).lock("B", Shared);
  C.function("g").lock("B", Shared).lock("A", Shared);
  EXPECT_EQ(C.findings(), "");
  Code OneWriter;
  OneWriter.function("f").lock("A", Shared).lock("B", Shared);
  OneWriter.function("g").lock("B", Shared).lock("A");
  EXPECT_NE(OneWriter.findings(), "");
}

TEST(LinkLockOrder, OneSilencedWitnessSilencesTheCycle) {
  Code C;
  C.function("f").lock("A").lock("B").silenced(LockOrder);
  C.function("g").lock("B").lock("A");
  EXPECT_EQ(C.findings(), "");
  Code AtCall;
  AtCall.function("low").lock("B");
  AtCall.function("f").lock("A").call("low").silenced(LockOrder);
  AtCall.function("g").lock("B").lock("A");
  EXPECT_EQ(AtCall.findings(), "");
  Code Other;
  Other.function("f").lock("A").lock("B").silenced(SelfDeadlock);
  Other.function("g").lock("B").lock("A");
  EXPECT_NE(Other.findings(), "");
}

TEST(LinkLockOrder, TheOrderOfFilesDoesNotMatter) {
  const auto Findings = [](bool Backwards) {
    Code C;
    for (const bool First : {!Backwards, Backwards}) {
      C.file(First ? "a.cpp" : "b.cpp");
      if (First)
        C.function("f").lock("A").lock("B").lock("C");
      else
        C.function("g").lock("C").lock("B").lock("A");
    }
    return C.findings();
  };
  EXPECT_EQ(Findings(false), Findings(true));
  EXPECT_NE(Findings(false), "");
}

TEST(LinkLockOrder, AgainstADeclaration) {
  Code C;
  C.order("this.Pool::a", "this.Pool::b");
  C.function("inOrder").lock("this.Pool::a").lock("this.Pool::b");
  EXPECT_EQ(C.findings(), "");
  Code Against;
  Against.order("this.Pool::a", "this.Pool::b");
  Against.function("f").lock("#0.Pool::b").lock("#0.Pool::a");
  EXPECT_EQ(Against.findings(),
            "a.cpp:4: 'Pool::a' can be locked here while 'Pool::b' is held, against the declared order, "
            "so two threads can deadlock [lock-order]\n"
            "  a.cpp:3: 'Pool::b' is locked here\n"
            "  a.cpp:1: 'Pool::a' is declared to be locked before 'Pool::b' here\n");
}

TEST(LinkLockOrder, DeclarationsAloneSayNothingOfCode) {
  Code C;
  C.order("A", "B");
  C.order("B", "A");
  C.function("f").lock("A").unlock().lock("B");
  EXPECT_EQ(C.findings(), "");
}

TEST(LinkLockOrder, ADeclarationAsPartOfALongerCycle) {
  Code C;
  C.order("A", "B");
  C.function("f").lock("B").lock("C");
  C.function("g").lock("C").lock("A");
  EXPECT_EQ(C.findings(),
            "a.cpp:4: 'C' can be locked here while 'B' is held, which closes a cycle of 3 locks, so 3 threads "
            "can deadlock [lock-order]\n"
            "  a.cpp:3: 'B' is locked here\n"
            "  a.cpp:6: 'C' is locked here\n"
            "  a.cpp:7: 'A' can be locked here while 'C' is held\n"
            "  a.cpp:1: 'A' is declared to be locked before 'B' here\n");
}

// --- self-deadlock ---

TEST(LinkSelfDeadlock, InOneFunction) {
  Code C;
  C.function("f").lock("this.Pool::m").lock("this.Pool::m");
  C.coroutine("c").lock("A", Async).lock("A", Async);
  EXPECT_EQ(
      C.findings(),
      "a.cpp:3: 'Pool::m' is locked again by the thread that holds it, which then blocks indefinitely [self-deadlock]\n"
      "  a.cpp:2: 'Pool::m' is locked here\n"
      "a.cpp:6: 'A' is locked again by the task that holds it, which then waits for itself indefinitely "
      "[self-deadlock]\n"
      "  a.cpp:5: 'A' is locked here\n");
}

TEST(LinkSelfDeadlock, WhereTheCalleeIsDeclaredToBeCalledWithoutTheLock) {
  Code C;
  C.function("f").lock("A").excluded("g", "A").excluded("g", "B");
  C.function("silent").lock("A").excluded("g", "A").silenced(SelfDeadlock).unlock().excluded("g", "A");
  EXPECT_EQ(C.findings(), "a.cpp:3: 'g' is declared to be called without 'A', which is still held here, so this thread "
                          "blocks indefinitely [self-deadlock]\n"
                          "  a.cpp:2: 'A' is locked here\n");
}

TEST(LinkSelfDeadlock, InACallee) {
  Code C;
  C.function("Pool::size").lock("this.Pool::m");
  C.function("Pool::report").call("Pool::size", "this");
  C.function("Server::stop").lock("this.Server::pool.Pool::m").call("Pool::report", "this.Server::pool");
  EXPECT_EQ(C.findings(),
            "a.cpp:7: 'Pool::report' can lock 'Pool::m', which is still held here, and then this thread blocks "
            "indefinitely [self-deadlock]\n"
            "  a.cpp:6: 'Pool::m' is locked here\n"
            "  a.cpp:4: 'Pool::report' calls 'Pool::size' here\n"
            "  a.cpp:2: it is locked again here\n");
}

TEST(LinkSelfDeadlock, InAnAwaitedCoroutine) {
  Code C;
  C.coroutine("child").suspend().lock("A", Async);
  C.coroutine("c").lock("A", Async).await("child");
  C.coroutine("d").lock("A", Async).spawn("child").call("child");
  EXPECT_EQ(C.findings(),
            "a.cpp:5: 'child' can lock 'A', which is still held here, and then this task waits for itself "
            "indefinitely [self-deadlock]\n"
            "  a.cpp:4: 'A' is locked here\n"
            "  a.cpp:2: it is locked again here\n");
}

TEST(LinkSelfDeadlock, LocalsAndParametersAreObjectsToo) {
  Code C;
  C.function("locks").lock("#0");
  C.function("f").lock("~m").call("locks", "", {"~m"});
  C.function("g").lock("#1.Pool::m").call("locks", "", {"#1.Pool::m"});
  C.function("other").lock("~m").call("locks", "", {"~n"});
  EXPECT_EQ(findingsOf(C.program(), SelfDeadlock).size(), 2u);
}

TEST(LinkLockOrder, WhoHoldsARecursiveLockTakesItAgainAtOnce) {
  Code C;
  C.function("again").lock("R", Recursive);
  C.function("f").lock("R", Recursive).lock("A").lock("R", Recursive);
  C.function("g").lock("R", Recursive).lock("A").call("again");
  C.function("ofTheirs").closed().lock("A").call("again");
  C.function("h").lock("R", Recursive).call("ofTheirs");
  EXPECT_EQ(C.findings(), "");
  Code Found;
  Found.function("f").lock("R", Recursive).lock("A");
  Found.function("g").lock("A").lock("R", Recursive);
  EXPECT_EQ(findingsOf(Found.program(), LockOrder).size(), 1u);
}

TEST(LinkSelfDeadlock, SilentWhereItIsNotSure) {
  Code C;
  C.function("other").lock("this.Pair::a.Pool::m").lock("this.Pair::b.Pool::m");
  C.function("element").lock("this.Pool::locks.[]").lock("this.Pool::locks.[]");
  C.function("unknown").lock("?.Pool::m").lock("?.Pool::m");
  C.function("maybe").lock("A").maybe().lock("A");
  C.function("released").lock("A").unlock().lock("A");
  C.function("tries").lock("A").tryLock("A");
  C.function("recursive").lock("A", Recursive).lock("A", Recursive);
  C.function("readers").lock("A", Shared).lock("A", Shared);
  C.function("silenced").lock("A").lock("A").silenced(SelfDeadlock);
  C.function("low").lock("A");
  C.function("silencedCall").lock("A").call("low").silenced(SelfDeadlock);
  EXPECT_EQ(C.findings(), "");
}

TEST(LinkSelfDeadlock, AReaderThatBecomesAWriter) {
  Code C;
  C.function("f").lock("A", Shared).lock("A");
  EXPECT_EQ(findingsOf(C.program(), SelfDeadlock).size(), 1u);
}

TEST(LinkSelfDeadlock, AParameterDecidesWhetherItIsTaken) {
  const auto Fill = [](Code &C) {
    C.function("unless").lock("m").onlyIf(0, false);
    C.function("handsOn").call("unless", "", {"#1"});
  };
  Code Silent;
  Fill(Silent);
  Silent.function("has").lock("m").call("unless", "", {"true"}).call("handsOn", "", {"?", "true"});
  Silent.function("handsOnWhatItHas").call("unless", "", {"#0"}).onlyIf(0, true);
  Silent.function("knowsIt").lock("m").call("handsOnWhatItHas");
  EXPECT_EQ(findingsOf(Silent.program(), SelfDeadlock).size(), 0u);
  Code Found;
  Fill(Found);
  Found.function("lacks").lock("m").call("unless", "", {"false"}).call("handsOn", "", {"?", "false"}).call("handsOn");
  EXPECT_EQ(findingsOf(Found.program(), SelfDeadlock).size(), 3u);
}

TEST(LinkSelfDeadlock, RecursionOverLinkedObjects) {
  Code C;
  C.function("Node::visit").lock("this.Node::m").call("Node::visit", "this.Node::next");
  EXPECT_EQ(C.findings(), "");
  Code Same;
  Same.function("Node::visit").lock("this.Node::m").call("Node::visit", "this");
  EXPECT_EQ(findingsOf(Same.program(), SelfDeadlock).size(), 1u);
}

TEST(LinkSelfDeadlock, ThroughALongChain) {
  Code C;
  constexpr int Depth = 100000;
  C.function("0").lock("A");
  for (int I = 1; I <= Depth; ++I)
    C.function(std::to_string(I)).call(std::to_string(I - 1));
  C.function("f").lock("A").call(std::to_string(Depth));
  const std::vector<Finding> Found = findingsOf(C.program(), SelfDeadlock);
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(Found[0].Notes.back().Message, "it is locked again here");
  EXPECT_NE(Found[0].Notes[6].Message.find(" calls between"), std::string::npos);
}

TEST(LinkLocks, ThatSomeCirclesWereNotLookedForIsSaid) {
  Code C; // every two of these locks are taken in both orders
  for (unsigned I = 0; I < 50; ++I)
    for (unsigned J = 0; J < 50; ++J)
      if (I != J)
        C.function("f" + std::to_string(I * 50 + J)).lock("l" + std::to_string(I)).lock("l" + std::to_string(J));
  const std::string Found = C.findings();
  EXPECT_NE(Found.find("locks may form more cycles than are reported: the search stopped after 1000 pairs of locks"),
            std::string::npos);
}

} // namespace
