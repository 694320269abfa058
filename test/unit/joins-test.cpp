#include "facts/calls/joins.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;

namespace {

constexpr char Prelude[] = R"(
#include "lifetime.h"
zoo::task<> sets(std::string &, bool &); zoo::task<> told(async::task_group &);
)";

/// Expects these answers about the local or parameter `s` of `zoo::task<> test(std::string &given) { BODY }`, which the
/// first spawn() or start() runs work beside.
void expectEnds(llvm::ArrayRef<std::pair<const char *, const char *>> Cases, const std::string &Parameters = "") {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "zoo::task<> test" + std::to_string(I) + "(" + Parameters + ") { " + Cases[I].first + " co_return; }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I) {
    const FunctionDecl &F = C.function("test" + std::to_string(I));
    const Parents Up(writtenBody(F));
    auto Spawns = callsIn(F, "spawn");
    const CallExpr &Starts = *(Spawns.empty() ? callsIn(F, "start") : Spawns).front();
    const ScopeEnd End = scopeEndsBeforeJoin(F, Up, *variableIn(F, "s"), Starts, *Starts.getArg(0), C.unit());
    std::string Told = End.Ends ? "ends" : "";
    if (End.Throws)
      Told += C.text(*End.Throws) + " while " + End.Keeper->getNameAsString() + " has not waited";
    EXPECT_EQ(Told, Cases[I].second) << Cases[I].first;
  }
}

TEST(Joins, BeforeALocalEnds) {
  expectEnds({
      {"std::string s; async::spawn(reads(s));", "ends"},
      {"std::string s; async::spawn(reads(s)); co_await tick();", "ends"},
      {"std::string s; async::task_group g; g.spawn(reads(s)); co_await g.join();", ""},
      {"std::string s; async::task_group g; g.spawn(reads(s)); co_await told(g);", ""},
      {"std::string s; async::task_group g; g.spawn(reads(s)); if (c()) co_return; co_await g.join();", "ends"},
      {"std::string s; async::task_group g; co_await g.join(); g.spawn(reads(s));", "ends"},
      {"std::string s; bool done = false; async::spawn(sets(s, done)); while (!done) co_await tick();", ""},
      {"std::string s; async::spawn(reads(s)); cppcoro::sync_wait(tick());", ""},
      {"async::task_group g; { std::string s; g.spawn(reads(s)); } co_await g.join();", "ends"},
      {"async::task_group g; for (int i = 0; i < 3; ++i) { std::string s; g.spawn(reads(s)); } co_await g.join();",
       "ends"},
  });
}

TEST(Joins, ByTheEndOfWhatWasGivenTheWork) {
  expectEnds({
      {"std::string s; crew k; k.start(reads(s));", ""},
      {"crew k; std::string s; k.start(reads(s));", "ends"},
      {"crew k; std::string s; k.start(reads(s)); k.join();", ""},
      {"crew k; std::string s; k.start(reads(s)); co_await tick(); k.join();",
       "co_await tick() while k has not waited"},
      {"crew k; std::string s; k.start(reads(s)); co_await std::suspend_always(); k.join();", ""},
      {"crew k; std::string s; k.start(reads(s)); try { co_await tick(); } catch (...) {} k.join();", ""},
  });
}

TEST(Joins, BeforeTheCallerOfAParameterGoesOn) {
  expectEnds(
      {
          {"async::spawn(reads(s));", "ends"},
          {"async::task_group g; g.spawn(reads(s)); co_await g.join();", ""},
          {"async::task_group g; g.spawn(reads(s)); if (c()) co_return; co_await g.join();", "ends"},
      },
      "std::string &s");
}

TEST(Joins, LeavingByAnException) {
  Code C(std::string(Prelude) + R"(
zoo::task<> test(client k) {
  co_await tick();
  co_await std::suspend_always();
  co_await k.fetch();
  try { co_await tick(); } catch (...) {}
}
)");
  const FunctionDecl &F = C.function("test");
  const Parents Up(writtenBody(F));
  const VarDecl *Kept = variableIn(F, "k");
  std::vector<bool> Any, Other;
  for (const auto *Await : allIn<CoawaitExpr>(F)) {
    Any.push_back(mayLeaveByException(*Await, Up, nullptr, C.unit()));
    Other.push_back(mayLeaveByException(*Await, Up, Kept, C.unit()));
  }
  EXPECT_EQ(Any, (std::vector<bool>{true, false, true, false}));
  EXPECT_EQ(Other, (std::vector<bool>{true, false, false, false}));
  EXPECT_FALSE(mayLeaveByException(*callsIn(F, "tick").front(), Up, nullptr, C.unit()));
}

} // namespace
