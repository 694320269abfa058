#include "facts/flow/feasible-paths.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "code.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "gtest/gtest.h"

#include <set>
#include <utility>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

using Words = std::set<std::string>;

constexpr char Prelude[] = R"(
#include <initializer_list>
void a(); void b(); void c(); void d();
bool ask(); int number(); void change(bool &); void look(const bool &); void take(bool); void risky();
[[noreturn]] void die();
struct list { int *begin(); int *end(); };
struct thing { bool on; bool other; bool ready() const; void set(); bool is(int) const; };
bool global;
)";

std::string whole(llvm::StringRef Body, llvm::StringRef Parameters = "bool x, bool y, int n, thing t") {
  return (Prelude + llvm::Twine("void test(") + Parameters + ") { " + Body + " }\n").str();
}

/// The bit of the call `a()`, `b()`, ...; 0 for everything else.
unsigned char markOf(const CFGElement &Element) {
  const auto Statement = Element.getAs<CFGStmt>();
  const auto *Call = Statement ? dyn_cast<CallExpr>(Statement->getStmt()) : nullptr;
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Callee->getName().size() == 1 ? 1 << (Callee->getName()[0] - 'a') : 0;
}

std::string marks(unsigned char State) {
  std::string Text;
  for (char Mark = 'a'; Mark <= 'h'; ++Mark)
    if (State & (1 << (Mark - 'a')))
      Text += Mark;
  return Text;
}

/// What is called on each path from \p From to the end of the function.
Words pathsFrom(const CFGBlock &From, const FlowGraph &Graph, ASTContext &Context,
                const llvm::DenseSet<const Stmt *> &ThrownBy = {}) {
  Words Found;
  const bool Any = anyFeasiblePathFrom(
      From, Graph, Context, 0,
      [](const CFGElement &Element, unsigned char &State) {
        State |= markOf(Element);
        return false;
      },
      [&](unsigned char State) {
        Found.insert(marks(State));
        return false;
      },
      ThrownBy);
  return Any ? Words{"too many"} : Found;
}

Words paths(llvm::StringRef Body) {
  Code C(whole(Body));
  const auto Graph = FlowGraph::of(C.function("test"));
  return pathsFrom(Graph->graph().getEntry(), *Graph, C.context());
}

struct PathCase {
  const char *Body;
  Words Paths;
};

void expectPaths(llvm::ArrayRef<PathCase> Cases) {
  for (const PathCase &Case : Cases)
    EXPECT_EQ(paths(Case.Body), Case.Paths) << Case.Body;
}

TEST(FeasiblePaths, ConditionsThatHangTogether) {
  expectPaths({
      {"if (x) a(); if (y) b();", {"", "a", "b", "ab"}},
      {"if (x) a(); if (x) b();", {"", "ab"}},
      {"if (x) a(); if (!x) b();", {"a", "b"}},
      {"if (x) a(); if (!!(x)) b();", {"", "ab"}},
      {"if (x == false) a(); if (x) b();", {"a", "b"}},
      {"if (x && y) a(); if (x) b();", {"", "b", "ab"}},
      {"if (x || y) a(); if (!x && !y) b();", {"a", "b"}},
      {"if (n) a(); if (n == 0) b();", {"a", "b"}},
      {"if (n == 1) a(); if (n != 1) b();", {"a", "b"}},
      {"if (n < 3) a(); if (n >= 3) b();", {"a", "b"}},
      {"if (3 > n) a(); if (n >= 3) b();", {"a", "b"}},
      {"if (n <= 3) a(); if (3 < n) b();", {"a", "b"}},
      {"if (n == 1) a(); if (n == 2) b();", {"", "a", "b"}},
      {"if (n == 1) a(); if (n < 5) b();", {"", "b", "ab"}},
      {"if (n + 1 < 3) a(); if (n + 1 < 3) b();", {"", "ab"}},
      {"if (n + 1 < 3) a(); if (n + 2 < 3) b();", {"", "a", "b", "ab"}},
      {"if (x == y) a(); if (x == y) b();", {"", "ab"}},
      {"while (x) { a(); break; } if (x) b();", {"", "ab"}},
      {"bool z = x ? (a(), true) : false; if (x) b();", {"", "ab"}},
  });
}

TEST(FeasiblePaths, OfMembersMethodsAndGlobals) {
  expectPaths({
      {"if (t.on) a(); if (t.on) b();", {"", "ab"}},
      {"if (t.on) a(); if (t.other) b();", {"", "a", "b", "ab"}},
      {"if (t.ready()) a(); if (t.ready()) b();", {"", "ab"}},
      {"if (t.is(1)) a(); if (t.is(1)) b();", {"", "a", "b", "ab"}}, // with an argument it may be anything
      {"if (global) a(); risky(); if (global) b();", {"", "ab"}},
      {"if (ask()) a(); if (ask()) b();", {"", "a", "b", "ab"}},
      {"volatile bool v = x; if (v) a(); if (v) b();", {"", "a", "b", "ab"}},
  });
}

TEST(FeasiblePaths, ForgetWhatMayHaveChanged) {
  const Words All = {"", "a", "b", "ab"}, Same = {"", "ab"};
  const struct {
    const char *Tested, *Between;
    bool Changes;
  } Cases[] = {
      {"x", "x = ask();", true},
      {"x", "x |= y;", true},
      {"x", "change(x);", true},
      {"x", "bool *p = &x;", true},
      {"x", "look(x);", false},
      {"x", "take(x);", false},
      {"x", "y = ask();", false},
      {"x", "change(y);", false},
      {"x == y", "change(y);", true},
      {"n < 3", "++n;", true},
      {"n < 3", "n -= 2;", true},
      {"n < 3", "int m = n; ++m;", false},
      {"t.on", "t.on = ask();", true},
      {"t.on", "t.other = ask();", false},
      {"t.on", "change(t.on);", true},
      {"t.on", "t = thing();", true},
      {"t.on", "t.set();", true},
      {"t.on", "t.ready();", false},
      {"x", "auto f = [&] { x = false; };", true},
      {"x", "auto f = [&x] { x = false; };", true},
      {"x", "auto f = [x] { return x; };", false},
  };
  for (const auto &[Tested, Between, Changes] : Cases) {
    const std::string Body = std::string("if (") + Tested + ") a(); " + Between + " if (" + Tested + ") b();";
    EXPECT_EQ(paths(Body), Changes ? All : Same) << Body;
  }
  EXPECT_EQ(paths("if (x) a(); if (x) b(); auto f = [&] { x = false; };"), All) << "anywhere in the function";
}

TEST(FeasiblePaths, OfConstantsThatAreAssigned) {
  expectPaths({
      {"bool ok = false; if (ok) a();", {""}},
      {"bool ok = false; if (x) ok = true; if (ok) a();", {"", "a"}},
      {"bool ok = false; if (x) { ok = true; b(); } if (ok) a();", {"", "ab"}},
      {"bool ok = true; ok = false; if (ok) a(); else b();", {"b"}},
      {"int k = 2; if (k == 2) a(); else b();", {"a"}},
      {"int k = 2; if (k < 2) a(); else b();", {"b"}},
      {"int k = 2; if (k > 1) a(); else b();", {"a"}},
      {"int k = 1 + 1; if (k == 2) a();", {"a"}},
      {"int k = number(); if (k == 2) a();", {"", "a"}},
      {"int k = 1; k = number(); if (k == 1) a();", {"", "a"}},
      {"int k = 1; k += 1; if (k == 1) a();", {"", "a"}},
      {"int k = 0; ++k; if (k) a();", {"", "a"}},
      {"bool ok = false; change(ok); if (ok) a();", {"", "a"}},
      {"bool ok = false; look(ok); take(ok); if (ok) a();", {""}},
      {"bool ok = false; auto f = [&] { ok = true; }; if (ok) a();", {"", "a"}},
      {"bool ok = false; auto f = [ok] {}; if (ok) a();", {""}},
      {"bool ok = false; bool &alias = ok; if (alias) a();", {"", "a"}},
      {"for (int i = 0; i < 2; ++i) a(); b();", {"ab"}},
  });
}

TEST(FeasiblePaths, OfSwitches) {
  expectPaths({
      {"int k = 2; switch (k) { case 1: a(); break; case 2: b(); break; default: c(); }", {"b"}},
      {"int k = 3; switch (k) { case 1: a(); break; default: b(); }", {"b"}},
      {"int k = 2; switch (k) { case 1 ... 3: a(); break; default: b(); }", {"a", "b"}}, // a range may fit
      {"switch (x) { case true: a(); break; case false: b(); break; default: c(); }", {"a", "b"}},
      {"switch (n) { case 1: a(); break; default: b(); }", {"a", "b"}},
  });
  const Words After = paths("switch (n) { case 1: a(); break; case 2: b(); break; } if (n == 1) c(); else d();");
  for (const char *Possible : {"ac", "bd", "d"})
    EXPECT_TRUE(After.count(Possible)) << Possible;
  for (const char *Impossible : {"ad", "bc"})
    EXPECT_FALSE(After.count(Impossible)) << Impossible;
}

TEST(FeasiblePaths, OfLoopsThatSurelyRun) {
  expectPaths({
      {"for (int i : {1, 2}) a(); b();", {"ab"}},
      {"int array[3]; for (int i : array) a(); b();", {"ab"}},
      {"for (int i : list()) a(); b();", {"b", "ab"}},
      {"for (int j = 0; j < n; ++j) for (int i : {1, 2}) a(); b();", {"b", "ab"}},
      {"while (true) { a(); if (x) break; }", {"a"}},
      {"do a(); while (ask());", {"a"}},
  });
}

TEST(FeasiblePaths, KnowAfterALoopWhatEndedIt) {
  expectPaths({
      {"while (x) { a(); x = ask(); } if (x) b();", {"", "a"}},
      {"do a(); while (x); if (x) b();", {"a"}},
      {"for (;;) { if (x) break; a(); if (y) break; } if (x) b();", {"a", "b"}},
      {"bool first = true; while (ask()) { if (first) a(); else b(); first = false; }", {"", "a", "ab"}},
      {"bool found = false; while (ask()) { if (ask()) { found = true; a(); break; } } if (found) b();", {"", "ab"}},
  });
}

TEST(FeasiblePaths, EndWhereNothingGoesOn) {
  expectPaths({
      {"if (x) { a(); throw 1; } b();", {"b"}},
      {"if (x) { a(); die(); } b();", {"b"}},
      {"if (x) { a(); return; } b();", {"a", "b"}},
  });
}

/// \p Count conditions, each of them tested twice.
std::string independent(unsigned Count) {
  std::string Parameters, First, Second;
  for (unsigned I = 0; I < Count; ++I) {
    const std::string Name = "b" + std::to_string(I);
    Parameters += (I ? ", bool " : "bool ") + Name;
    First += "if (" + Name + ") a(); ";
    Second += "if (" + Name + ") b(); ";
  }
  return whole(First + Second, Parameters);
}

TEST(FeasiblePaths, TooManyToTell) {
  for (const auto &[Count, IsTooMany] : {std::pair(4u, false), std::pair(16u, true)}) {
    Code C(independent(Count));
    const auto Graph = FlowGraph::of(C.function("test"));
    const PathSearch Answer =
        anyFeasiblePath(*Graph, C.context(), 0, [](const CFGElement &, unsigned char &) { return false; });
    EXPECT_EQ(Answer.Found, IsTooMany) << Count;
    EXPECT_EQ(Answer.GaveUp, IsTooMany) << Count;
    const PathSearch Sure =
        anyFeasiblePath(*Graph, C.context(), 0, [](const CFGElement &, unsigned char &) { return true; });
    EXPECT_TRUE(Sure.Found);
    EXPECT_FALSE(Sure.GaveUp) << "it was found before";
    EXPECT_EQ(solveOnFeasiblePaths(
                  *Graph, C.context(), FlowStates(1, 0), [](const CFGElement &, FlowStates &) {},
                  [](const CFGElement &, const FlowStates &) {}),
              !IsTooMany)
        << Count;
  }
  // A condition that is tested once is not remembered.
  std::string Body, Parameters;
  for (unsigned I = 0; I < 16; ++I) {
    Body += "if (b" + std::to_string(I) + ") a(); ";
    Parameters += (I ? ", bool b" : "bool b") + std::to_string(I);
  }
  Code C(whole(Body, Parameters));
  const auto Graph = FlowGraph::of(C.function("test"));
  EXPECT_EQ(pathsFrom(Graph->graph().getEntry(), *Graph, C.context()), (Words{"", "a"}));
}

TEST(FeasiblePaths, AreWalkedForSoManyStepsInAll) {
  std::string Body;
  for (unsigned I = 0; I < 4000; ++I)
    Body += "a(); ";
  Code C(whole(Body));
  const auto Graph = FlowGraph::of(C.function("test"));
  const auto Search = [&] {
    return anyFeasiblePath(*Graph, C.context(), 0, [](const CFGElement &, unsigned char &) { return false; });
  };
  EXPECT_FALSE(Search().Found);
  unsigned Before = 0;
  while (Before < 100'000 && !Search().GaveUp)
    ++Before;
  EXPECT_GT(Before, 200U) << "hand-written functions have fewer things to follow";
  EXPECT_LT(Before, 4000U) << "as many searches as there are statements";
}

TEST(FeasiblePaths, KnowOnlySoMuch) {
  std::string Set, Tested;
  for (unsigned I = 0; I < 100; ++I) {
    const std::string Flag = "f" + std::to_string(I);
    Set += "bool " + Flag + " = true; ";
    Tested += "if (!" + Flag + ") " + (I < 60 ? "a(); " : "b(); ");
  }
  EXPECT_EQ(paths(Set + Tested), (Words{"", "b"})) << "the first are known, the last are not";
}

TEST(FeasiblePaths, ForgetWhatIsTestedNoMore) {
  std::string Named;
  for (unsigned I = 0; I < 40; ++I) {
    const std::string Flag = "f" + std::to_string(I);
    Named += "const bool " + Flag + " = ask(); if (" + Flag + ") a(); if (!" + Flag + ") b(); ";
  }
  EXPECT_EQ(paths(Named + "c();"), (Words{"abc", "ac", "bc"}));
}

TEST(FeasiblePaths, StopAtTheFirstThatIsLookedFor) {
  Code C(whole("if (x) a(); if (!x) b(); if (y) c();"));
  const auto Graph = FlowGraph::of(C.function("test"));
  const auto Meets = [&](llvm::StringRef Marks) {
    return anyFeasiblePath(*Graph, C.context(), 0, [&](const CFGElement &Element, unsigned char &State) {
      State |= markOf(Element);
      return marks(State) == Marks;
    });
  };
  for (const char *Possible : {"a", "b", "ac", "bc"})
    EXPECT_TRUE(Meets(Possible)) << Possible;
  for (const char *Impossible : {"ab", "abc"})
    EXPECT_FALSE(Meets(Impossible)) << Impossible;
}

TEST(FeasiblePaths, EndWhereTheSearchSaysSo) {
  Code C(whole("if (x) a(); b(); c();"));
  const auto Graph = FlowGraph::of(C.function("test"));
  Words Ends;
  bool MeetsMore = false;
  const PathSearch Answer = anyFeasiblePathFrom(
      Graph->graph().getEntry(), *Graph, C.context(), 0,
      [&](const CFGElement &Element, unsigned char &State) {
        MeetsMore |= State == PathOver;
        const unsigned char Mark = markOf(Element);
        State = Mark == 1 ? PathOver : State | Mark;
        return false;
      },
      [&](unsigned char State) {
        Ends.insert(marks(State));
        return false;
      });
  EXPECT_FALSE(Answer);
  EXPECT_FALSE(MeetsMore);
  EXPECT_EQ(Ends, Words{"bc"}) << "the path through a() is over there";
}

/// What is called after `a()` on each path, as long as the state is not 0 again, which `d()` makes it.
Words pathsAfter(llvm::StringRef Body) {
  Code C(whole(Body));
  const FunctionDecl &F = C.function("test");
  const auto Graph = FlowGraph::of(F);
  std::vector<const Stmt *> Begins;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    if (Call && Call->getDirectCallee() && Call->getDirectCallee()->getName() == "a")
      Begins.push_back(Call);
  });
  Words Found;
  anyFeasiblePathAfter(
      Begins, *Graph, C.context(), 0,
      [&](const CFGElement &Element, unsigned char &State) {
        const unsigned char Mark = markOf(Element);
        if (Mark == 8)
          Found.insert(marks(std::exchange(State, 0)) + "d");
        else if (State || Mark == 1)
          State |= Mark;
        else if (Mark)
          Found.insert("outside");
        return false;
      },
      [&](unsigned char State) {
        Found.insert(marks(State));
        return false;
      });
  return Found;
}

TEST(FeasiblePaths, AboutAPartOfThem) {
  EXPECT_EQ(pathsAfter("b(); a(); c();"), (Words{"ac"}));
  EXPECT_EQ(pathsAfter("b(); if (x) a(); c();"), (Words{"ac"}));
  EXPECT_EQ(pathsAfter("a(); b(); d(); c();"), (Words{"abd"})) << "what comes after it is left out";
  EXPECT_EQ(pathsAfter("a(); d(); c(); a(); b();"), (Words{"ad", "ab"})) << "it begins anew";
  EXPECT_EQ(pathsAfter("while (ask()) { b(); a(); c(); d(); }"), (Words{"acd"}));
  EXPECT_EQ(pathsAfter("if (x) { b(); return; } a(); if (x) b(); else c();"), (Words{"ac"}))
      << "what is known before it counts";
  EXPECT_EQ(pathsAfter("b(); c();"), Words());
}

TEST(FeasiblePaths, AmongTheStatementsThatMatter) {
  // a() begins, b() is looked for, and d() makes it be forgotten.
  const auto Finds = [](llvm::StringRef Body) {
    Code C(whole(Body));
    const FunctionDecl &F = C.function("test");
    const auto Graph = FlowGraph::of(F);
    std::vector<const Stmt *> Begins, Matter;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Call = dyn_cast<CallExpr>(&S);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (Callee && Callee->getName() == "a")
        Begins.push_back(Call);
      if (Callee && (Callee->getName() == "a" || Callee->getName() == "b" || Callee->getName() == "d"))
        Matter.push_back(Call);
    });
    bool MeetsOthers = false;
    const PathSearch Answer = anyFeasiblePathAmong(Matter, Begins, *Graph, C.context(), 0,
                                                   [&](const CFGElement &Element, unsigned char &State) {
                                                     const unsigned char Mark = markOf(Element);
                                                     MeetsOthers |= Mark == 0 || Mark == 4;
                                                     State = Mark == 8 ? 0 : State | Mark;
                                                     return Mark == 2;
                                                   });
    EXPECT_FALSE(MeetsOthers) << Body.str();
    return Answer.Found;
  };
  EXPECT_TRUE(Finds("c(); a(); if (x) c(); b();"));
  EXPECT_FALSE(Finds("b(); a(); c();"));
  EXPECT_FALSE(Finds("a(); d(); b();"));
  EXPECT_TRUE(Finds("while (ask()) { b(); c(); a(); }"));
  EXPECT_TRUE(Finds("while (ask()) { if (x) b(); while (ask()) a(); }"));
  EXPECT_FALSE(Finds("if (x) { a(); c(); } if (!x) b();"));
}

TEST(FeasiblePaths, OfManyThingsAtOnce) {
  // Each of a, b, c, d is a thing, and what is found is which of them may have been called where risky() is.
  const auto Solve = [](llvm::StringRef Body) {
    Code C(whole(Body));
    const auto Graph = FlowGraph::of(C.function("test"));
    unsigned char Found = 0;
    const bool Known = solveOnFeasiblePaths(
        *Graph, C.context(), FlowStates(4, 0),
        [](const CFGElement &Element, FlowStates &States) {
          for (unsigned I = 0; I < 4; ++I)
            if (markOf(Element) == 1 << I)
              States.set(I, 1);
        },
        [&](const CFGElement &Element, const FlowStates &States) {
          const auto Statement = Element.getAs<CFGStmt>();
          const auto *Call = Statement ? dyn_cast<CallExpr>(Statement->getStmt()) : nullptr;
          if (!Call || !Call->getDirectCallee() || Call->getDirectCallee()->getName() != "risky")
            return;
          for (unsigned I = 0; I < 4; ++I)
            Found |= States[I] << I;
        });
    return Known ? marks(Found) : "too many";
  };
  EXPECT_EQ(Solve("a(); if (x) b(); risky(); c();"), "ab");
  EXPECT_EQ(Solve("if (x) { a(); return; } if (y) b(); if (x) c(); risky();"), "b");
  EXPECT_EQ(Solve("while (ask()) { risky(); if (x) a(); if (!x) b(); d(); }"), "abd");
}

TEST(FeasiblePaths, SayWhichWayAConditionGoes) {
  Code C(whole("if (x) a(); if (!y) b();"));
  const auto Graph = FlowGraph::of(C.function("test"));
  Words Seen;
  anyFeasiblePath(
      *Graph, C.context(), 0, [](const CFGElement &, unsigned char &) { return false; },
      [&](const Expr &Condition, bool Holds, unsigned char &State) {
        Seen.insert(C.text(Condition) + (Holds ? " holds" : " does not"));
        State = Holds;
      });
  EXPECT_EQ(Seen, (Words{"x holds", "x does not", "!y holds", "!y does not"}));
}

/// What is called from the only handler of \p Body on, which calls of `risky` lead to: by their numbers.
Words pathsFromHandler(llvm::StringRef Body, llvm::ArrayRef<unsigned> Numbers) {
  Code C(whole(Body));
  const FunctionDecl &F = C.function("test");
  const auto Graph = FlowGraph::of(F);
  std::vector<const Stmt *> Risky;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CallExpr>(&S);
    if (Call && Call->getDirectCallee() && Call->getDirectCallee()->getName() == "risky")
      Risky.push_back(Call);
  });
  llvm::DenseSet<const Stmt *> ThrownBy;
  for (unsigned Number : Numbers)
    ThrownBy.insert(Risky.at(Number));
  for (const CFGBlock *Block : Graph->graph())
    if (isa_and_nonnull<CXXCatchStmt>(Block->getLabel()))
      return pathsFrom(*Block, *Graph, C.context(), ThrownBy);
  return {"no handler"};
}

TEST(FeasiblePaths, FromAHandler) {
  constexpr char Body[] = "bool ok = false; try { risky(); ok = true; risky(); ok = ask(); risky(); } "
                          "catch (...) { if (ok) a(); else b(); }";
  EXPECT_EQ(pathsFromHandler(Body, {}), (Words{"a", "b"})) << "nothing is known";
  EXPECT_EQ(pathsFromHandler(Body, {0}), (Words{"b"}));
  EXPECT_EQ(pathsFromHandler(Body, {1}), (Words{"a"}));
  EXPECT_EQ(pathsFromHandler(Body, {0, 1}), (Words{"a", "b"}));
  EXPECT_EQ(pathsFromHandler(Body, {2}), (Words{"a", "b"}));
  EXPECT_EQ(pathsFromHandler("try { if (x) risky(); } catch (...) { if (x) a(); else b(); } c();", {0}), (Words{"ac"}));
}

TEST(FeasiblePaths, SayWhetherAConditionWasKnown) {
  for (const auto &[Body, IsKnown] :
       {std::pair("bool ok = true; if (ok) a();", true), std::pair("bool ok = ask(); if (ok) a();", false),
        std::pair("if (ask()) a();", false)}) {
    Code C(whole(Body));
    const auto Graph = FlowGraph::of(C.function("test"));
    std::set<bool> Known;
    anyFeasiblePathFrom(
        Graph->graph().getEntry(), *Graph, C.context(), 0, [](const CFGElement &, unsigned char &) { return false; },
        nullptr, {}, [&](bool Knows, unsigned char &) { Known.insert(Knows); });
    EXPECT_EQ(Known, std::set<bool>{IsKnown}) << Body;
  }
}

} // namespace
