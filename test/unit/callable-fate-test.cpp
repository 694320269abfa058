#include "facts/calls/callable-fate.h"

#include "code.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/call-parts.h"

#include "clang/AST/ExprCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;

namespace {

TEST(CallableFate, OfACoroutineLambda) {
  struct Case {
    std::string Body; ///< its last closure is given to a call
    CallableEnd Expected;
    bool IsAssumed = false;
  };
  const std::string Fire = "[x]() -> zoo::detached { co_await tick(); use(x); }";
  const std::string Eager = "[x]() -> zoo::started { co_await tick(); use(x); }";
  const std::string Lazy = "[x]() -> zoo::task<> { co_await tick(); use(x); }";
  const Case Cases[] = {
      {"std::invoke(" + Lazy + ");", CallableEnd::Caller},
      {"seastar::future().then(" + Eager + ");", CallableEnd::AfterCall},
      {"boost::asio::post(" + Fire + ");", CallableEnd::AfterCall},
      {"boost::asio::post(" + Lazy + ");", CallableEnd::Unknown},
      {"boost::asio::basic_waitable_timer().async_wait(" + Fire + ");", CallableEnd::Meanwhile, true},
      {"async::spawn(" + Fire + ");", CallableEnd::Unknown},
      {"elsewhere(" + Fire + ");", CallableEnd::Meanwhile, true},
      {"elsewhere(" + Eager + ");", CallableEnd::Meanwhile, true},
      {"gives_task(" + Lazy + ");", CallableEnd::Unknown},
      {"gives_started(" + Eager + ");", CallableEnd::Unknown},
      {"does_nothing(" + Fire + ");", CallableEnd::Meanwhile, true},
      {"calls(" + Fire + ");", CallableEnd::Unknown},
      {"keeps(" + Fire + ");", CallableEnd::Meanwhile, true},
      {"kept = " + Fire + ";", CallableEnd::Meanwhile, true},
      {"every.push_back(" + Fire + ");", CallableEnd::Meanwhile, true},
      {"hub().connect(" + Lazy + ");", CallableEnd::Meanwhile, true},
      {"once().connect(" + Lazy + ");", CallableEnd::Unknown},
      {"std::function<void()> own; own = " + Fire + ";", CallableEnd::Unknown},
  };
  std::string Text = R"(
#include "lifetime.h"
#include <functional>
namespace seastar { struct future { template <class F> future then(F &&) { return {}; } }; }
namespace boost::asio { template <class F> void post(F &&) {} }
void elsewhere(std::function<void()>);
struct hub { void connect(std::function<zoo::task<>()>); void disconnect(); };
struct once { void connect(std::function<zoo::task<>()>); };
void gives_task(std::function<zoo::task<>()>);
void gives_started(std::function<zoo::started()>);
template <class F> void does_nothing(F) {}
template <class F> void calls(F f) { f(); }
std::function<void()> kept;
std::vector<std::function<void()>> every;
inline void keeps(std::function<void()> f) { kept = std::move(f); }
)";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "void test" + std::to_string(I) + "(int x) { " + Cases[I].Body + " }\n";
  Code C(Text);
  TranslationUnit &Unit = C.unit();
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const FunctionDecl &F = C.function("test" + std::to_string(I));
    const Escapes Where(indexOf(F, Unit).parents(), Unit);
    CallableFate Fate;
    for (const CallExpr *Call : allIn<CallExpr>(F))
      for (const Expr *Argument : partsOf(*Call).Arguments)
        if (const CXXMethodDecl *Operator = callOperatorOf(callableIn(Argument)->getType()))
          Fate = fateOfCallable(*Call, *Argument, *Operator, Where, Unit);
    EXPECT_EQ(Fate.Dies, Cases[I].Expected) << Cases[I].Body;
    EXPECT_EQ(!Fate.Assumes.empty(), Cases[I].IsAssumed) << Cases[I].Body;
  }
}

TEST(CallableFate, OfTheWorkThatACallGives) {
  const std::pair<std::string, WorkAfter> Cases[] = {
      // with a parameter `F &&f` that returns eager work, or lazy work with `lazy`
      {"void drops(F &&f) { f(); }", WorkAfter::RunsOn},
      {"void drops_lazy(F &&f) { f(); }", WorkAfter::Ended},
      {"void stores(F &&f) { kept.emplace_back(f()); }", WorkAfter::RunsOn},
      {"void stores_lazy(F &&f) { lazy.emplace_back(f()); }", WorkAfter::RunsOn},
      {"void local_lazy(F &&f) { auto t = f(); }", WorkAfter::Ended},
      {"void waits_lazy(F &&f) { cppcoro::sync_wait(f()); }", WorkAfter::Ended},
      {"void spawns_lazy(F &&f) { auto t = f(); async::spawn(std::move(t)); }", WorkAfter::RunsOn},
      {"holder returns_lazy(F &&f) { return {f()}; }", WorkAfter::InResult},
      {"holder returns_moved_lazy(F &&f) { auto t = f(); return holder{std::move(t)}; }", WorkAfter::InResult},
      {"shared captured_lazy(F &&f) { auto t = std::make_shared<zoo::task<>>(f()); return {[t] { return bool(*t); }}; "
       "}",
       WorkAfter::InResult},
      {"bool tests_lazy(F &&f) { return f().valid(); }", WorkAfter::Ended},
  };
  std::string Text = R"(
#include "lifetime.h"
#include <functional>
struct holder { zoo::task<> held; };
struct shared { std::function<bool()> held; };
std::vector<zoo::started> kept;
std::vector<zoo::task<>> lazy;
)";
  for (const auto &[Function, Expected] : Cases)
    Text += "template <class F> " + Function + "\n";
  Text += "void test(int x) {\n";
  std::vector<std::string> Names;
  for (const auto &[Function, Expected] : Cases) {
    const llvm::StringRef Name = llvm::StringRef(Function).split('(').first.split(' ').second;
    Names.push_back(Name.str());
    Text += "  " + Name.str() + "([x]() -> zoo::" + (Name.ends_with("lazy") ? "task<>" : "started") +
            " { co_await tick(); use(x); });\n";
  }
  Code C(Text + "}\n");
  TranslationUnit &Unit = C.unit();
  const auto Calls = allIn<CallExpr>(C.function("test"));
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const CallExpr *Outer = *llvm::find_if(Calls, [&](const CallExpr *Call) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      return Callee && Callee->getDeclName().isIdentifier() && Callee->getName() == Names[I];
    });
    const FunctionDecl &F = *Outer->getDirectCallee();
    for (const CXXOperatorCallExpr *Inner : allIn<CXXOperatorCallExpr>(F))
      if (Inner->getOperator() == OO_Call)
        EXPECT_EQ(workAfter(F, *Inner, *Inner->getDirectCallee(), F.getParamDecl(0), Unit), Cases[I].second)
            << Cases[I].first;
  }
}

TEST(CallableFate, OfWorkThatIsTakenOver) {
  const std::pair<std::string, bool> Cases[] = {
      {"scope s; s.add(tick());", false},  {"scope s; s.keep(tick());", false}, // returns a value
      {"scope s; s.seen(tick());", false}, {"queue q; q.add(tick());", true},   {"free_add(tick());", true},
      {"passes(tick());", true},           {"look_at(tick());", false},      // takes nothing over
      {"run_until_done(tick());", false},  {"async::spawn(tick());", false}, // known
  };
  std::string Text = R"(
#include "lifetime.h"
struct scope { void add(zoo::task<>); int keep(zoo::task<>); void seen(zoo::task<> t) { (void)t; } zoo::task<> join(); };
struct queue { void add(zoo::task<>); int size(); };
void free_add(zoo::task<>);
void look_at(const zoo::task<> &);
void run_until_done(zoo::task<>);
template <class T> void passes(T t) { free_add(std::move(t)); }
)";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "void test" + std::to_string(I) + "() { " + Cases[I].first + " }\n";
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I) {
    bool Any = false;
    const FunctionDecl &F = C.function("test" + std::to_string(I));
    const Escapes Where(indexOf(F, C.unit()).parents(), C.unit());
    for (const CallExpr *Call : callsIn(F, "tick"))
      Any |= mayLetRun(Where.of(*Call), C.unit());
    EXPECT_EQ(Any, Cases[I].second) << Cases[I].first;
  }
}

} // namespace
