#include "facts/locks/suspensions.h"

#include "code.h"

#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <mutex>
#include "zoo.h"
std::mutex m; zoo::mutex am; zoo::job step(); zoo::job other(); bool c();
struct ready { bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>); void await_resume(); };
)";

std::string suspensionsOf(const std::string &Body) {
  Code C(Prelude + ("zoo::job test() { " + Body + " co_return; }"));
  std::vector<std::string> Found;
  for (const CoawaitExpr *Await : suspensionsIn(C.function("test"), C.unit()).all())
    Found.push_back(C.text(*Await));
  return llvm::join(Found, ", ");
}

TEST(Suspensions, OfAwaitsThatCanSuspend) {
  EXPECT_EQ(suspensionsOf("co_await step();"), "co_await step()");
  EXPECT_EQ(suspensionsOf("if (c()) co_await step(); co_await other();"), "co_await step(), co_await other()");
  EXPECT_EQ(suspensionsOf(""), "") << "the promise's own do not count";
  EXPECT_EQ(suspensionsOf("co_await ready(); co_await std::suspend_never();"), "");
  EXPECT_EQ(suspensionsOf("auto later = []() -> zoo::job { co_await step(); };"), "");
}

TEST(Suspensions, NotOfACoroutineThatEndsAtOnce) {
  Code C(std::string(Prelude) + R"(
zoo::job quick() { if (c()) co_return; }
zoo::job calls_quick() { co_await quick(); co_await ready(); }
zoo::job slow() { if (c()) co_await step(); }
zoo::job calls_slow() { co_await slow(); }
zoo::job calls_itself(int n) { if (n) co_await calls_itself(n - 1); }
zoo::job test() { co_await quick(); co_await calls_quick(); co_await calls_slow(); co_await calls_itself(1); }
)");
  std::vector<std::string> Found;
  for (const CoawaitExpr *Await : suspensionsIn(C.function("test"), C.unit()).all())
    Found.push_back(C.text(*Await));
  EXPECT_EQ(llvm::join(Found, ", "), "co_await calls_slow(), co_await calls_itself(1)");
}

TEST(Suspensions, NotUnderALock) {
  EXPECT_EQ(suspensionsOf("{ std::lock_guard l(m); co_await step(); } co_await other();"), "co_await other()");
  EXPECT_EQ(suspensionsOf("auto l = co_await am.lock(); co_await step();"), "co_await am.lock()");
}

TEST(Suspensions, NotOfGenerators) {
  Code C(std::string(Prelude) + "zoo::generator<int> test() { co_yield 1; }");
  EXPECT_TRUE(suspensionsIn(C.function("test"), C.unit()).all().empty());
}

TEST(Suspensions, ByTheirNumber) {
  Code C(std::string(Prelude) + "zoo::job test() { co_await step(); co_await ready(); co_await other(); }");
  const FunctionDecl &F = C.function("test");
  const Suspensions &All = suspensionsIn(F, C.unit());
  std::vector<std::optional<unsigned>> Found;
  for (const CoawaitExpr *Await : allIn<CoawaitExpr>(F))
    Found.push_back(All.indexOf(Await));
  EXPECT_EQ(Found, (std::vector<std::optional<unsigned>>{0, std::nullopt, 1}));
}

} // namespace
