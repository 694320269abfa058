#include "facts/calls/signal-ends.h"
#include "facts/calls/signals.h"

#include "code.h"

#include "clang/AST/DeclCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <memory>
#include <optional>
#include "zoo.h"
struct awaiter { bool await_ready() noexcept; void await_suspend(std::coroutine_handle<>) noexcept; void await_resume() noexcept; };
struct event {
  void set(); void set_value(int); void notifyAll(); void set_capacity(int); void reset(); void try_push(int);
  void close(); zoo::job send(int); bool ready() const; int count() const; awaiter wait(); awaiter operator co_await();
};
void take(event &);
zoo::job risky();
)";

std::string stepsIn(const std::string &Body, const std::string &Member = "event e;") {
  const Code C(Prelude + ("struct s { " + Member + " zoo::job test() { " + Body + " co_return; } };"));
  constexpr llvm::StringLiteral Words[] = {"waits", "asks", "opens", "completes", "ends", "feeds", "other"};
  std::string Text;
  for (const SignalUse &Use : signalsIn(C.unit()).in(C.function("s::test")))
    Text += (Text.empty() ? "" : " ") + Words[static_cast<unsigned>(Use.Does)].str();
  return Text;
}

TEST(Signals, Steps) {
  EXPECT_EQ(stepsIn("e.reset(); e.set(); e.set_value(1); e.notifyAll();"), "opens completes completes completes");
  EXPECT_EQ(stepsIn("e.try_push(1); e.set_capacity(1);"), "feeds other");
  EXPECT_EQ(stepsIn("e.close(); co_await e.send(1);"), "ends asks");
  EXPECT_EQ(stepsIn("co_await e; co_await e.wait(); auto later = e.wait();"), "waits waits waits");
  EXPECT_EQ(stepsIn("if (e.ready()) e.count();"), "asks asks");
  EXPECT_EQ(stepsIn("take(e); auto &same = e; auto *at = &e;"), "other other other");
}

TEST(Signals, BehindPointers) {
  EXPECT_EQ(stepsIn("e->reset(); (*e).set(); e.get()->set();", "std::unique_ptr<event> e;"),
            "opens completes completes");
  EXPECT_EQ(stepsIn("e.emplace(); e = event(); e.value().set(); e.reset();", "std::optional<event> e;"),
            "opens opens completes other");
  EXPECT_EQ(stepsIn("e->set(); if (e) e = nullptr;", "event *e;"), "completes asks other");
}

TEST(Signals, FlagsThatWaitsTest) {
  const std::string Members = "event e; bool on = false; bool off = false; zoo::job first() { while (on) co_await e; }";
  EXPECT_EQ(stepsIn("on = true; on = false;", Members), "opens completes");
  EXPECT_EQ(stepsIn("off = true; off = false;", Members), "");
  EXPECT_EQ(stepsIn("bool x = on; on = x;", Members), "");
  EXPECT_EQ(stepsIn("while (!off || on) co_await e; off = true; on = true;", "event e; bool on; bool off;"),
            "waits waits waits completes opens");
  EXPECT_EQ(stepsIn("on = true;", Members + " zoo::job second() { while (!on) co_await e; }"), "");
}

TEST(Signals, MayCompleteThroughCalls) {
  const Code C(
      Prelude +
      std::string("struct s { event e; void done() { e.set(); } void last() { done(); } void ask() { e.ready(); } };"));
  const auto &Event = *cast<ValueDecl>(C.find("s::e"));
  const Signals &All = signalsIn(C.unit());
  EXPECT_TRUE(All.mayComplete(C.function("s::done"), Event));
  EXPECT_TRUE(All.mayComplete(C.function("s::last"), Event));
  EXPECT_FALSE(All.mayComplete(C.function("s::ask"), Event));
  EXPECT_EQ(All.waitFor(Event), nullptr);
}

std::string endsOf(const std::string &Body, Owed From) {
  const Code C(Prelude + ("struct s { event e; void done() { e.set(); } zoo::job test() { " + Body + " } };"));
  const auto &Event = *cast<ValueDecl>(C.find("s::e"));
  std::string Text;
  for (const SignalEnd &End : endsWithoutCompletion(C.function("s::test"), Event, From, C.unit()))
    Text += (Text.empty() ? "" : ", ") + (End.By ? C.text(*End.By) : "end");
  return Text;
}

TEST(SignalEnds, WhereOpened) {
  EXPECT_EQ(endsOf("co_await risky(); e.reset(); co_await risky(); e.set();", Owed::WhereOpened), "co_await risky()");
  EXPECT_EQ(endsOf("e.reset(); done(); co_await risky();", Owed::WhereOpened), "");
  EXPECT_EQ(endsOf("e.reset(); take(e); co_await risky();", Owed::WhereOpened), "");
  EXPECT_EQ(endsOf("e.reset(); try { co_await risky(); } catch (...) { done(); throw; } e.set();", Owed::WhereOpened),
            "");
  EXPECT_EQ(endsOf("e.reset(); try { co_await risky(); } catch (...) { throw; } e.set();", Owed::WhereOpened), "throw");
  EXPECT_EQ(endsOf("e.reset(); try { co_await risky(); } catch (...) {} co_return;", Owed::WhereOpened), "end");
}

TEST(SignalEnds, HandlersOfSomeExceptions) {
  EXPECT_EQ(endsOf("e.reset(); try { co_await risky(); } catch (int) { e.set(); throw; } e.set();", Owed::WhereOpened),
            "");
  EXPECT_EQ(endsOf("e.reset(); try { co_await risky(); } catch (int) { throw; } e.set();", Owed::WhereOpened),
            "co_await risky(), throw");
}

TEST(SignalEnds, FromStart) {
  EXPECT_EQ(endsOf("co_await risky(); e.set();", Owed::FromStart), "co_await risky()");
  EXPECT_EQ(endsOf("e.set(); co_await risky();", Owed::FromStart), "");
}

} // namespace
