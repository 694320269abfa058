#include "facts/flow/conditions.h"

#include "code.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include "zoo.h"
bool c(); void g(); [[noreturn]] void die(); struct list { int *begin(); int *end(); };
)";

/// The first statement of \p F with a condition, and what it decides.
std::pair<const Stmt *, Branching> firstBranching(const FunctionDecl &F) {
  for (const Stmt *S : allIn<Stmt>(F))
    if (Branching Branch = branchingOf(*S); Branch.Condition || Branch.IsLoop)
      return {S, Branch};
  return {nullptr, Branching()};
}

TEST(Conditions, WhatHangsOnThem) {
  const struct {
    const char *Body;
    const char *Tested;
    std::vector<std::string> Arms;
    bool IsLoop = false;
  } Cases[] = {
      {"if (x) g();", "x", {"g()", ""}},
      {"if (x) g(); else c();", "x", {"g()", "c()"}},
      {"switch (n) { case 1: g(); }", "n", {"{ case 1: g(); }"}},
      {"x ? g() : die();", "x", {"g()", "die()"}},
      {"x && c();", "x", {"c()"}},
      {"x || c();", "x", {"c()"}},
      {"while (x) g();", "x", {}, true},
      {"do g(); while (x);", "x", {}, true},
      {"for (; x;) g();", "x", {}, true},
      {"for (;;) g();", "", {}, true},
      {"g();", "", {}},
  };
  for (const auto &Case : Cases) {
    Code C(std::string(Prelude) + "void test(bool x, int n) { " + Case.Body + " }");
    const Branching Branch = firstBranching(C.function("test")).second;
    EXPECT_EQ(Branch.Tested ? C.text(*Branch.Tested) : "", Case.Tested) << Case.Body;
    std::vector<std::string> Arms;
    for (const Stmt *Arm : Branch.Arms)
      Arms.push_back(Arm ? C.text(*Arm) : "");
    EXPECT_EQ(Arms, Case.Arms) << Case.Body;
    EXPECT_EQ(Branch.IsLoop, Case.IsLoop) << Case.Body;
  }
}

TEST(Conditions, WhetherAnArmLeaves) {
  const struct {
    const char *Body;
    bool ForGood, InAnyWay;
  } Cases[] = {
      {"if (x) g();", false, false},
      {"if (x) co_return;", true, true},
      {"if (x) g(); else co_return;", true, true},
      {"if (x) { g(); throw 1; }", true, true},
      {"if (x) die();", true, true},
      {"again: if (x) goto again;", true, true},
      {"x ? g() : throw 1;", true, true},
      {"switch (n) { case 1: co_return; }", true, true},
      {"switch (n) { case 1: g(); break; }", false, false},
      {"if (x) n = 1;", false, true},
      {"if (x) try { throw 1; } catch (...) {}", false, false},
      {"if (x) for (;;) break;", false, false},
      {"if (x) for (;;) co_return;", true, true},
      {"if (x) [] { return; }();", false, false},
  };
  std::string Text = Prelude;
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "zoo::task<> test" + std::to_string(I) + "(bool x, int n) { " + Cases[I].Body + " co_return; }\n";
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const auto &[Whole, Branch] = firstBranching(C.function("test" + std::to_string(I)));
    ASSERT_TRUE(Whole) << Cases[I].Body;
    EXPECT_EQ(leaves(Branch, Leaving::ForGood, *Whole), Cases[I].ForGood) << Cases[I].Body;
    EXPECT_EQ(leaves(Branch, Leaving::InAnyWay, *Whole), Cases[I].InAnyWay) << Cases[I].Body;
  }
}

TEST(Conditions, WhetherAnArmLeavesALoop) {
  const struct {
    const char *Arm;
    bool ForGood, InAnyWay;
  } Cases[] = {{"break;", true, true}, {"continue;", false, true}, {"{ g(); }", false, false}};
  for (const auto &Case : Cases) {
    Code C(std::string(Prelude) + "void test(bool x) { for (int i : list()) if (x) " + Case.Arm + " }");
    const IfStmt *If = allIn<IfStmt>(C.function("test")).front();
    EXPECT_EQ(leaves(branchingOf(*If), Leaving::ForGood, *If), Case.ForGood) << Case.Arm;
    EXPECT_EQ(leaves(branchingOf(*If), Leaving::InAnyWay, *If), Case.InAnyWay) << Case.Arm;
  }
}

} // namespace
