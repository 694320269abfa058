#include "facts/flow/exception-flow.h"

#include "facts/syntax/functions.h"

#include "code.h"

#include "clang/AST/ExprCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <stdexcept>
void a() noexcept; void b() noexcept; void c() noexcept;
void risky(); bool ask() noexcept;
[[noreturn]] void die() noexcept;
struct guard { guard(); ~guard(); };
)";

std::string nameOf(const Stmt &S) {
  const auto *Call = dyn_cast<CallExpr>(&S);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee ? Callee->getNameAsString() : "";
}

/// What may have been called or destroyed, as letters, at each end: "risky: a, end: ab".
std::string endsOf(const std::string &Body) {
  const Code C(Prelude + ("void test() { " + Body + " }"));
  const FunctionDecl &F = C.function("test");
  const FlowGraph *Graph = flowGraphOf(F, C.unit());
  if (!Graph)
    return "no graph";
  std::vector<const VarDecl *> Guards;
  for (const DeclStmt *Declaration : asynctidy::unit::allIn<DeclStmt>(F))
    forEachDeclared(*Declaration, [&](const VarDecl &V) { Guards.push_back(&V); });
  std::string Text;
  ExceptionQuestion Asked;
  Asked.Transfer = [&](const CFGElement &Element, FlowStates &States) {
    if (const auto End = Element.getAs<CFGLifetimeEnds>()) {
      if (llvm::is_contained(Guards, End->getVarDecl()))
        States.set(3, 2); // destroyed
      return;
    }
    const auto Statement = Element.getAs<CFGStmt>();
    const std::string Name = Statement ? nameOf(*Statement->getStmt()) : "";
    if (Name.size() == 1)
      States.set(Name[0] - 'a', 2);
  };
  Asked.Throws = [](const Stmt &S) { return nameOf(S) == "risky"; };
  Asked.AtEnd = [&](const Stmt *By, const FlowStates &States) {
    Text += (Text.empty() ? "" : ", ") + (!By ? "end" : isa<CXXThrowExpr>(By) ? "throw" : nameOf(*By)) + ":";
    for (unsigned I = 0; I < 4; ++I)
      if (States[I] & 2)
        Text += (States[I] & 1 ? "?" : "") + std::string(1, "abcg"[I]);
  };
  Asked.Unwound = Guards;
  solveWithExceptions(F, *Graph, C.unit(), FlowStates(4, 1), Asked);
  return Text;
}

TEST(ExceptionFlow, LeavesTheFunction) {
  EXPECT_EQ(endsOf("a(); risky(); b();"), "risky:a, end:ab");
  EXPECT_EQ(endsOf("a(); if (ask()) throw 1; b();"), "throw:a, end:ab");
  EXPECT_EQ(endsOf("a(); throw 1;"), "throw:a");
  EXPECT_EQ(endsOf("a(); die(); b();"), "");
  EXPECT_EQ(endsOf("while (ask()) { risky(); a(); }"), "risky:?a, end:?a");
}

TEST(ExceptionFlow, EntersHandlers) {
  EXPECT_EQ(endsOf("try { a(); risky(); b(); } catch (...) { c(); }"), "end:a?b?c");
  EXPECT_EQ(endsOf("try { a(); risky(); } catch (...) { c(); throw; } b();"), "throw:ac, end:ab");
  EXPECT_EQ(endsOf("try { risky(); } catch (const std::exception &) { c(); }"), "end:?c");
  EXPECT_EQ(endsOf("try { risky(); } catch (int) { c(); }"), "risky:, end:?c");
  EXPECT_EQ(endsOf("try { try { risky(); } catch (int) { a(); throw; } } catch (...) { b(); }"), "end:?a?b");
}

TEST(ExceptionFlow, KnowsWhatIsThrown) {
  EXPECT_EQ(endsOf("try { throw std::logic_error(\"\"); } catch (const std::runtime_error &) { a(); }"), "throw:");
  EXPECT_EQ(endsOf("try { throw std::logic_error(\"\"); } catch (const std::logic_error &) { a(); }"), "end:a");
  EXPECT_EQ(endsOf("try { throw std::logic_error(\"\"); } catch (const std::exception &) { a(); }"), "end:a");
}

TEST(ExceptionFlow, DestroysWhatIsInScope) {
  EXPECT_EQ(endsOf("guard g; risky();"), "risky:g, end:g");
  EXPECT_EQ(endsOf("risky(); guard g;"), "risky:, end:g");
  EXPECT_EQ(endsOf("if (ask()) { guard g; } else { risky(); }"), "risky:, end:?g");
  EXPECT_EQ(endsOf("try { guard g; risky(); } catch (...) { throw; }"), "throw:g, end:g");
  EXPECT_EQ(endsOf("guard g; try { risky(); } catch (...) { throw 1; } "), "throw:g, end:g");
}

} // namespace
