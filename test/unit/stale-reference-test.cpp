#include "analyses/lifetime/stale-reference.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>
#include "zoo.h"
zoo::task<> step(); zoo::task<int> value(); void use(int); template <class... T> void look(T &&...); bool c();
)";

/// A class whose member function run() has this body, and which somebody changes.
std::string server(const std::string &Name, const std::string &Body, bool IsChanged = true) {
  return "struct " + Name + " { void change() { " + (IsChanged ? "v.push_back(1); m.erase(1); s.clear();" : "") +
         " }\n zoo::task<> run() {\n" + Body + "\n}\n std::vector<int> v; std::map<int, int> m; std::string s; };\n";
}

/// "local: where it was suspended -> what uses it", for each stale reference.
std::string staleIn(const Code &C, const std::string &Name) {
  std::string Text;
  for (const StaleReference &Stale : staleReferences(C.function(Name + "::run"), TranslationUnit::of(C.context(), {})))
    Text += (Text.empty() ? "" : "; ") + (Stale.Loop ? "loop" : Stale.Local->getNameAsString()) + ": " +
            C.text(*Stale.Suspension) + " -> " + (Stale.Loop ? "" : C.text(*Stale.Use));
  return Text;
}

TEST(StaleReferences, AlongPaths) {
  const std::pair<const char *, const char *> Cases[] = {
      {"auto &x = v.back(); co_await step(); use(x);", "x: co_await step() -> x"},
      {"auto &x = v.back(); use(x); co_await step();", ""},
      {"auto &x = v.back(); co_await step(); x = 1;", "x: co_await step() -> x = 1"},
      {"auto &x = v.back(); x = co_await value();", "x: co_await value() -> x = co_await value()"},
      {"auto &x = v.back(); use(x + co_await value());", ""},
      {"auto &x = v.back(); look(x, co_await value());", "x: co_await value() -> look(x, co_await value())"},
      {"auto x = v.back(); co_await step(); use(x);", ""},
      {"auto *p = &v.back(); co_await step(); if (p) p = &v.back(); use(*p);", "p: co_await step() -> *p"},
      {"auto *p = &v.back(); co_await step(); p = &v.back(); use(*p);", ""},
      {"auto it = m.find(1); co_await step(); it = m.begin(); ++it;", ""},
      {"auto it = m.find(1); co_await step(); use(it->second);", "it: co_await step() -> it->second"},
      {"auto it = m.find(1); co_await step(); if (m.contains(1)) use(it->second);", ""},
      {"bool b = c(); auto &x = v.back(); if (b) co_await step(); if (!b) use(x);", ""},
      {"bool b = c(); auto &x = v.back(); if (b) co_await step(); if (b) use(x);", "x: co_await step() -> x"},
      {"for (;;) { auto &x = v.back(); use(x); co_await step(); }", ""},
      {"auto &x = v.back(); for (;;) { use(x); co_await step(); }", "x: co_await step() -> x"},
      {"for (int x : v) { use(x); co_await step(); }", "loop: co_await step() -> "},
      {"for (int x : v) { use(x); co_await step(); break; }", ""},
      {"for (int &x : v) { co_await step(); use(x); break; }", "x: co_await step() -> x"},
      {"std::string_view t = s; co_await std::suspend_never(); look(t);", ""},
      {"std::string_view t = s; co_await step(); look(t);", "t: co_await step() -> look(t)"},
  };
  std::string Text = Prelude;
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += server("server" + std::to_string(I), Cases[I].first);
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(staleIn(C, "server" + std::to_string(I)), Cases[I].second) << Cases[I].first;
}

TEST(StaleReferences, NotOfWhatNobodyChanges) {
  Code C(Prelude +
         server("server",
                "auto &x = v.back(); auto it = m.find(1); std::string_view t = s; co_await step(); look(x, it, t);",
                /*IsChanged=*/false));
  EXPECT_EQ(staleIn(C, "server"), "");
}

TEST(StaleReferences, SayWhoChangesIt) {
  Code C(std::string(Prelude) + R"(
struct server {
  void change() { v.push_back(1); }
  zoo::task<> run() { auto &x = v.back(); co_await step(); use(x); }
  std::vector<int> v;
};
struct hidden {
  void change();
  zoo::task<> run() { auto &x = v.back(); co_await step(); use(x); }
  std::vector<int> v;
};
)");
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  const auto Seen = staleReferences(C.function("server::run"), Unit);
  ASSERT_EQ(Seen.size(), 1u);
  ASSERT_TRUE(Seen.front().Evidence);
  EXPECT_EQ(Seen.front().Evidence->In, &C.function("server::change"));
  const auto Unseen = staleReferences(C.function("hidden::run"), Unit);
  ASSERT_EQ(Unseen.size(), 1u);
  EXPECT_FALSE(Unseen.front().Evidence);
}

TEST(StaleReferences, BrokenCode) {
  Code C = Code::broken(std::string(Prelude) +
                        "std::vector<int> v; void add() { v.push_back(1); }\n"
                        "zoo::task<> run() { auto &x = v.back(); co_await step(); undeclared(); use(x); }");
  EXPECT_TRUE(staleReferences(C.function("run"), TranslationUnit::of(C.context(), {})).empty());
}

} // namespace
