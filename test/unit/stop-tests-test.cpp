#include "facts/errors/stop-tests.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <atomic>
#include <stop_token>
#include <string>
#include <vector>
#include "zoo.h"
enum class state { running, closed };
struct socket { bool is_open() const; state now; };
extern bool stopping; extern std::atomic<bool> halt; socket &the_socket();
void g(); int number(); zoo::task<> step(); zoo::task<bool> ready(); zoo::task<int> count();
)";

/// The conditions of \p F in which a stop is asked for.
std::string askedIn(const Code &C, const FunctionDecl &F) {
  const Statements Tests = stopTestsIn(writtenBody(F));
  std::vector<std::string> Found;
  for (const Expr *E : allIn<Expr>(F))
    if (Tests.contains(E) && (Found.empty() || Found.back().find(C.text(*E)) == std::string::npos))
      Found.push_back(C.text(*E));
  return llvm::join(Found, ", ");
}

struct Case {
  std::string Body;
  std::string Expected;
};

void expectAsked(const std::vector<Case> &Cases) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "struct case" + std::to_string(I) + " { bool done_; state state_; std::vector<int> todo_; int left_;\n" +
            "zoo::task<> test(std::stop_token token, bool &flag, int n) { " + Cases[I].Body + " co_return; } };\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(askedIn(C, C.function("case" + std::to_string(I) + "::test")), Cases[I].Expected) << Cases[I].Body;
}

TEST(StopTests, OfTokensFlagsAndStates) {
  expectAsked({
      {"if (token.stop_requested()) co_return;", "token.stop_requested()"},
      {"while (!token.stop_requested()) co_await step();", "token.stop_requested()"},
      {"while (!stopping) co_await step();", "stopping"},
      {"while (!halt) co_await step();", "halt"},
      {"while (!done_) co_await step();", "done_"},
      {"while (!flag) co_await step();", "flag"},
      {"for (;;) { co_await step(); if (stopping) break; }", "stopping"},
      {"while (state_ == state::running) co_await step();", "state_, state::running"},
      {"while (the_socket().is_open()) co_await step();", "the_socket().is_open()"},
      {"do co_await step(); while (!stopping);", "stopping"},
      {"for (; !stopping;) co_await step();", "stopping"},
      {"if (stopping) throw 1;", "stopping"},
  });
}

TEST(StopTests, NotOfCountsSizesAndAwaits) {
  expectAsked({
      {"for (int i = 0; i < 3; ++i) co_await step();", ""},
      {"while (n > 0) --n;", ""},
      {"while (left_ > 0) co_await step();", ""},
      {"if (todo_.size() == 0) co_return;", ""},
      {"std::string s; while (!s.empty()) co_await step();", ""},
      {"if (co_await ready()) co_return;", ""},
      {"while (co_await count() > 0) g();", ""},
      {"bool first = true; if (first) co_return;", ""},
  });
}

TEST(StopTests, OnlyWhereTheCoroutineLeaves) {
  expectAsked({
      {"if (stopping) g();", ""},
      {"for (;;) { if (stopping) continue; co_await step(); }", ""},
      {"g(); stopping = true;", ""},
      {"if (n == 1 && stopping) co_return;", "stopping"},
      {"while (n > 0 && !token.stop_requested()) co_await step();", "token.stop_requested()"},
  });
}

} // namespace
