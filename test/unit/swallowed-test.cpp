#include "analyses/cancellation/swallowed-cancellation.h"
#include "analyses/cancellation/swallowed-exception.h"
#include "facts/syntax/names.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

using Words = std::vector<std::string>;
const Words Nothing;

/// The built-in models know async::cancelled and, where boost::asio is cancelled, boost::system::system_error.
constexpr char Prelude[] = R"(
#include <coroutine>
#include <exception>
#include <string>
#include <tuple>
#include <utility>
namespace lib {
template <class T> struct awaiter { bool await_ready(); void await_suspend(std::coroutine_handle<>); T await_resume(); };
struct promise_base {
  std::suspend_always initial_suspend() noexcept;
  std::suspend_always final_suspend() noexcept;
  void unhandled_exception();
};
}
#define TASK \
  template <class T = void> struct task { \
    struct promise_type : lib::promise_base { task get_return_object(); void return_value(T); }; \
    lib::awaiter<T> operator co_await() const; task(task &&); ~task(); }; \
  template <> struct task<void> { \
    struct promise_type : lib::promise_base { task get_return_object(); void return_void(); }; \
    lib::awaiter<void> operator co_await() const; task(task &&); ~task(); };
namespace async { class cancelled {}; TASK template <class T> task<T> shield(task<T>); }
namespace boost::system {
struct error_code { explicit operator bool() const; int value() const;
                    friend bool operator==(const error_code &, const error_code &); };
struct system_error : std::exception { error_code code() const; };
}
namespace boost::asio {
namespace error { extern const system::error_code operation_aborted; }
TASK
struct stream { task<int> read(); task<int> read(system::error_code &); task<> wait(system::error_code &);
                task<std::tuple<system::error_code, int>> read_all(); bool is_open() const; };
}
using async::task;
using boost::system::error_code;
using boost::system::system_error;
task<> work(); task<int> number(); bool c(); void say(const char *); inline void g() { say(""); } void tell(std::exception_ptr);
[[noreturn]] void die();
void opaque();
void raise(bool &); inline void fail() { throw 1; }
struct result { bool ok = false; bool good() const; };
struct token { bool stop_requested() const; };
extern bool stopping;
boost::asio::stream &stream();
)";

std::string describe(const SwallowedCancellation &Swallowed) {
  std::string Text = Swallowed.Test ? "code" : "handler";
  switch (Swallowed.How) {
  case SwallowedCancellation::Continues::Retries:
    return Text + " retries";
  case SwallowedCancellation::Continues::GoesOn:
    return Text + " goes on";
  case SwallowedCancellation::Continues::InCaller:
    return Text + " in caller";
  case SwallowedCancellation::Continues::Acts:
    return Text + (Swallowed.Assumes.empty() ? " acts" : " perhaps acts");
  default:
    return Text;
  }
}

struct Case {
  std::string Body;
  Words Expected;
};

/// Expects this of `task<> test() { BODY }`.
void expectSwallowed(const std::vector<Case> &Cases, const std::string &Returns = "task<>") {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += Returns + " test" + std::to_string(I) + "() { " + Cases[I].Body + "\n co_return; }\n";
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  for (size_t I = 0; I < Cases.size(); ++I) {
    Words Found;
    for (const SwallowedCancellation &Swallowed : swallowedCancellations(C.function("test" + std::to_string(I)), Unit))
      Found.push_back(describe(Swallowed));
    EXPECT_EQ(Found, Cases[I].Expected) << Cases[I].Body;
  }
}

TEST(SwallowedCancellation, Loops) {
  expectSwallowed({
      {"for (;;) try { co_await work(); } catch (...) {}", {"handler retries"}},
      {"while (true) { try { co_await work(); break; } catch (...) { g(); } }", {"handler retries"}},
      {"do { try { co_await work(); } catch (...) { continue; } } while (c() && true);", Nothing},
      {"do { try { co_await work(); } catch (...) {} } while (true);", {"handler retries"}},
      {"for (int i = 0; i < 3; ++i) try { co_await work(); } catch (...) {}", {"handler retries"}},
      {"for (;;) try { co_await work(); } catch (const async::cancelled &) {}", {"handler retries"}},
      {"for (;;) { try { co_await work(); } catch (...) { g(); } co_await number(); }", {"handler goes on"}},
      {"for (;;) { co_await number(); try { co_await work(); } catch (...) { g(); } }", {"handler goes on"}},
      {"for (;;) { co_await number(); try { co_await work(); } catch (const async::cancelled &) { g(); } }", Nothing},
      {"again: try { co_await work(); } catch (...) { goto again; }", {"handler retries"}},
      {"for (;;) try { co_await work(); } catch (...) { break; }", Nothing},
      {"for (;;) try { co_await work(); } catch (...) { co_return; }", Nothing},
      {"for (;;) try { co_await work(); } catch (...) { if (c()) co_return; }", Nothing},
      {"for (int n = 0;;) try { co_await work(); } catch (...) { if (++n > 3) throw; }", {"handler retries"}},
  });
}

TEST(SwallowedCancellation, GoingOn) {
  expectSwallowed({
      {"try { co_await work(); } catch (...) {} co_await work();", {"handler goes on"}},
      {"try { co_await work(); } catch (...) { g(); } g();", {"handler perhaps acts"}},
      {"try { co_await work(); } catch (...) { throw; } co_await work();", Nothing},
      {"try { co_await work(); } catch (...) { throw 1; } co_await work();", Nothing},
      {"try { co_await work(); } catch (...) { die(); } co_await work();", Nothing},
      {"try { co_await work(); } catch (...) { if (c()) throw; } co_await work();", Nothing},
      {"try { co_await work(); } catch (...) { tell(std::current_exception()); } co_await work();", Nothing},
      {"try { co_await work(); } catch (...) { opaque(); } co_await work();", Nothing},
      {"std::exception_ptr e; try { co_await work(); } catch (...) { e = std::current_exception(); } co_await work();",
       {"handler goes on"}},
      {"std::exception_ptr e; try { co_await work(); } catch (...) { e = std::current_exception(); } co_await work(); "
       "tell(e);",
       Nothing},
      {"try { co_await work(); } catch (...) { auto e = std::current_exception(); } co_await work();",
       {"handler goes on"}},
      {"std::exception_ptr e; auto f = [&] { tell(e); }; try { co_await work(); } catch (...) { e = "
       "std::current_exception(); } f(); co_await work();",
       Nothing},
      {"try { co_await work(); } catch (const std::exception &) {} co_await work();", Nothing},
      {"try { co_await work(); } catch (async::cancelled) { throw; } catch (...) {} co_await work();", Nothing},
      {"try { co_await work(); } catch (int) {} catch (...) {} co_await work();", {"handler goes on"}},
      {"try { g(); } catch (...) {} co_await work();", Nothing},
      {"try { co_await async::shield(number()); } catch (...) {} co_await work();", Nothing},
      {"auto s = async::shield(number()); try { co_await std::move(s); } catch (...) {} co_await work();", Nothing},
      {"try { co_await work(); } catch (...) {} auto s = async::shield(number()); co_await std::move(s);", Nothing},
      {"try { co_await work(); } catch (...) { fail(); } co_await work();", Nothing},
      {"try { try { co_await work(); } catch (int) {} } catch (...) {} co_await work();", {"handler goes on"}},
      {"try { try { co_await work(); } catch (...) { throw; } } catch (...) {} co_await work();", {"handler goes on"}},
      {"try { try { co_await work(); } catch (...) {} } catch (...) {} co_await work();", {"handler goes on"}},
  });
}

TEST(SwallowedCancellation, Flags) {
  expectSwallowed({
      {"bool bad = false; while (!bad) try { co_await work(); } catch (...) { bad = true; }", Nothing},
      {"bool ok = false; while (!ok) try { co_await work(); ok = true; } catch (...) { ok = false; }",
       {"handler retries"}},
      {"bool ok = false; try { co_await work(); ok = true; } catch (...) { g(); } if (!ok) co_return; co_await work();",
       Nothing},
      {"bool bad = false; try { co_await work(); } catch (...) { bad = true; } co_await number(); if (bad) throw 1; "
       "co_await work();",
       Nothing},
      {"bool bad = false; try { co_await work(); } catch (...) { bad = true; } if (bad) for (;;) { co_await work(); "
       "break; }",
       {"handler goes on"}},
      {"for (;;) { bool bad = false; try { co_await work(); } catch (...) { bad = true; } if (bad) break; }", Nothing},
      {"bool bad = false; try { co_await work(); } catch (...) { bad = true; } if (bad) { try { g(); } catch (...) { "
       "throw; } co_await work(); }",
       {"handler goes on"}},
      {"bool again = false; try { co_await work(); } catch (const std::exception &) { again = true; } catch (...) { "
       "g(); } if (again) co_await work();",
       Nothing},
      {"bool again = c(); try { if (again) co_return; co_await work(); } catch (...) { g(); } if (again) co_await "
       "work();",
       Nothing},
      {"bool again = c(); try { co_await work(); } catch (...) { g(); } if (again) co_await work();",
       {"handler goes on"}},
      {"for (;;) { int bad = 0; try { co_await work(); } catch (...) { bad = 1; } switch (bad) { case 1: break; } }",
       {"handler retries"}},
      {"for (;;) { int bad = 0; try { co_await work(); } catch (...) { bad = 1; } switch (bad) { case 1: co_return; } "
       "}",
       Nothing},
      {"bool bad = false; auto f = [&] { bad = true; }; try { co_await work(); } catch (...) { f(); } if (bad) "
       "co_return; co_await work();",
       Nothing},
      {"bool bad = false; try { co_await work(); } catch (...) { raise(bad); } if (bad) co_return; co_await work();",
       Nothing},
      {"bool bad = false; try { co_await work(); } catch (...) { bad = true; } const bool ok = !bad; if (!ok) "
       "co_return; co_await work();",
       Nothing},
      {"result r; try { co_await work(); r.ok = true; } catch (...) { g(); } if (!r.good()) co_return; co_await "
       "work();",
       Nothing},
      {"bool bad[2] = {}; try { co_await work(); } catch (...) { bad[0] = true; } if (bad[0]) co_return; co_await "
       "work();",
       Nothing},
      {"bool ok = true; try { co_await work(); } catch (...) { ok = false; } if (ok) co_return; co_await work();",
       {"handler goes on"}},
      {"for (;;) { bool ok = false; try { co_await work(); ok = true; } catch (...) { g(); } if (ok) co_return; }",
       {"handler retries"}},
      {"for (int i = 0; i < 3; ++i) { bool ok = true; try { co_await work(); } catch (...) { ok = false; } if (ok) "
       "break; }",
       {"handler retries"}},
      {"token t; while (!t.stop_requested()) try { co_await work(); } catch (...) {}", Nothing},
      {"token t; for (;;) { if (t.stop_requested()) break; try { co_await work(); } catch (...) {} }", Nothing},
      {"while (!stopping) try { co_await work(); } catch (...) {}", Nothing},
      {"std::string todo; while (!todo.empty()) try { co_await work(); } catch (...) {}", {"handler retries"}},
  });
}

TEST(SwallowedCancellation, Codes) {
  expectSwallowed(
      {
          {"for (;;) try { co_await stream().read(); } catch (const std::exception &e) { say(e.what()); }",
           {"handler retries"}},
          {"for (;;) try { co_await stream().read(); } catch (const system_error &e) { if (e.code() == "
           "boost::asio::error::operation_aborted) throw; }",
           Nothing},
          {"for (;;) try { co_await stream().read(); } catch (const system_error &e) { if (e.code().value() == 1) g(); "
           "}",
           {"handler retries"}},
          {"for (;;) { error_code ec; co_await stream().read(ec); if (ec) continue; }", {"code retries"}},
          {"for (;;) { error_code ec; co_await stream().read(ec); if (!ec) g(); }", {"code retries"}},
          {"for (;;) { error_code ec; co_await stream().read(ec); if (ec) break; }", Nothing},
          {"for (;;) { error_code ec; co_await stream().read(ec); if (ec == boost::asio::error::operation_aborted) "
           "break; if (ec) continue; }",
           Nothing},
          {"for (;;) { auto [ec, n] = co_await stream().read_all(); if (ec) continue; }", {"code retries"}},
          {"for (;;) { error_code ec; co_await stream().wait(ec); if (ec) continue; }", Nothing},
          {"while (stream().is_open()) { error_code ec; co_await stream().read(ec); if (ec) continue; }", Nothing},
          {"for (;;) try { error_code ec; co_await stream().read(ec); if (ec) co_return; } catch (...) {}", Nothing},
      },
      "boost::asio::task<>");
}

TEST(SwallowedCancellation, Callers) {
  Code C(std::string(Prelude) + R"(
    task<> quiet() { try { co_await work(); } catch (...) { g(); } }
    task<> loud() { try { co_await work(); } catch (...) { g(); } }
    task<bool> telling() { try { co_await work(); } catch (...) { co_return false; } co_return true; }
    task<> between() { co_await quiet(); }
    task<> goes_on() { co_await between(); co_await telling(); co_await work(); }
    task<> named() { try { co_await work(); } catch (...) { g(); } }
    task<> goes_on_named() { auto t = named(); co_await std::move(t); co_await work(); }
    task<> ends() { co_await loud(); })");
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  const auto Quiet = swallowedCancellations(C.function("quiet"), Unit);
  ASSERT_EQ(Quiet.size(), 1u);
  EXPECT_EQ(describe(Quiet[0]), "handler in caller");
  EXPECT_EQ(C.text(*Quiet[0].Next), "co_await quiet()");
  EXPECT_EQ(swallowedCancellations(C.function("named"), Unit).size(), 1u);
  EXPECT_TRUE(swallowedCancellations(C.function("loud"), Unit).empty());
  const auto Telling = swallowedCancellations(C.function("telling"), Unit);
  ASSERT_EQ(Telling.size(), 1u) << "its result is not used";
  EXPECT_EQ(describe(Telling[0]), "handler in caller");
}

TEST(SwallowedCancellation, WhatIsAwaited) {
  Code C(std::string(Prelude) + R"(
    task<> nothing() { co_return; }
    task<> caught() { try { co_await work(); } catch (...) { g(); } }
    task<> passed() { try { co_await work(); } catch (...) { throw; } }
    task<> by_name() { try { co_await work(); } catch (const async::cancelled &) { g(); } }
    task<> endless() { co_await endless(); }
    task<> of_caught() { try { co_await caught(); } catch (...) {} co_await work(); }
    task<> of_by_name() { try { co_await by_name(); } catch (...) {} co_await work(); }
    task<> of_passed() { try { co_await passed(); } catch (...) {} co_await work(); }
    task<> of_endless() { try { co_await endless(); } catch (...) {} co_await work(); }
    task<> never() { try { co_return; co_await work(); } catch (...) {} co_await work(); }
    task<> after_handler() {
      try { co_await nothing(); co_return; } catch (...) {}
      try { co_await work(); } catch (...) {}
      co_await work();
    }
    task<> goes_on_to_nothing() { try { co_await work(); } catch (...) {} co_await nothing(); }
    task<> cleans_up() { try { co_await work(); } catch (...) {} co_await async::shield(work()); }
    task<> cleans_up_and_goes_on() { try { co_await work(); } catch (...) {} co_await async::shield(work()); co_await work(); })");
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  auto Count = [&](const char *Name) { return swallowedCancellations(C.function(Name), Unit).size(); };
  EXPECT_EQ(Count("of_caught"), 0u);
  EXPECT_EQ(Count("of_by_name"), 0u);
  EXPECT_EQ(Count("of_passed"), 1u);
  EXPECT_EQ(Count("of_endless"), 1u);
  EXPECT_EQ(Count("never"), 0u);
  EXPECT_EQ(Count("after_handler"), 1u);
  EXPECT_EQ(Count("goes_on_to_nothing"), 0u);
  EXPECT_EQ(Count("cleans_up"), 0u);
  EXPECT_EQ(Count("cleans_up_and_goes_on"), 1u);
}

TEST(SwallowedCancellation, RunsOnlyShielded) {
  const std::string Body = "try { co_await work(); } catch (...) {} co_await work();";
  Code C(Prelude +
         ("task<> always() { " + Body + " } task<> sometimes() { " + Body + " } task<> within() { " + Body +
          " } task<> unused() { " + Body + " } task<> started() { " + Body + " } task<> joined() { " + Body + " }") +
         R"(
    void start(task<>); task<> spawn(task<>);
    task<> clean() {
      co_await async::shield(always()); co_await async::shield(sometimes()); co_await within(); start(started()); co_await spawn(joined());
      co_await [&]() -> task<> { try { co_await work(); } catch (...) {} co_await work(); }();
    }
    task<> other() { co_await sometimes(); co_await async::shield(clean()); })");
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  auto Count = [&](const char *Name) { return swallowedCancellations(C.function(Name), Unit).size(); };
  EXPECT_EQ(Count("always"), 0u);
  EXPECT_EQ(Count("within"), 0u);
  EXPECT_EQ(Count("sometimes"), 1u);
  EXPECT_EQ(Count("unused"), 1u);
  EXPECT_EQ(Count("joined"), 0u);
  EXPECT_EQ(Count("started"), 1u) << "as a task of its own";
  unsigned InLambdas = 0;
  for (const FunctionDecl *F : Unit.userCode().Functions)
    if (const auto *Method = dyn_cast<CXXMethodDecl>(F); Method && Method->getParent()->isLambda())
      InLambdas += swallowedCancellations(*F, Unit).size();
  EXPECT_EQ(InLambdas, 0u);
}

TEST(SilencedErrors, ByHandler) {
  Code C(std::string(Prelude) + R"(
    task<> empty() { try { co_await work(); } catch (...) {} }
    task<> commented() { try { co_await work(); } catch (...) { /* never mind */ } }
    task<int> zero() { int n; try { n = co_await number(); } catch (...) { co_return 0; } co_return n; }
    task<int> minus() { int n; try { n = co_await number(); } catch (...) { co_return -1; } co_return n; }
    task<> busy() { try { co_await work(); } catch (...) { g(); } }
    task<> retried() { for (;;) try { co_await work(); } catch (...) {} }
    task<int> either() { try { co_return co_await number(); } catch (...) {} co_return 1; })");
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  auto Count = [&](const char *Name) { return silencedErrors(C.function(Name), Unit).size(); };
  EXPECT_EQ(Count("empty"), 1u);
  EXPECT_EQ(Count("commented"), 0u);
  EXPECT_EQ(Count("zero"), 1u);
  EXPECT_EQ(Count("minus"), 0u);
  EXPECT_EQ(Count("busy"), 0u);
  EXPECT_EQ(Count("retried"), 0u) << "it swallows cancellation: one finding for a handler";
  EXPECT_EQ(Count("either"), 0u);
}

TEST(Cancellation, DeclarationsByName) {
  Code C("namespace a { inline namespace v1 { enum code { gone }; enum class kind { lost }; struct s { struct t {}; }; "
         "} }\n"
         "namespace b = a;");
  auto Finds = [&](const char *Name) { return declarationNamed(C.context(), Name) != nullptr; };
  EXPECT_TRUE(Finds("a::s"));
  EXPECT_TRUE(Finds("a::v1::s::t"));
  EXPECT_TRUE(Finds("b::s::t"));
  EXPECT_TRUE(Finds("a::gone"));
  EXPECT_TRUE(Finds("a::kind::lost"));
  EXPECT_FALSE(Finds("a::lost"));
  EXPECT_FALSE(Finds("s"));
}

} // namespace
