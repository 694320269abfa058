#include "facts/calls/discards.h"

#include "code.h"
#include "facts/syntax/functions.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;
using asynctidy::unit::modelsWith;

namespace {

using Words = std::vector<std::string>;

Words discardsOf(const Code &C, const FunctionDecl &F) {
  Words Found;
  for (const Discard &D : discardsIn(F, C.unit()))
    Found.push_back(C.text(*D.Value) +
                    (D.How == DiscardedBy::VoidCast     ? " (void)"
                     : D.How == DiscardedBy::Assignment ? " (assigned)"
                                                        : "") +
                    (D.WantsBool ? " (wants a bool)" : ""));
  return Found;
}

struct Case {
  std::string Body;
  Words Expected;
  const char *Why = "";
};

/// Expects these discards in `void test() { BODY }`, where f(), g(), h() give tasks, c() a bool and n() an int. All
/// cases are parsed at once: parsing is what takes time.
void expectDiscards(const std::vector<Case> &Cases, llvm::StringRef Before = "") {
  std::string Text = R"(
#include <tuple>
#include "zoo.h"
using task = zoo::task<int>;
task f(); task g(); task h(); bool c(); int n(); void nothing(); void use(const task &); task make(task);
)" + Before.str() + '\n';
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "void test" + std::to_string(I) + "() { " + Cases[I].Body + " }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(discardsOf(C, C.function("test" + std::to_string(I))), Cases[I].Expected) << Cases[I].Body << "\n"
                                                                                        << Cases[I].Why;
}

TEST(Discards, ExpressionStatements) {
  expectDiscards({
      {"f();", {"f()"}},
      {"(f());", {"f()"}},
      {"f(); { g(); }", {"f()", "g()"}},
      {"static_cast<task>(f());", {"static_cast<task>(f())"}, "moved into another, which is dropped"},
      {"make(f());", {"make(f())"}, "f() is an argument"},
  });
}

TEST(Discards, WhatIsUsedIsNotDiscarded) {
  expectDiscards({
      {"auto t = f();", {}},
      {"auto &&t = f(); const auto &u = g();", {}},
      {"use(f());", {"use(f())"}},
      {"if (f()) {}", {}},
      {"while (f().valid()) {} for (; f();) {} do {} while (f());", {}},
      {"switch (n()) {}", {}},
      {"throw f();", {"throw f()"}},
  });
}

TEST(Discards, Branches) {
  expectDiscards({
      {"if (c()) f(); else g();", {"f()", "g()"}},
      {"if (c()) { f(); } else if (c()) g(); else { h(); }", {"f()", "g()", "h()"}},
      {"if (f(); c()) g();", {"f()", "g()"}},
      {"switch (f(); n()) { case 1: g(); break; case 2: default: h(); }", {"f()", "g()", "h()"}},
      {"label: f(); if (c()) goto label;", {"f()"}},
      {"[[likely]] f(); if (c()) [[unlikely]] g();", {"f()", "g()"}},
  });
}

TEST(Discards, Loops) {
  expectDiscards({
      {"for (f(); c(); g()) h();", {"f()", "g()", "h()"}},
      {"while (c()) f();", {"f()"}},
      {"do f(); while (c());", {"f()"}},
      {"int a[2] = {}; for (f(); int i : a) g();", {"f()", "g()"}},
      {"for (int i = 0; i < 2; ++i, f()) {}", {"++i", "f()"}},
  });
}

TEST(Discards, TheCommaDropsItsLeft) {
  expectDiscards({
      {"f(), g();", {"f()", "g()"}},
      {"auto t = (f(), g());", {"f()"}},
      {"use((f(), g(), h()));", {"use((f(), g(), h()))", "f()", "g()"}},
      {"auto t = ((void)f(), g());", {"f() (void)"}},
  });
}

TEST(Discards, BothArmsOfAConditional) {
  expectDiscards({
      {"c() ? f() : g();", {"f()", "g()"}},
      {"c() ? f() : c() ? g() : h();", {"f()", "g()", "h()"}},
      {"c() ? (void)f() : nothing();", {"f() (void)", "nothing()"}},
      {"auto t = c() ? f() : g();", {}},
  });
}

TEST(Discards, TheRightOfLogicalOperators) {
  expectDiscards({
      {"c() && f();", {"f() (wants a bool)"}},
      {"c() || f();", {"f() (wants a bool)"}},
      {"f() && c();", {"c() (wants a bool)"}, "the left is tested"},
      {"c() && (f(), g());", {"f() (wants a bool)", "g() (wants a bool)"}},
      {"bool b = c() && f();", {}},
  });
}

TEST(Discards, OverloadedOperatorsUseTheirOperands) {
  constexpr char Overloads[] = R"(
struct both {}; both operator&&(task &&, task &&); both operator||(task &&, task &&); both operator,(task &&, task &&);
task &operator<<(task &&, int);
)";
  expectDiscards(
      {
          {"f() && g();", {"f() && g()"}},
          {"f() || g();", {"f() || g()"}},
          {"f(), g();", {"f(), g()"}},
          {"f() << 1;", {"f() << 1"}},
      },
      Overloads);
}

TEST(Discards, CastsToVoid) {
  expectDiscards({
      {"(void)f();", {"f() (void)"}},
      {"static_cast<void>(f());", {"f() (void)"}},
      {"c() ? void(f()) : nothing();", {"f() (void)", "nothing()"}},
      {"(void)(f(), g());", {"f()", "g() (void)"}},
      {"(void)(c() ? f() : g());", {"f() (void)", "g() (void)"}},
  });
}

TEST(Discards, AReturnedVoidCastDropsToo) {
  expectDiscards({
      {"return (void)f();", {"f() (void)"}},
      {"return static_cast<void>(f());", {"f() (void)"}},
  });
}

TEST(Discards, AssignmentsToWhatDropsThem) {
  expectDiscards({
      {"std::ignore = f();", {"f() (assigned)"}},
      {"task t; t = f();", {"t = f()"}, "kept by t"},
  });
  expectDiscards({{"sink = f();", {"sink = f()"}}}, "struct S { template <class T> S &operator=(T &&); } sink;");
}

TEST(Discards, StatementExpressionsGiveTheirLast) {
  expectDiscards({
      {"auto t = ({ f(); g(); });", {"f()"}},
      {"use(({ f(); g(); }));", {"use(({ f(); g(); }))", "f()"}},
  });
}

TEST(Discards, AStatementExpressionThatIsItselfDropped) {
  expectDiscards({
      {"({ f(); g(); });", {"f()"}, "the last is its value, by a macro's design"},
  });
}

TEST(Discards, UnevaluatedOperandsAreNotRun) {
  expectDiscards({
      {"(void)sizeof(f());", {"sizeof(f()) (void)"}},
      {"bool b = noexcept((f(), g()));", {}},
      {"using T = decltype((f(), g()));", {}},
      {"bool b = requires { f(); };", {}},
      {"static_assert(sizeof((f(), 1)) > 0);", {}},
  });
}

TEST(Discards, HandlersMayNotAwait) {
  expectDiscards({
      {"try { f(); } catch (int) { g(); if (c()) h(); } f();", {"f()", "g()", "h()", "f()"}},
  });
}

TEST(Discards, LambdasAreFunctionsOfTheirOwn) {
  expectDiscards({
      {"auto l = [] { f(); };", {}},
      {"[] { f(); };", {"[] { f(); }"}},
      {"auto l = [t = (f(), g())] { h(); };", {"f()"}, "captures are evaluated here"},
  });
}

TEST(Discards, ConversionsOfAConditionAddNothing) {
  expectDiscards({
      {"f().operator bool();", {"f()"}},
  });
}

TEST(Discards, OtherMembersAreCalls) {
  expectDiscards({
      {"f().valid();", {"f().valid()"}},
  });
}

TEST(Discards, FunctionBodiesThatAreATry) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> f(); zoo::task<int> g();
void test() try { f(); } catch (...) { g(); }
)");
  EXPECT_EQ(discardsOf(C, C.function("test")), (Words{"f()", "g()"}));
}

TEST(Discards, InCoroutines) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> f(); zoo::task<> g(); zoo::task<zoo::task<int>> nested();
zoo::task<> test() {
  f();
  co_await f();
  co_await nested();
  auto kept = co_await f();
  (void)co_await f();
  co_return co_await g();
}
zoo::generator<int> yields() { co_yield 1; }
)");
  EXPECT_EQ(discardsOf(C, C.function("test")),
            (Words{"f()", "co_await f()", "co_await nested()", "co_await f() (void)"}));
  EXPECT_EQ(discardsOf(C, C.function("yields")), (Words{"co_yield 1"}));
}

TEST(Discards, InTemplates) {
  Code C(R"(
#include "zoo.h"
template <class T> void test(T t) { t(); t.f(), t.g(); if constexpr (sizeof(T) > 100) t.h(); }
)");
  EXPECT_EQ(discardsOf(C, C.function("test")), (Words{"t()", "t.f()", "t.g()", "t.h()"}));
}

TEST(Discards, DiscardedBranchesOfAnInstantiationAreGone) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> f(); zoo::task<int> g();
template <int N> void generic() { if constexpr (N > 1) f(); else g(); }
void test() { generic<0>(); }
)");
  const auto *Template = C.function("generic").getDescribedFunctionTemplate();
  ASSERT_NE(Template, nullptr);
  for (const FunctionDecl *Instance : Template->specializations())
    EXPECT_EQ(discardsOf(C, *Instance), (Words{"g()"}));
}

TEST(DiscardsInInitializer, WhatIsBelowAValueThatIsUsed) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> f(); zoo::task<int> g(); bool c();
auto used = f();
auto comma = (f(), g());
auto statements = (c() ? ((void)f(), 1) : 2);
auto lambda = [] { f(); return 1; }();
)");
  auto Dropped = [&](llvm::StringRef Name) {
    Words Found;
    const auto Discards = discardsInInitializer(*cast<VarDecl>(C.find(Name))->getInit(), ModelSet::builtin());
    for (const Discard &D : Discards)
      Found.push_back(C.text(*D.Value) + (D.How == DiscardedBy::VoidCast ? " (void)" : ""));
    return Found;
  };
  EXPECT_EQ(Dropped("used"), Words{});
  EXPECT_EQ(Dropped("comma"), Words{"f()"});
  EXPECT_EQ(Dropped("statements"), Words{"f() (void)"});
  EXPECT_EQ(Dropped("lambda"), Words{}) << "a function of its own";
}

// ---- inMacroThatExpectsExit

std::vector<bool> expectExit(llvm::StringRef Text, const ModelSet &Models = ModelSet::builtin()) {
  Code C(("#include \"zoo.h\"\nzoo::task<int> f();\n" + Text).str());
  TranslationUnit Unit(C.context(), Models);
  std::vector<bool> Found;
  for (const Discard &D : discardsIn(C.function("test"), Unit))
    Found.push_back(inMacroThatExpectsExit(D.Value->getBeginLoc(), C.context(), Models));
  return Found;
}

TEST(MacroThatExpectsExit, TheArgument) {
  constexpr char Macros[] = R"(
#define EXPECT_THROW(statement, type) try { statement; } catch (type) {}
#define EXPECT_NO_THROW(statement) try { statement; } catch (...) {}
#define MY_CHECK(statement) EXPECT_THROW(statement, int)
#define RUN(statement) statement
)";
  const std::vector<bool> Yes{true}, No{false};
  EXPECT_EQ(expectExit(Macros + std::string("void test() { EXPECT_THROW(f(), int); }")), Yes);
  EXPECT_EQ(expectExit(Macros + std::string("void test() { EXPECT_THROW({ f(); }, int); }")), Yes);
  EXPECT_EQ(expectExit(Macros + std::string("void test() { EXPECT_NO_THROW(f()); }")), No);
  EXPECT_EQ(expectExit(Macros + std::string("void test() { f(); }")), No);
  EXPECT_EQ(expectExit(Macros + std::string("void test() { RUN(f()); }")), No);
  EXPECT_EQ(expectExit(Macros + std::string("void test() { RUN(EXPECT_THROW(f(), int)); }")), Yes) << "macro in macro";
  EXPECT_EQ(expectExit(Macros + std::string("void test() { MY_CHECK(f()); }")), Yes) << "the user's own around it";
  EXPECT_EQ(expectExit(Macros + std::string("void test() { EXPECT_THROW(RUN(f()), int); }")), Yes);
  EXPECT_EQ(expectExit(Macros + std::string("void test() { EXPECT_THROW(f(), int); f(); }")),
            (std::vector<bool>{true, false}));
}

TEST(MacroThatExpectsExit, OnesTheUserModels) {
  constexpr char Text[] = "#define MUST_FAIL(x) (x)\nvoid test() { MUST_FAIL(f()); }";
  EXPECT_EQ(expectExit(Text), std::vector<bool>{false});
  EXPECT_EQ(expectExit(Text, modelsWith("- {name: MUST_FAIL, is: expects-exit, because: test}\n")),
            std::vector<bool>{true});
}

} // namespace
