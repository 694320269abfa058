#include "facts/flow/flow-graph.h"

#include "code.h"
#include "facts/syntax/functions.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

#include "gtest/gtest.h"

#include <set>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

using Words = std::multiset<std::string>;

std::string kindOf(const Stmt *Trigger) {
  return !Trigger                     ? "nothing"
         : isa<ReturnStmt>(Trigger)   ? "return"
         : isa<CoreturnStmt>(Trigger) ? "co_return"
         : isa<BreakStmt>(Trigger)    ? "break"
         : isa<ContinueStmt>(Trigger) ? "continue"
         : isa<GotoStmt>(Trigger)     ? "goto"
                                      : "}";
}

/// "VARIABLE at TRIGGER" for each reachable end of scope.
Words ends(llvm::StringRef Text) {
  Code C((R"(
#include "zoo.h"
struct guard { guard(); ~guard(); };
bool c(); void g(); [[noreturn]] void die(); zoo::task<> work();
)" + Text)
             .str());
  const auto Graph = FlowGraph::of(C.function("test"));
  Words Found;
  if (!Graph)
    return {"no graph"};
  Graph->solve(
      FlowGraph::Bits(), [](const CFGElement &, FlowGraph::Bits &) {},
      [&](const CFGElement &Element, const FlowGraph::Bits &) {
        if (const auto End = Element.getAs<CFGLifetimeEnds>())
          Found.insert(End->getVarDecl()->getNameAsString() + " at " + kindOf(End->getTriggerStmt()));
      });
  return Found;
}

TEST(ScopeEnds, AtTheBrace) {
  EXPECT_EQ(ends("void test() { guard a; g(); }"), (Words{"a at }"}));
  EXPECT_EQ(ends("void test() { { guard a; } guard b; }"), (Words{"a at }", "b at }"}));
  EXPECT_EQ(ends("void test() { int plain = 1; g(); }"), (Words{"plain at }"})) << "ordinary types end too";
}

TEST(ScopeEnds, AtReturns) {
  EXPECT_EQ(ends("void test() { guard a; if (c()) return; g(); }"), (Words{"a at return", "a at }"}));
  EXPECT_EQ(ends("int test() { guard a; return 1; }"), (Words{"a at return"}));
  EXPECT_EQ(ends("void test() { if (c()) return; guard a; }"), (Words{"a at }"})) << "not yet alive";
  EXPECT_EQ(ends("void test() { guard a; { guard b; if (c()) return; } }"),
            (Words{"a at return", "b at return", "b at }", "a at }"}));
}

TEST(ScopeEnds, AtBreakAndContinue) {
  EXPECT_EQ(ends("void test() { while (c()) { guard a; if (c()) break; if (c()) continue; g(); } }"),
            (Words{"a at break", "a at continue", "a at }"}));
  EXPECT_EQ(ends("void test() { guard outside; while (c()) { if (c()) break; } }"), (Words{"outside at }"}));
  EXPECT_EQ(ends("void test() { for (;;) { guard a; if (c()) break; } }"), (Words{"a at break", "a at }"}));
  EXPECT_EQ(ends("void test() { switch (1) { case 1: { guard a; break; } default: { guard b; } } }").count("b at }"),
            0u)
      << "the switch is over a constant";
}

TEST(ScopeEnds, AtGoto) {
  EXPECT_EQ(ends("void test() { { guard a; if (c()) goto out; g(); } out: g(); }"), (Words{"a at goto", "a at }"}));
  EXPECT_EQ(ends("void test() { again: guard a; if (c()) goto again; }").count("a at goto"), 1u);
}

TEST(ScopeEnds, OnceAnIterationAndAtLoopVariables) {
  EXPECT_EQ(ends("void test() { for (guard a; c();) { guard b; } }"), (Words{"a at }", "b at }"}));
  EXPECT_EQ(ends("void test() { if (guard a; c()) g(); }").count("a at }"), 1u);
}

TEST(ScopeEnds, AtCoReturn) {
  EXPECT_EQ(ends("zoo::task<> test() { guard a; if (c()) co_return; co_await work(); }"),
            (Words{"a at co_return", "a at }"}));
  EXPECT_EQ(ends("zoo::task<> test() { guard a; co_await work(); co_return; }"), (Words{"a at co_return"}));
}

TEST(ScopeEnds, NotWhereNoPathLeads) {
  EXPECT_EQ(ends("void test() { guard a; die(); }"), (Words{}));
  EXPECT_EQ(ends("void test() { guard a; for (;;) g(); }"), (Words{}));
  EXPECT_EQ(ends("void test() { guard a; if (c()) die(); g(); }"), (Words{"a at }"}));
}

// ---- paths

/// Which of the functions a(), b(), ... may have been called when `seen()` is: one string a call of seen().
std::multiset<std::string> before(llvm::StringRef Text) {
  Code C((R"(
#include "zoo.h"
void a(); void b(); void d(); bool c(); void seen(); [[noreturn]] void die(); zoo::task<> work(); bool test(bool, bool);
)" + Text)
             .str());
  const auto Graph = FlowGraph::of(C.function("run"));
  if (!Graph)
    return {"no graph"};
  auto Callee = [](const CFGElement &Element) -> std::string {
    if (const auto Statement = Element.getAs<CFGStmt>())
      if (const auto *Call = dyn_cast<CallExpr>(Statement->getStmt()))
        if (const FunctionDecl *F = Call->getDirectCallee(); F && F->getDeclName().isIdentifier())
          return F->getNameAsString();
    return "";
  };
  std::multiset<std::string> Found;
  Graph->solve(
      FlowGraph::Bits(26, 0),
      [&](const CFGElement &Element, FlowGraph::Bits &Bits) {
        if (const std::string Name = Callee(Element); Name.size() == 1)
          Bits.set(Name[0] - 'a', 1);
      },
      [&](const CFGElement &Element, const FlowGraph::Bits &Bits) {
        if (Callee(Element) != "seen")
          return;
        std::string Names;
        for (unsigned I = 0; I < 26; ++I)
          if (Bits[I])
            Names += static_cast<char>('a' + I);
        Found.insert(Names);
      });
  return Found;
}

using Sets = std::multiset<std::string>;

TEST(Solve, StraightLine) { EXPECT_EQ(before("void run() { seen(); a(); seen(); b(); }"), (Sets{"", "a"})); }

TEST(Solve, JoiningPathsAreUnited) {
  EXPECT_EQ(before("void run() { if (c()) a(); else b(); seen(); }"), (Sets{"abc"}));
  EXPECT_EQ(before("void run() { if (c()) { a(); seen(); } else seen(); }"), (Sets{"ac", "c"}));
  EXPECT_EQ(before("void run(int n) { switch (n) { case 1: a(); break; case 2: b(); default: seen(); } }"),
            (Sets{"b"}));
}

TEST(Solve, LoopsReachAFixedPoint) {
  EXPECT_EQ(before("void run(bool x) { while (x) { seen(); a(); } seen(); }"), (Sets{"a", "a"}));
  EXPECT_EQ(before("void run(bool x) { do { seen(); if (x) { a(); continue; } b(); } while (x); }"), (Sets{"ab"}));
  EXPECT_EQ(before("void run(bool x) { for (;;) { for (;;) { seen(); if (x) break; a(); } b(); } }"), (Sets{"ab"}));
}

TEST(Solve, PathsThatLeaveDoNotCount) {
  EXPECT_EQ(before("void run(bool x) { if (x) { a(); return; } seen(); }"), (Sets{""}));
  EXPECT_EQ(before("void run(bool x) { if (x) { a(); die(); } seen(); }"), (Sets{""}));
  EXPECT_EQ(before("void run(bool x) { if (x) { a(); throw 1; } seen(); }"), (Sets{""}));
  EXPECT_EQ(before("void run() { if (false) { a(); } seen(); }"), (Sets{""}));
  EXPECT_EQ(before("void run() { return; seen(); }"), (Sets{})) << "never reached";
}

TEST(Solve, InOrderOfEvaluation) {
  EXPECT_EQ(before("void run() { (a(), seen()), b(); }"), (Sets{"a"}));
  EXPECT_EQ(before("void run(bool x) { x && (a(), true); seen(); }"), (Sets{"a"}));
  EXPECT_EQ(before("void run(bool x) { x ? a() : seen(); }"), (Sets{""}));
}

TEST(Solve, TheBodyOfACoroutine) {
  EXPECT_EQ(before("zoo::task<> run() { a(); co_await work(); seen(); co_return; }"), (Sets{"a"}));
  EXPECT_EQ(before("zoo::task<> run(bool x) { while (x) { seen(); co_await work(); a(); } }"), (Sets{"a"}));
  EXPECT_EQ(before("zoo::task<> run(bool x) { if (x) { a(); co_return; } seen(); }"), (Sets{""}));
  EXPECT_EQ(before("zoo::generator<int> run() { a(); co_yield 1; seen(); }"), (Sets{"a"}));
}

// ---- the graph

TEST(FlowGraphOf, ACoroutineIsItsWrittenBody) {
  Code C(R"(
#include "zoo.h"
zoo::task<int> run() { int local = 1; co_return local; }
)");
  const auto Graph = FlowGraph::of(C.function("run"));
  ASSERT_NE(Graph, nullptr);
  std::set<std::string> Variables;
  for (const CFGBlock *Block : Graph->graph())
    for (const CFGElement &Element : *Block)
      if (const auto Statement = Element.getAs<CFGStmt>())
        if (const auto *Declarations = dyn_cast<DeclStmt>(Statement->getStmt()))
          for (const Decl *D : Declarations->decls())
            Variables.insert(cast<NamedDecl>(D)->getNameAsString());
  EXPECT_EQ(Variables, std::set<std::string>{"local"}) << "no promise";
}

TEST(FlowGraphOf, IsNullWithoutABodyOrWithADependentOne) {
  Code C(R"(
void declared();
template <class T> void generic(T t) { t(); }
template <class T> struct box { void m() {} };
struct callable { void operator()(); };
void caller() { generic(callable{}); box<int>().m(); }
)");
  EXPECT_EQ(FlowGraph::of(C.function("declared")), nullptr);
  EXPECT_EQ(FlowGraph::of(C.function("generic")), nullptr);
  EXPECT_EQ(FlowGraph::of(C.function("box::m")), nullptr);
  EXPECT_NE(FlowGraph::of(C.function("caller")), nullptr);
  for (const FunctionDecl *Instance : C.function("generic").getDescribedFunctionTemplate()->specializations())
    EXPECT_NE(FlowGraph::of(*Instance), nullptr);
}

TEST(FlowGraphOf, BrokenBodiesDoNotCrash) {
  Code C = Code::broken(R"(
#include "zoo.h"
zoo::task<int> known();
zoo::task<int> one() { co_await unknown(); co_return 1; }
void two() { undeclared x = 1; for (auto y : z) { w(y); } }
zoo::task<int> three() { auto t = known(; co_return co_await t; }
void four() { break; }
void five() { goto nowhere; }
zoo::task<int> six( { co_return 1; }
zoo::task<int> seven() { co_await 1; if (
)");
  for (const char *Name : {"one", "two", "three", "four", "five", "seven"})
    if (C.find(Name))
      if (const auto Graph = FlowGraph::of(C.function(Name)))
        Graph->solve(
            FlowGraph::Bits(1, 0), [](const CFGElement &, FlowGraph::Bits &) {},
            [](const CFGElement &, const FlowGraph::Bits &) {});
}

TEST(FlowGraphOf, LambdasHaveTheirOwn) {
  EXPECT_EQ(before("void run() { auto l = [] { a(); seen(); }; seen(); }"), (Sets{""}));
}

TEST(FlowGraphOf, Reachability) {
  Code C(R"(
[[noreturn]] void die(); bool c();
void run() { if (c()) { die(); } return; c(); }
)");
  const auto Graph = FlowGraph::of(C.function("run"));
  ASSERT_NE(Graph, nullptr);
  EXPECT_TRUE(Graph->isReachable(Graph->graph().getEntry()));
  EXPECT_TRUE(Graph->isReachable(Graph->graph().getExit()));
  unsigned Unreachable = 0;
  for (const CFGBlock *Block : Graph->graph())
    Unreachable += !Graph->isReachable(*Block);
  EXPECT_EQ(Unreachable, 1u) << "what stands behind the return";
}

} // namespace
