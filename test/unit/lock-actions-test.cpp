#include "facts/locks/lock-actions.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;

namespace {

constexpr char Prelude[] = R"(
#include <mutex>
#include "zoo.h"
std::mutex m, n; using Lk = std::unique_lock<std::mutex>;
bool c(); void g(); void use(Lk &); void keep(Lk);
struct [[clang::capability("mutex")]] Mutex {
  void Lock() __attribute__((acquire_capability())); void Unlock() __attribute__((release_capability()));
  const Mutex &operator!() const { return *this; }
};
Mutex cap;
)";

/// A function, with what it does to locks.
struct Reading {
  Code C;
  const FunctionDecl &F = C.function("test");
  LockActions All = lockActionsIn(F, ModelSet::builtin());

  explicit Reading(const std::string &Function) : C(Prelude + Function) {}

  std::string holder(unsigned I) const {
    const LockHolder &Holder = All.Holders[I];
    std::string Text = Holder.Guard ? Holder.Guard->getNameAsString() + " of" : "by hand";
    for (const LockName &Lock : Holder.Locks)
      Text += " " + (Lock.Path ? Lock.Path.text() : "?");
    return Text;
  }
  std::string holders() const {
    std::vector<std::string> Found;
    for (unsigned I = 0; I < All.Holders.size(); ++I)
      Found.push_back(holder(I));
    return llvm::join(Found, ", ");
  }
  std::string holders(llvm::ArrayRef<unsigned> Numbers) const {
    std::vector<std::string> Found;
    for (unsigned I : Numbers)
      Found.push_back(holder(I));
    return llvm::join(Found, ", ");
  }
  /// What \p S leaves of the holders.
  std::string at(const Stmt &S) const {
    std::vector<std::string> Found;
    for (const HoldAction &Does : All.Actions.lookup(&S)) {
      constexpr const char *Left[] = {"", "free", "held", "either"};
      Found.push_back(holder(Does.Which) + ": " + Left[Does.Leaves] + (Does.Takes ? " taken" : "") +
                      (Does.Tries ? " tried" : ""));
    }
    return llvm::join(Found, ", ");
  }
  std::string at(const char *Callee, unsigned Which = 0) const { return at(*callsIn(F, Callee).at(Which)); }
};

TEST(LockActions, HoldersAreGuardsAndLocksTakenByHand) {
  EXPECT_EQ(Reading("void test() { g(); }").holders(), "");
  EXPECT_EQ(Reading("void test() { std::lock_guard l(m); }").holders(), "l of m");
  EXPECT_EQ(Reading("void test() { m.lock(); g(); m.unlock(); }").holders(), "by hand m");
  EXPECT_EQ(Reading("void test() { m.lock(); m.unlock(); m.lock(); m.unlock(); }").holders(), "by hand m");
  EXPECT_EQ(Reading("void test() { std::scoped_lock l(m, n); }").holders(), "l of m n");
  EXPECT_EQ(Reading("void test() { cap.Lock(); cap.Unlock(); }").holders(), "by hand cap");
}

TEST(LockActions, OfStatements) {
  const Reading ByHand("void test() { m.lock(); m.unlock(); }");
  EXPECT_EQ(ByHand.at("lock"), "by hand m: held taken");
  EXPECT_EQ(ByHand.at("unlock"), "by hand m: free");
  const Reading Guard(
      "void test() { Lk l(m, std::defer_lock); l.lock(); l.unlock(); l.try_lock(); keep(std::move(l)); }");
  EXPECT_EQ(Guard.at(*llvm::cast<CompoundStmt>(writtenBody(Guard.F))->body_front()), "l of m: free");
  EXPECT_EQ(Guard.at("lock"), "l of m: held taken");
  EXPECT_EQ(Guard.at("unlock"), "l of m: free");
  EXPECT_EQ(Guard.at("try_lock"), "l of m: either taken tried");
  EXPECT_EQ(Guard.at("keep"), "l of m: free");
}

TEST(LockActions, AtEntry) {
  const Reading Given("void test(Lk l) { g(); }");
  EXPECT_EQ(Given.holders(Given.All.AtEntry), "l of ?");
  const Reading Required("[[clang::requires_capability(cap)]] void test() { g(); }");
  EXPECT_EQ(Required.holders(Required.All.AtEntry), "by hand cap");
  EXPECT_TRUE(Reading("void test(Lk &l) { m.lock(); }").All.AtEntry.empty());
  const Reading Redeclared("[[clang::requires_capability(cap)]] void test(); void test() { g(); }");
  EXPECT_EQ(Redeclared.holders(Redeclared.All.AtEntry), "by hand cap") << "once, though each declaration says it";
  const Reading Parameter(
      "void test(Mutex &x) __attribute__((requires_capability(x))); void test(Mutex &y) { y.Lock(); }");
  EXPECT_EQ(Parameter.holders(), "by hand y") << "of whatever name";
  EXPECT_TRUE(Reading("[[clang::requires_capability(!cap)]] void test() { g(); }").All.AtEntry.empty());
}

TEST(LockActions, OfCalleesWithAttributes) {
  const char Functions[] = R"(
void take(Mutex &x) __attribute__((acquire_capability(x)));
bool try_take(Mutex &x) __attribute__((try_acquire_capability(true, x)));
bool fail_to_take(Mutex &x) __attribute__((try_acquire_capability(false, x)));
void leave(Mutex &x) __attribute__((release_capability(x)));
void check(Mutex &x) __attribute__((assert_capability(x)));
struct other { void enter() __attribute__((acquire_capability(own))); Mutex own; };
)";
  const auto Left = [&](const std::string &Body, const char *Callee) {
    return Reading(Functions + ("void test(Mutex &y, other &o) { " + Body + " }")).at(Callee);
  };
  EXPECT_EQ(Left("take(y);", "take"), "by hand y: held taken");
  EXPECT_EQ(Left("if (try_take(y)) g();", "try_take"), "by hand y: either taken tried");
  EXPECT_EQ(Left("if (!fail_to_take(y)) g();", "fail_to_take"), "by hand y: either taken tried");
  EXPECT_EQ(Left("take(y); leave(y);", "leave"), "by hand y: free");
  EXPECT_EQ(Left("check(y);", "check"), "by hand y: held");
  EXPECT_EQ(Left("o.enter();", "enter"), "by hand o.own: held taken");
}

TEST(LockActions, OfOneGuardMadeOfAnother) {
  const Reading Moved("void test() { Lk l(m); Lk k = std::move(l); }");
  EXPECT_EQ(Moved.holder(Moved.All.MovedFrom.lookup(variableIn(Moved.F, "k"))), "l of m");
  EXPECT_TRUE(Reading("void test() { Lk l(m); Lk k(n); }").All.MovedFrom.empty());
  const Reading Adopted("void test() { m.lock(); std::lock_guard l(m, std::adopt_lock); }");
  EXPECT_EQ(Adopted.holders(Adopted.All.Adopted.lookup(variableIn(Adopted.F, "l"))), "by hand m");
}

TEST(LockActions, Conditions) {
  const Reading Tests("void test() { Lk l(m, std::try_to_lock); if (l.owns_lock()) g(); if (m.try_lock()) g(); c(); }");
  const auto Of = [&](const char *Name) {
    const auto It = Tests.All.Tests.find(callsIn(Tests.F, Name).front());
    return It == Tests.All.Tests.end() ? "none" : Tests.holder(It->second.Which);
  };
  EXPECT_EQ(Of("owns_lock"), "l of m");
  EXPECT_EQ(Of("try_lock"), "by hand m");
  EXPECT_EQ(Of("c"), "none");
}

TEST(LockActions, TakenTogetherAndLent) {
  const Reading Together("void test() { std::lock(m, n); m.lock(); }");
  EXPECT_TRUE(Together.All.TakenTogether.contains(callsIn(Together.F, "lock").at(0)));
  EXPECT_FALSE(Together.All.TakenTogether.contains(callsIn(Together.F, "lock").at(1)));
  const Reading Lent("void test() { Lk l(m); use(l); g(); }");
  EXPECT_EQ(Lent.holders(Lent.All.Lent.lookup(callsIn(Lent.F, "use").front())), "l of m");
  EXPECT_EQ(Lent.holders(Lent.All.Lent.lookup(callsIn(Lent.F, "g").front())), "");
}

} // namespace
