#include "analyses/locks/stale-write.h"
#include "facts/aliases/shared-accesses.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <atomic>
#include <optional>
#include "zoo.h"
zoo::task<> step(); zoo::task<int> value(); void use(int); void look(const int &); void change(int &); bool c();
)";

using Cases = std::vector<std::pair<const char *, const char *>>;

/// The case N is the body of serverN::run().
Code memberFunctions(const Cases &All) {
  std::string Text = Prelude;
  for (size_t I = 0; I < All.size(); ++I)
    Text += "struct server" + std::to_string(I) + " { zoo::task<> run() {\n" + All[I].first +
            "\nco_return; }\n int n, k; std::atomic<int> a; std::optional<int> o; };\n";
  return Code(Text);
}
std::string runOf(size_t Case) { return "server" + std::to_string(Case) + "::run"; }

TEST(SharedAccesses, ByKind) {
  const Cases All = {
      {"use(n);", "r"},
      {"look(n);", "r"},
      {"change(n);", "o"},
      {"n = 1;", "w"},
      {"n += 1;", "o"},
      {"++n;", "o"},
      {"int *p = &n; use(*p);", "o"},
      {"(void)n;", ""},
      {"use(a.load());", "r"},
      {"a.store(1);", "w"},
      {"a = 1;", "w"},
      {"a.fetch_add(1);", "o"},
      {"use(a);", "r"},
      {"o = 1;", "w"},
      {"o.emplace(1);", "w"},
      {"o.reset();", "w"},
      {"if (o) use(1);", "r"},
      {"auto copy = o;", "r"},
      {"int own = 1; use(own);", ""},
      {"[this] { use(n); }();", ""},
      {"auto &alias = n; alias = 1;", "w"},
  };
  Code C = memberFunctions(All);
  for (size_t I = 0; I < All.size(); ++I) {
    std::string Found;
    for (const SharedAccess &Access : sharedAccessesIn(C.function(runOf(I)), C.unit().models()).Accesses)
      Found += Access.Does == SharedAccess::Kind::Reads        ? 'r'
               : Access.Does == SharedAccess::Kind::Overwrites ? 'w'
                                                               : 'o';
    EXPECT_EQ(Found, All[I].second) << All[I].first;
  }
}

TEST(StaleWrites, AlongPaths) {
  const Cases All = {
      {"n = n + co_await value();", "value"},
      {"n = co_await value() + n;", ""},
      {"n += co_await value();", ""},
      {"int v = n; co_await step(); n = v + 1;", "value"},
      {"int v = n; co_await step(); k = v + 1;", ""},
      {"int v = n; n = 0; co_await step(); n = v;", ""},
      {"int v = n; co_await step(); if (n == v) n = v + 1;", ""},
      {"int v = n; co_await step(); v = 3; n = v;", ""},
      {"int v = n; v += co_await value(); n = v;", "value"},
      {"int v = n; int w = v * 2; co_await step(); n = w;", "value"},
      {"bool b = c(); int v = n; if (b) co_await step(); if (!b) n = v;", ""},
      {"int v = a; co_await step(); a.store(v + 1);", "value"},
      {"if (!o) o = co_await value();", "test"},
      {"if (!o) { int v = co_await value(); if (!o) o = v; }", ""},
      {"if (o) co_return; o = co_await value();", "test"},
      {"if (o) co_return; o = 1; co_await step();", ""},
      {"if (n == 0) { co_await step(); n = 1; }", "test"},
      {"if (n == k) { co_await step(); n = 1; }", ""},
      {"if (n) co_return; co_await step(); n = 1;", ""},
      {"while (!o) o = co_await value();", ""},
      {"if (c()) { co_await step(); n = 1; }", ""},
  };
  Code C = memberFunctions(All);
  for (size_t I = 0; I < All.size(); ++I) {
    std::string Found;
    for (const StaleWrite &Stale : staleWrites(C.function(runOf(I)), TranslationUnit::of(C.context(), {})))
      Found += Stale.What == StaleWrite::Kind::Value ? "value" : "test";
    EXPECT_EQ(Found, All[I].second) << All[I].first;
  }
}

} // namespace
