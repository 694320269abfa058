#include "facts/calls/calls.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;
using Way = asynctidy::summaries::Call::Way;

namespace {

constexpr char Prelude[] = R"(
#include <algorithm>
#include <thread>
#include <vector>
#include "zoo.h"
struct thing { thing(); explicit thing(int); ~thing(); void act(int); int look() const; thing operator+(int) const; };
struct holder { thing part; };
struct base { virtual void turn(); void straight(); }; struct leaf final : base { void turn() override; };
void g(); int h(int); zoo::job work(); zoo::job other(); zoo::job all(std::vector<zoo::job>); zoo::job both(zoo::job, zoo::job);
bool c();
)";

/// The calls of \p F of this code, in the order of their descriptions; what an await calls of its awaiter only
/// \p WithAwaiter.
std::string callsOf(const Code &C, const FunctionDecl &F, bool WithAwaiter = false) {
  std::vector<std::string> Found;
  forEachCall(F, ModelSet::builtin(), [&](const CallSite &Site) {
    std::string Text = Site.Callee->getNameAsString();
    if (C.context().getSourceManager().isInSystemHeader(Site.Callee->getLocation()) ||
        (!WithAwaiter && llvm::StringRef(Text).starts_with("await_")))
      return;
    if (const auto *Method = dyn_cast<CXXMethodDecl>(Site.Callee))
      if (!WithAwaiter && !Method->getParent()->isLambda() && Method->getParent()->getName() == "job")
        return;
    if (Site.How == Way::Awaited)
      Text = "awaited " + Text;
    if (Site.IsVirtual)
      Text = "virtual " + Text;
    if (Site.Object)
      Text += " on " + C.text(*Site.Object);
    for (const Expr *Argument : Site.Arguments)
      Text += " with " + C.text(*Argument);
    if (Site.Ends)
      Text += " of " + Site.Ends->getNameAsString();
    Found.push_back(Text);
  });
  llvm::sort(Found);
  return llvm::join(Found, ", ");
}

struct Case {
  std::string Body;
  std::string Expected;
};

void expectCalls(const std::vector<Case> &Cases) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "zoo::job test" + std::to_string(I) + "(thing &t, base &b, leaf &l) { " + Cases[I].Body + " co_return; }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(callsOf(C, C.function("test" + std::to_string(I))), Cases[I].Expected) << Cases[I].Body;
}

TEST(Calls, OfFunctionsAndMethods) {
  expectCalls({
      {"g();", "g"},
      {"h(h(1));", "h with 1, h with h(1)"},
      {"t.act(1);", "act on t with 1"},
      {"if (c()) g(); else t.look();", "c, g, look on t"},
      {"b.turn();", "virtual turn on b"},
      {"b.base::turn();", "turn on b"},
      {"l.turn();", "turn on l"},
      {"b.straight();", "straight on b"},
      {"(void)sizeof(h(1));", ""},
  });
}

TEST(Calls, OfConstructorsAndDestructors) {
  expectCalls({
      {"thing own;", "thing, ~thing of own"},
      {"thing own(1);", "thing with 1, ~thing of own"},
      {"holder own;", "thing, ~thing of own"},
      {"thing &alias = t;", ""},
      {"{ thing own; } g();", "g, thing, ~thing of own"},
  });
  Code C(std::string(Prelude) + R"(
struct outer { thing first; thing second; outer() : first(1) { g(); } ~outer() { g(); } };
struct derived : holder { ~derived() {} };
)");
  const CXXRecordDecl &Outer = C.record("outer");
  EXPECT_EQ(callsOf(C, **Outer.ctor_begin()), "g, thing, thing with 1");
  EXPECT_EQ(callsOf(C, *Outer.getDestructor()), "g, ~thing") << "one function for both members";
  EXPECT_EQ(callsOf(C, *C.record("derived").getDestructor()), "~thing");
}

TEST(Calls, OfTasksThatAreAwaited) {
  expectCalls({
      {"co_await work();", "awaited work"},
      {"work();", "work"},
      {"co_await both(work(), other());", "awaited both with work() with other(), awaited other, awaited work"},
      {"co_await (c() ? work() : other());", "awaited other, awaited work, c"},
      {"auto w = work(); co_await std::move(w);", "awaited work, work"},
      {"std::vector<zoo::job> ws; ws.push_back(work()); co_await all(std::move(ws));",
       "awaited all with std::move(ws), awaited work, work"},
  });
}

TEST(Calls, OfTheAwaiter) {
  Code C(std::string(Prelude) + "zoo::job test() { co_await zoo::operation(); }");
  const std::string All = callsOf(C, C.function("test"), /*WithAwaiter=*/true);
  for (const char *Name : {"await_ready", "await_suspend", "await_resume"})
    EXPECT_NE(All.find(Name), std::string::npos) << Name << " is not among " << All;
}

TEST(Calls, OfCallables) {
  expectCalls({
      {"auto f = [] { g(); };", ""},
      {"auto f = [] { g(); }; f();", "operator() on f"},
      {"std::vector<int> v; std::for_each(v.begin(), v.end(), [](int) { g(); });", "operator()"},
      {"std::vector<int> v; std::for_each(v.begin(), v.end(), h);", "h"},
      {"std::thread run([] { g(); });", ""},
  });
}

} // namespace
