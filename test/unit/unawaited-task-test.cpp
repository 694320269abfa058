#include "analyses/lost-work/unawaited-task.h"

#include "code.h"
#include "facts/syntax/functions.h"

#include "clang/AST/DeclTemplate.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;
using asynctidy::unit::modelsWith;

namespace {

using Words = std::vector<std::string>;

/// "t never", "t scope end", "t tested", "t early exit", "t empty", in source order.
Words lostIn(const FunctionDecl &F, const ModelSet &Models = ModelSet::builtin()) {
  TranslationUnit Unit(F.getASTContext(), Models);
  Words Found;
  for (const LocalWorkFate &Lost : lostLocals(F, Unit)) {
    const char *Fate = Lost.Fate == LocalFate::NeverConsumed           ? "never"
                       : Lost.Fate == LocalFate::UnconsumedAtScopeEnd  ? "scope end"
                       : Lost.Fate == LocalFate::UnconsumedWhenTested  ? "tested"
                       : Lost.Fate == LocalFate::UnconsumedAtEarlyExit ? "early exit"
                                                                       : "empty";
    Found.push_back(Lost.Local->getNameAsString() + " " + Fate);
  }
  return Found;
}

const Words Nothing;

constexpr char Prelude[] = R"(
#include <array>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>
#include "zoo.h"
using task = zoo::task<>;
task make(); zoo::task<int> number(); bool c(); void g(); int n(); [[noreturn]] void die();
void sink(task); void look(const task &); task pass(task); void point(task *);
template <class... T> task when_all(T &&...);
std::tuple<task, task> two(); std::pair<task, int> mixed();
zoo::hot<int> hot(); zoo::started started(); zoo::detached fire(); zoo::generator<int> generate(); zoo::picky picky();
zoo::future<int> future();
zoo::mutex &mutex();
struct nursery { void start(task); };
zoo::task<task> outer();
namespace elsewhere { struct yield {}; }
struct both { task first; task second; };
both make_both();
struct joining {
  struct promise_type {
    joining get_return_object();
    std::suspend_never initial_suspend();
    std::suspend_never final_suspend() noexcept;
    void return_void();
    void unhandled_exception();
  };
  void join();
  ~joining() { join(); }
  bool await_ready();
  void await_suspend(std::coroutine_handle<>);
  void await_resume();
};
joining make_joining();
)";

struct Case {
  std::string Body;
  Words Expected;
  const char *Why = "";
};

/// Expects these fates in `task test() { BODY co_return; }`. All cases are parsed at once: parsing is what takes time.
void expectLost(const std::vector<Case> &Cases, const ModelSet &Models = ModelSet::builtin()) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "task test" + std::to_string(I) + "() { " + Cases[I].Body + "\n co_return; }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(lostIn(C.function("test" + std::to_string(I)), Models), Cases[I].Expected) << Cases[I].Body << "\n"
                                                                                         << Cases[I].Why;
}

// ---- the plain cases

TEST(LostLocals, NeverConsumed) {
  expectLost({
      {"auto t = make();", {"t never"}},
      {"task t = make();", {"t never"}},
      {"task t{make()};", {"t never"}},
      {"task t(make());", {"t never"}},
      {"const auto t = make();", {"t never"}},
      {"[[maybe_unused]] auto t = make();", {"t never"}, "lazy: it never runs"},
      {"auto t = make(); g();", {"t never"}},
      {"auto t = make(), u = make(); co_await u;", {"t never"}},
      {"auto t = c() ? make() : make();", {"t never"}},
  });
}

TEST(LostLocals, BoundToAReference) {
  expectLost({
      {"auto &&t = make();", {"t never"}},
      {"const auto &t = make();", {"t never"}, "its life is prolonged"},
      {"const auto &t = make(); co_await t;", {}},
      {"auto &&t = make(); co_await std::move(t);", {}},
  });
}

TEST(LostLocals, Consumed) {
  expectLost({
      {"auto t = make(); co_await t;", {}},
      {"auto t = make(); co_await std::move(t);", {}},
      {"auto t = make(); sink(std::move(t));", {}},
      {"auto t = make(); co_await when_all(std::move(t), make());", {}},
      {"auto t = make(); look(t);", {}},
      {"auto t = make(); point(&t);", {}},
      {"auto t = make(); nursery s; s.start(std::move(t));", {}},
      {"auto t = make(); co_await pass(std::move(t));", {}},
      {"auto t = make(); std::vector<task> v; v.push_back(std::move(t));", {}},
      {"auto t = number(); int r = co_await t + 1;", {}},
      {"auto t = number(); if (co_await t) g();", {}},
      {"auto t = number(); while (co_await t) g();", {}},
  });
}

TEST(LostLocals, Returned) {
  Code C(std::string(Prelude) + R"(
task returned() { auto t = make(); return t; }
task moved() { auto t = make(); return std::move(t); }
zoo::task<int> awaited() { auto t = number(); co_return co_await t; }
zoo::task<task> handed_on() { auto t = make(); co_return std::move(t); }
std::pair<task, int> in_a_pair() { auto t = make(); return {std::move(t), 1}; }
)");
  for (const char *Name : {"returned", "moved", "awaited", "handed_on", "in_a_pair"})
    EXPECT_EQ(lostIn(C.function(Name)), Nothing) << Name;
}

TEST(LostLocals, LookingAtItIsNotConsuming) {
  expectLost({
      {"auto t = make(); bool b = t.valid();", {"t never"}},
      {"auto t = make(); if (t) g();", {"t never"}},
      {"auto t = make(); if (!t.valid()) co_return;", {"t never"}},
      {"auto t = make(); (void)t;", {"t never"}, "only silences a compiler"},
      {"auto t = make(); auto size = sizeof(t);", {"t never"}},
  });
}

TEST(LostLocals, InOrdinaryFunctions) {
  Code C(std::string(Prelude) + R"(
void never() { auto t = make(); }
void early() { auto t = make(); if (c()) return; sink(std::move(t)); }
void handed_on() { auto t = make(); sink(std::move(t)); }
struct s { s() { auto t = make(); } task kept = make(); };
)");
  EXPECT_EQ(lostIn(C.function("never")), Words{"t never"});
  EXPECT_EQ(lostIn(C.function("early")), Words{"t early exit"});
  EXPECT_EQ(lostIn(C.function("handed_on")), Nothing);
  EXPECT_EQ(lostIn(**C.record("s").ctor_begin()), Words{"t never"});
}

// ---- branches

TEST(LostLocals, OnOneBranch) {
  expectLost({
      {"auto t = make(); if (c()) co_await t;", {"t scope end"}},
      {"auto t = make(); if (c()) co_await t; else g();", {"t scope end"}},
      {"auto t = make(); if (c()) co_await t; else sink(std::move(t));", {}},
      {"auto t = make(); if (c()) { g(); } co_await t;", {}},
      {"auto t = make(); c() && (sink(std::move(t)), true);", {"t scope end"}},
      {"auto t = make(); c() ? sink(std::move(t)) : g();", {"t scope end"}},
      {"auto t = make(); c() ? sink(std::move(t)) : look(t);", {}},
  });
}

TEST(LostLocals, OnOneCaseOfASwitch) {
  expectLost({
      {"auto t = make(); switch (n()) { case 1: co_await t; break; case 2: g(); break; }", {"t scope end"}},
      {"auto t = make(); switch (n()) { case 1: co_await t; break; default: sink(std::move(t)); }", {}},
      {"auto t = make(); switch (n()) { case 1: g(); [[fallthrough]]; default: co_await t; }", {}},
      {"switch (n()) { case 1: { auto t = make(); break; } default: { auto u = make(); co_await u; } }", {"t never"}},
  });
}

TEST(LostLocals, InnerScopes) {
  expectLost({
      {"{ auto t = make(); } { auto t = make(); co_await t; }", {"t never"}},
      {"if (auto t = make(); c()) co_await t;", {"t scope end"}},
      {"if (auto t = make(); c()) co_await t; else look(t);", {}},
  });
}

// ---- early exits

TEST(LostLocals, EarlyExits) {
  expectLost({
      {"auto t = make(); if (c()) co_return; co_await t;", {"t early exit"}},
      {"for (;;) { auto t = make(); if (c()) break; co_await t; }", {"t early exit"}},
      {"while (c()) { auto t = make(); if (c()) continue; co_await t; }", {"t early exit"}},
      {"{ auto t = make(); if (c()) goto out; co_await t; } out: g();", {"t early exit"}},
      {"if (c()) co_return; auto t = make(); co_await t;", {}, "before it was made"},
      {"auto t = make(); if (c()) { co_await t; co_return; } co_await t;", {}},
  });
}

TEST(LostLocals, AnExitBeforeAnEndThatNoPathReaches) {
  expectLost({
      {"auto t = make(); for (int i = 0; i < 2; ++i) co_return; if (c()) co_await t;", {"t early exit"}},
  });
}

TEST(LostLocals, AReturnAtTheEndIsTheScopesEnd) {
  Code C(std::string(Prelude) + R"(
zoo::task<int> test() { auto t = make(); if (c()) co_await t; co_return 1; }
int plain() { auto t = make(); if (c()) sink(std::move(t)); return 1; }
)");
  EXPECT_EQ(lostIn(C.function("test")), Words{"t scope end"});
  EXPECT_EQ(lostIn(C.function("plain")), Words{"t scope end"});
}

TEST(LostLocals, TheBranchOfATest) {
  expectLost({
      {"auto t = make(); if (t.valid()) co_await t;", {"t tested"}, "ranked lower"},
      {"auto t = make(); if (t) co_await t; else g();", {"t tested"}},
  });
}

TEST(LostLocals, PathsThatNeverReturnLoseNothing) {
  expectLost({
      {"auto t = make(); if (c()) die(); co_await t;", {}},
      {"auto t = make(); if (c()) std::terminate(); co_await t;", {}},
      {"auto t = make(); for (;;) { if (c()) { co_await t; co_return; } }", {}},
  });
}

TEST(LostLocals, PathsThatContradictThemselves) {
  expectLost({
      {"bool b = c(); task t; if (b) t = make(); g(); if (b) co_await t;", {}},
      {"bool b = c(); auto t = make(); if (b) co_await t; g(); if (!b) co_await t;", {}},
      {"bool b = c(); auto t = make(); if (b) co_await t; else if (!b) co_await t;", {}},
      {"bool b = c(); auto t = make(); if (b) co_await t; b = c(); if (!b) co_await t;",
       {"t scope end"},
       "it has changed"},
      {"bool b = c(), d = c(); auto t = make(); if (b) co_await t; if (!d) co_await t;",
       {"t scope end"},
       "another one"},
      {"bool b = c(); auto t = make(); auto f = [&] { b = c(); }; if (b) co_await t; f(); if (!b) co_await t;",
       {"t scope end"},
       "a lambda may change it"},
      {"int i = n(); auto t = make(); if (i > 0) co_await t; if (i <= 0) co_await t;", {}},
      {"int i = n(); auto t = make(); if (i > 0) co_await t; if (0 >= i) co_await t;", {}},
      {"int i = n(); auto t = make(); if (i > 0) co_await t; ++i; if (i <= 0) co_await t;", {"t scope end"}},
      {"int i = n(); auto t = make(); if (i == 3) co_await t; switch (i) { case 3: break; default: co_await t; }", {}},
      {"auto p = std::optional<int>(n()); task t; if (p) t = make(); if (p.has_value()) g(); if (p) co_await t;", {}},
      {"auto p = std::optional<int>(n()); task t; if (p) t = make(); p.reset(); if (p) co_await t;", {"t scope end"}},
      {"auto t = make(); bool done = false; if (c()) { co_await t; done = true; } if (!done) co_await t;", {}},
      {"auto t = make(); bool done = false; if (c()) { done = true; } if (!done) co_await t;", {"t scope end"}},
      {"auto t = make(); for (int i = 0; i < 1; ++i) co_await t;", {}, "it runs at least once"},
      {"auto t = make(); for (int i = 0; i < n(); ++i) co_await t;", {"t scope end"}},
      {"auto t = make(); for (int k : {1, 2}) { co_await t; g(); }", {}},
      {"auto t = make(); int ks[] = {1, 2}; for (int k : ks) co_await t;", {}},
      {"auto t = make(); std::vector<int> ks; for (int k : ks) co_await t;", {"t scope end"}},
      {"auto t = make(); for (bool more = true; more; more = c()) co_await t;", {}},
      {"auto t = make(); switch (bool b = c(); b) { case true: co_await t; break; case false: co_await t; }", {}},
      {"auto t = make(); switch (bool b = c(); b) { case true: co_await t; }", {"t scope end"}},
  });
}

TEST(LostLocals, ThrowsAreNoPathsOfOurs) {
  expectLost({
      {"auto t = make(); try { if (c()) throw 1; co_await t; } catch (...) { g(); }", {}, "into a handler neither"},
      {"auto t = make(); if (c()) throw 1; co_await t;", {}},
      {"auto t = make(); try { g(); co_await t; } catch (...) { g(); }", {}},
      {"try { auto t = make(); g(); } catch (...) { }", {"t never"}},
  });
}

// ---- loops

TEST(LostLocals, Loops) {
  expectLost({
      {"while (c()) { auto t = make(); }", {"t never"}},
      {"while (c()) { auto t = make(); co_await t; }", {}},
      {"auto t = make(); while (c()) { co_await t; break; }", {"t scope end"}, "when the loop runs no time"},
      {"auto t = make(); do { co_await t; } while (c());", {}},
      {"for (auto t = make(); c();) g();", {"t never"}},
      {"std::array<int, 2> a{}; for (int i : a) { auto t = make(); if (i) co_await t; }", {"t scope end"}},
  });
}

TEST(LostLocals, RangesOfTasks) {
  expectLost({
      {"std::vector<task> v; for (auto &t : v) co_await t;", {}},
      {"std::vector<task> v; for (auto &t : v) g();", {}, "the vector has them"},
      {"std::vector<task> v; v.push_back(make());", {}, "a container"},
  });
}

TEST(LostLocals, Gotos) {
  expectLost({
      {"auto t = make(); if (c()) goto wait; g(); wait: co_await t;", {}},
      {"again: { auto t = make(); co_await t; if (c()) goto again; }", {}},
  });
}

// ---- lambdas

TEST(LostLocals, CapturedIsHandedOn) {
  expectLost({
      {"auto t = make(); auto l = [&] { sink(std::move(t)); }; l();", {}},
      {"auto t = make(); auto l = [t = std::move(t)]() mutable { sink(std::move(t)); }; l();", {}},
      {"auto t = make(); auto l = [&t] { return t.valid(); };", {}},
      {"auto t = make(); auto l = [] { g(); };", {"t never"}},
      {"auto t = make(); if (c()) { auto l = [&] { sink(std::move(t)); }; l(); }", {"t scope end"}},
  });
}

TEST(LostLocals, ALambdasOwnLocalsAreNotOurs) {
  expectLost({
      {"auto l = [] { auto t = make(); };", {}},
  });
  Code C(std::string(Prelude) + "auto l = []() -> task { auto t = make(); co_return; };\n");
  const EvaluatedCode Found = userCodeIn(C.context(), UserCode(C.context().getSourceManager(), "*zoo.h"));
  Words All;
  for (const FunctionDecl *F : Found.Functions)
    for (const std::string &Word : lostIn(*F))
      All.push_back(Word);
  EXPECT_EQ(All, Words{"t never"});
}

// ---- structured bindings

TEST(LostLocals, StructuredBindings) {
  expectLost({
      {"auto [a, b] = two(); co_await a; co_await b;", {}},
      {"auto [a, b] = two(); co_await a;", {"b never"}},
      {"auto [a, b] = two();", {"a never", "b never"}},
      {"auto [t, i] = mixed(); n();", {"t never"}},
      {"auto [t, i] = mixed(); if (i) co_await std::move(t);", {"t scope end"}},
      {"std::pair<task, int> p; auto &[t, i] = p;", {}, "p has it"},
  });
}

TEST(LostLocals, BindingsOfAPlainStruct) {
  expectLost({
      {"auto [a, b] = make_both(); co_await a;", {"b never"}},
      {"auto [a, b] = make_both(); co_await when_all(std::move(a), std::move(b));", {}},
  });
}

// ---- moves and refills

TEST(LostLocals, MovedToAnotherLocal) {
  expectLost({
      {"auto t = make(); auto u = std::move(t);", {"u never"}},
      {"auto t = make(); auto u = std::move(t); co_await u;", {}},
      {"auto t = make(); auto u = std::move(t); if (c()) co_await u;", {"u scope end"}},
      {"auto t = make(); auto u = static_cast<task &&>(t);", {"u never"}},
      {"auto t = make(); auto u = std::forward<task>(t); co_await t; co_await u;", {"t empty"}},
      {"task t; auto u = std::move(t);", {}, "there was nothing to move"},
      {"task t; auto u = std::move(t); if (c()) co_await u;", {"u empty"}},
      {"task t; if (c()) t = make(); auto u = std::move(t);", {"u never"}},
      {"task t; auto u = std::move(t); u = make();", {"u never"}},
      {"auto t = make(); co_await t; auto u = std::move(t);", {}},
      {"auto t = make(); auto u = std::move(t); auto v = std::move(u);", {"v never"}},
      {"auto t = make(); auto u = std::move(t); auto v = std::move(u); if (c()) co_await v;", {"v scope end"}},
      {"for (;;) { auto t = make(); auto u = std::move(t); }", {"u never"}},
  });
}

TEST(LostLocals, AwaitedWhenEmpty) {
  expectLost({
      {"task t; co_await t;", {"t empty"}},
      {"task t{}; co_await t;", {"t empty"}},
      {"auto t = make(); auto u = std::move(t); co_await t; co_await u;", {"t empty"}},
      {"task t; if (c()) t = make(); co_await t;", {}, "on some path it is full"},
      {"auto t = make(); if (c()) { auto u = std::move(t); co_await u; } co_await t;", {}},
      {"task t;", {}, "nothing was in it"},
  });
}

TEST(LostLocals, Refilled) {
  expectLost({
      {"task t; t = make(); co_await t;", {}},
      {"task t; if (c()) t = make(); else t = make(); co_await t;", {}},
      {"task t; t = make();", {"t never"}},
      {"auto t = make(); co_await t; t = make();", {"t scope end"}},
      {"auto t = make(); co_await t; t = make(); co_await t;", {}},
      {"auto t = make(); while (c()) { co_await t; t = make(); } co_await t;", {}},
      {"auto t = make(); while (c()) { co_await t; t = make(); }", {"t scope end"}},
  });
}

TEST(LostLocals, ReplacedByWhatWeDoNotKnow) {
  expectLost({
      {"auto t = make(); sink(std::move(t)); t = task();", {}},
      {"auto t = make(); auto u = make(); t = std::move(u); co_await t;", {}},
  });
}

TEST(LostLocals, Swapped) {
  expectLost({
      {"auto t = make(); task other; std::swap(t, other); co_await other;", {}},
      {"auto t = make(); co_await std::exchange(t, task());", {}},
  });
}

// ---- which types

TEST(LostLocals, EagerWork) {
  expectLost({
      {"auto t = hot();", {"t never"}},
      {"auto t = started();", {"t never"}},
      {"auto t = hot(); (void)t;", {}, "kept alive on purpose"},
      {"[[maybe_unused]] auto t = hot();", {}, "kept alive on purpose"},
      {"auto t = hot(); co_await std::move(t);", {}},
      {"auto t = hot(); for (;;) g();", {}, "its scope never ends"},
  });
}

TEST(LostLocals, LazyWorkInAScopeThatNeverEnds) {
  expectLost({
      {"auto t = make(); for (;;) g();", {"t never"}, "it never runs all the same"},
  });
}

TEST(LostLocals, OtherAwaitables) {
  expectLost({
      {"auto o = zoo::read();", {"o never"}},
      {"auto o = zoo::read(); co_await o;", {}},
      {"auto guard = mutex().lock();", {"guard never"}},
      {"auto guard = co_await mutex().lock();", {}, "the guard is no work"},
      {"zoo::operation o; zoo::operation &r = o;", {}, "no call made it"},
      {"zoo::operation event; zoo::operation other{};", {}, "no call made them: others may wait for them"},
      {"auto o = zoo::operation{};", {"o never"}, "made by name"},
      {"auto o = zoo::operation{}; co_await o;", {}},
      {"struct delay { int ms; bool await_ready(); void await_suspend(std::coroutine_handle<>); void await_resume(); };"
       " delay o{42}; auto p = delay{42};",
       {"o never", "p never"},
       "an aggregate"},
      {"auto o = std::suspend_always();", {"o never"}},
      {"auto t = picky();", {"t never"}},
      {"auto t = future();", {"t never"}},
  });
}

TEST(LostLocals, AwaitableOnlyAsModelsSay) {
  const std::vector<Case> ByName = {{"auto y = elsewhere::yield{};", {"y never"}}};
  const std::vector<Case> Unknown = {{"auto y = elsewhere::yield{};", {}, "no awaitable for all we know"}};
  expectLost(ByName, modelsWith("- {name: 'elsewhere::yield', because: test, is: lazy-work}\n"));
  expectLost(Unknown);
}

TEST(LostLocals, WhatIsNoWork) {
  expectLost({
      {"auto d = fire(); auto n = ::n(); int plain = 1;", {}},
      {"auto g = generate();", {}, "a generator one does not iterate"},
      {"auto o = std::optional<task>(make());", {}},
      {"task *t = nullptr; static task kept = make();", {}},
  });
}

TEST(LostLocals, WhatNobodyNeedsToAwait) {
  expectLost({{"auto t = make_joining();", {}}});
  for (const char *Word : {"droppable", "joins", "not-work"})
    expectLost({{"auto t = make();", {}, Word}},
               modelsWith(std::string("- {name: 'zoo::task', because: test, is: ") + Word + "}\n"));
}

TEST(LostLocals, ParametersAreTheCallersBusiness) {
  Code C(std::string(Prelude) + R"(
task test(task p, task &&q, const task &r) { co_return; }
task takes_over(task p) { auto t = std::move(p); co_return; }
)");
  EXPECT_EQ(lostIn(C.function("test")), Nothing);
  EXPECT_EQ(lostIn(C.function("takes_over")), Words{"t never"}) << "but what is taken over from one is not";
}

TEST(LostLocals, LocalsFromNoCall) {
  expectLost({
      {"std::vector<task> v; auto &t = v.back();", {}, "a reference"},
      {"std::vector<task> v; auto t = std::move(v.back());", {}, "from elsewhere"},
  });
}

TEST(LostLocals, NestedTasks) {
  expectLost({
      {"auto inner = co_await outer();", {"inner never"}},
      {"auto inner = co_await outer(); co_await inner;", {}},
      {"co_await co_await outer();", {}},
  });
}

TEST(LostLocals, ManyInSourceOrder) {
  expectLost({
      {"auto a = make(); auto b = make(); { auto d = make(); } auto e = make(); if (c()) co_await b;",
       {"a never", "b scope end", "d never", "e never"}},
  });
}

TEST(LostLocals, WhereToLook) {
  Code C(std::string(Prelude) + R"(
task early() { auto t = make(); if (c()) co_return; co_await t; }
task end() { auto t = make(); if (c()) { co_await t; } }
task empty() { task t; co_await t; }
)");
  auto Where = [&](llvm::StringRef Name) {
    const auto Lost = lostLocals(C.function(Name), C.unit());
    return Lost.size() == 1 && Lost.front().Where ? C.text(*Lost.front().Where) : "?";
  };
  EXPECT_EQ(Where("early"), "co_return");
  EXPECT_EQ(Where("end"), "t");
  EXPECT_EQ(Where("empty"), "t");
}

TEST(LostLocals, InInstantiations) {
  Code C(std::string(Prelude) + R"(
template <class T> task generic(T make) { auto t = make(); if (c()) co_await t; }
template <class T> task dependent() { auto t = T::make(); co_return; }
task caller() { co_await generic(make); }
)");
  for (const FunctionDecl *Instance : C.function("generic").getDescribedFunctionTemplate()->specializations())
    EXPECT_EQ(lostIn(*Instance), Words{"t scope end"});
  EXPECT_EQ(lostIn(C.function("dependent")), Nothing);
}

TEST(LostLocals, SayWhenThereAreTooManyPathsToTell) {
  for (const unsigned Flags : {2, 20}) {
    std::string Parameters, First, Second;
    for (unsigned I = 0; I < Flags; ++I) {
      const std::string Name = "b" + std::to_string(I);
      Parameters += (I ? ", bool " : "bool ") + Name;
      First += "if (" + Name + ") c(); ";
      Second += "if (" + Name + ") c(); ";
    }
    Code C(Prelude +
           ("task caller(" + Parameters + ") { auto t = make(); " + First + Second + "if (c()) co_await t; }"));
    TranslationUnit Unit(C.context(), ModelSet::builtin());
    const auto &Lost = lostLocals(C.function("caller"), Unit);
    ASSERT_EQ(Lost.size(), 1u);
    EXPECT_EQ(!Lost.front().Assumes.empty(), Flags == 20) << Flags;
  }
}

TEST(LostLocals, BrokenCodeDoesNotCrash) {
  Code C = Code::broken(Prelude + std::string(R"(
task one() { auto t = make(); unknown(t); co_await
}
task two() { auto t = make(; if (c()) co_return; }
task three() { auto [a, b] = undeclared(); auto t = make(); co_await nothing; }
)"));
  for (const char *Name : {"one", "two", "three"})
    if (C.find(Name))
      lostIn(C.function(Name));
}

} // namespace
