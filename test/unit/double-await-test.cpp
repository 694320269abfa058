#include "analyses/lost-work/detached-task.h"
#include "analyses/lost-work/double-await.h"
#include "facts/errors/thrown.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <utility>
#include "zoo.h"
struct once { // its operator takes the coroutine away
  struct promise_type {
    once get_return_object(); std::suspend_always initial_suspend() noexcept; std::suspend_always final_suspend() noexcept;
    void return_value(int); void unhandled_exception();
  };
  struct awaiter { void *frame; bool await_ready(); void await_suspend(std::coroutine_handle<>); int await_resume(); };
  once(once &&) noexcept; once &operator=(once &&) noexcept; ~once();
  bool valid() const; void restart();
  awaiter operator co_await() { return {std::exchange(frame_, nullptr)}; }
  void *frame_;
};
once make(); zoo::task<int> many(); void sink(once); bool try_sink(once &&); void look(once &); bool c();
)";

struct Case {
  std::string Body;
  int Expected; ///< findings
};

TEST(RepeatedAwaits, AlongPaths) {
  const Case Cases[] = {
      {"auto t = make(); co_await t;", 0},
      {"auto t = make(); co_await t; co_await t;", 1},
      {"auto t = make(); co_await t; co_await t; co_await t;", 1},
      {"auto t = make(); if (c()) co_await t; co_await t;", 1},
      {"auto t = make(); if (c()) co_await t; else co_await t;", 0},
      {"bool b = c(); auto t = make(); if (b) co_await t; if (!b) co_await t;", 0},
      {"auto t = make(); for (;;) co_await t;", 1},
      {"auto t = make(); for (;;) { co_await t; break; }", 0},
      {"for (;;) { auto t = make(); co_await t; }", 0},
      {"auto t = make(); for (;;) { co_await t; t = make(); }", 0},
      {"auto t = make(); co_await t; if (t.valid()) co_await t;", 0},
      {"auto t = make(); co_await t; t.restart(); co_await t;", 0},
      {"auto t = make(); co_await t; look(t); co_await t;", 0},
      {"auto t = make(); auto &r = t; co_await t; co_await t; (void)r;", 0},
      {"auto t = make(); auto f = [&t] { t = make(); }; co_await t; f(); co_await t;", 0},
      {"auto t = make(); sink(std::move(t)); co_await t;", 1},
      {"auto t = make(); if (!try_sink(std::move(t))) co_await t;", 0},
      {"auto t = make(); co_await std::move(t); co_await t;", 1},
      {"auto t = many(); co_await t; co_await t;", 0},
      {"auto t = many(); co_await std::move(t); co_await std::move(t);", 1},
  };
  std::string Text = Prelude;
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "zoo::task<> test" + std::to_string(I) + "() { " + Cases[I].Body + "\n co_return; }\n";
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(repeatedAwaits(C.function("test" + std::to_string(I)), Unit).size(), size_t(Cases[I].Expected))
        << Cases[I].Body;
}

TEST(RepeatedAwaits, TheFirstInTheSource) {
  Code C(std::string(Prelude) + R"(
zoo::task<> f() { auto t = make(); if (c()) co_await std::move(t);
  co_await t;
  co_await (t); co_return; })");
  const auto Found = repeatedAwaits(C.function("f"), TranslationUnit::of(C.context(), {}));
  ASSERT_EQ(Found.size(), 1u);
  EXPECT_EQ(C.text(*Found[0].Again), "co_await t");
  EXPECT_EQ(C.text(*Found[0].UsedUpBy), "co_await std::move(t)");

  Code Loop(std::string(Prelude) + R"(
zoo::task<> f() { auto t = make(); for (;;) { co_await t; co_await (t); } })");
  const auto InLoop = repeatedAwaits(Loop.function("f"), TranslationUnit::of(Loop.context(), {}));
  ASSERT_EQ(InLoop.size(), 1u);
  EXPECT_EQ(Loop.text(*InLoop[0].Again), "co_await (t)") << "what goes wrong first";
}

TEST(RepeatedAwaits, ByName) {
  Code C(Prelude);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  EXPECT_EQ(namedAwait(C.type("make"), Unit), NamedAwait::UsesUp);
  EXPECT_EQ(namedAwait(C.type("many"), Unit), NamedAwait::Unknown);
}

TEST(Thrown, OutOfCoroutines) {
  const std::pair<const char *, bool> Cases[] = {
      {"throw 1;", true},
      {"co_await many();", false}, // nobody knows
      {"co_await quiet();", false},
      {"co_await noisy();", true},
      {"try { throw 1; } catch (...) {}", false},
      {"try { co_await many(); } catch (const std::exception &) {}", false},
      {"try { co_await noisy(); } catch (int) {}", true},
      {"try { co_await noisy(); } catch (...) {}", false},
      {"try { co_await noisy(); } catch (...) { throw; }", true},
      {"try { co_await failing(); } catch (const failure &) {}", false},
      {"try { co_await failing(); } catch (const std::exception &) {}", false},
      {"try { c(); } catch (...) { throw; }", false},
      {"auto f = [] { throw 1; }; f();", false},
      {"c();", false},
  };
  std::string Text = std::string(Prelude) +
                     "struct failure {}; zoo::task<> failing() { throw failure(); co_return; } zoo::task<> "
                     "quiet() { co_return; } zoo::task<> noisy() { throw 1; co_return; }\n";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "zoo::task<> test" + std::to_string(I) + "() { " + Cases[I].first + "\n co_return; }\n";
  Text += "zoo::task<> promised() noexcept { throw 1; co_return; }\n";
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(throwsOutOf(C.function("test" + std::to_string(I)), Unit) != nullptr, Cases[I].second) << Cases[I].first;
  EXPECT_EQ(throwsOutOf(C.function("promised"), Unit), nullptr);
}

} // namespace
