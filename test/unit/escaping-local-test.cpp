#include "analyses/lifetime/escaping-local.h"
#include "analyses/lifetime/return-in-try.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::analyses;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

TEST(EscapingResults, Views) {
  struct Case {
    std::string Signature, Body;
    int Expected;
  };
  const Case Cases[] = {
      {"zoo::task<std::string_view>", "() { std::string s; co_return s; }", 1},
      {"zoo::task<std::string_view>", "() { co_return name(); }", 1},
      {"zoo::task<std::string_view>", "(std::string s) { co_return s; }", 1},
      {"zoo::task<const char *>", "() { std::string s; co_return s.c_str(); }", 1},
      {"zoo::task<std::span<int>>", "() { std::vector<int> v; co_return std::span<int>(v); }", 1},
      {"zoo::task<int *>", "() { int x = 0; co_return &x; }", 1},
      {"zoo::task<std::string_view>", "() { std::string s; std::string_view v = s; co_return v; }", 1},
      {"zoo::task<std::string_view>", "() { std::string s; if (c()) co_return \"none\"; co_return s; }", 1},
      {"zoo::task<std::string_view>", "(const std::string &s) { co_return s; }", 0},
      {"zoo::task<std::string_view>", "(std::string_view v) { co_return v; }", 0},
      {"zoo::task<std::string_view>", "() { co_return global_name(); }", 0},
      {"zoo::task<std::string_view>", "() { static std::string s; co_return s; }", 0},
      {"zoo::task<std::string_view>", "() { co_return \"text\"; }", 0},
      {"zoo::task<std::string>", "() { std::string s; co_return s; }", 0},
      {"zoo::task<int *>", "() { auto p = std::make_shared<int>(1); co_return p.get(); }", 0},
  };
  std::string Text = "#include \"lifetime.h\"\n";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += Cases[I].Signature + " test" + std::to_string(I) + Cases[I].Body + "\n";
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(escapingViews(C.function("test" + std::to_string(I)), Unit).size(), size_t(Cases[I].Expected))
        << Cases[I].Signature << Cases[I].Body;
}

TEST(EscapingResults, OutOfTry) {
  const std::pair<std::string, int> Cases[] = {
      {"try { return reads(global_name()); } catch (...) { return tick(); }", 1},
      {"try { if (c()) return reads(global_name()); } catch (...) {} return tick();", 1},
      {"try { try { return reads(global_name()); } catch (...) {} } catch (...) {} return tick();", 1},
      {"try { use(1); } catch (...) { return reads(global_name()); } return tick();", 0},
      {"try { try { use(1); } catch (int) { return reads(global_name()); } } catch (...) {} return tick();", 1},
      {"try { return elsewhere(global_name()); } catch (...) { return tick(); }", 0},
      {"try { cppcoro::sync_wait(reads(global_name())); } catch (...) {} return tick();", 0},
      {"return reads(global_name());", 0},
      {"try { auto f = [] { return reads(global_name()); }; } catch (...) {} return tick();", 0},
      {"try { co_await reads(global_name()); } catch (...) {}", 0},
  };
  std::string Text = "#include \"lifetime.h\"\n";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "zoo::task<> test" + std::to_string(I) + "() { " + Cases[I].first + " }\n";
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(returnsOutOfTry(C.function("test" + std::to_string(I)), Unit).size(), size_t(Cases[I].second))
        << Cases[I].first;
}

} // namespace
