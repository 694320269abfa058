#include "facts/calls/use-after-return.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

TEST(UseAfterReturn, OfParameters) {
  struct Case {
    std::string Type, Body; ///< with a parameter `const std::string &s`
    bool Expected;
  };
  const Case Cases[] = {
      // A lazy coroutine has not begun: every use is late.
      {"zoo::task<>", "use(s); co_await tick();", true},
      {"zoo::task<>", "co_await tick(); use(s);", true},
      {"zoo::task<>", "co_await tick();", false},
      {"zoo::task<>", "(void)s; co_await tick();", false},
      {"zoo::task<>", "(void)sizeof(s); co_await tick();", false},
      {"zoo::task<>", "const std::string &same = s; co_await tick(); use(same);", true},
      {"zoo::task<>", "auto f = [&] { use(s); }; co_await tick(); f();", true},
      // An eager one runs until it suspends.
      {"zoo::started", "use(s); co_await tick();", false},
      {"zoo::started", "co_await tick(); use(s);", true},
      {"zoo::started", "co_await std::suspend_never(); use(s);", false},
      {"zoo::started", "if (c()) co_await tick(); use(s);", true},
      {"zoo::started", "for (;;) { use(s); co_await tick(); }", true},
      {"zoo::started", "std::string copy = s; co_await tick(); use(copy);", false},
      {"zoo::started", "const std::string &same = s; co_await tick(); use(same);", true},
      {"zoo::started", "std::string_view view = s; co_await tick(); use(std::string(view));", true},
      {"zoo::started", "co_await reads(s);", true},
      {"zoo::started", "co_await takes(s);", false},
      {"zoo::detached", "co_await tick(); use(s);", true},
      // A function that passes it on to a coroutine.
      {"zoo::task<>", "return reads(s);", true},
      {"zoo::task<>", "use(s); return tick();", false},
      {"zoo::task<>", "return takes(s);", false},
      {"zoo::task<>", "return ignores(s);", false},
      {"zoo::task<>", "return elsewhere(s);", true},
      {"zoo::task<>", "auto t = reads(s); return t;", true},
      {"zoo::started", "return starts_early(s);", false},
      {"void", "async::spawn(reads(s));", true},
      {"void", "cppcoro::sync_wait(reads(s));", false},
      {"void", "use(s);", false},
  };
  std::string Text = "#include \"lifetime.h\"\n";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += Cases[I].Type + " test" + std::to_string(I) + "(const std::string &s) { " + Cases[I].Body + " }\n";
  Code C(Text);
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const FunctionDecl &F = C.function("test" + std::to_string(I));
    EXPECT_EQ(useOfParameterAfterReturn(F, *F.getParamDecl(0), Unit).Happens, Cases[I].Expected)
        << Cases[I].Type << " { " << Cases[I].Body << " }";
  }
}

TEST(UseAfterReturn, OfTheObject) {
  Code C(R"(
#include "lifetime.h"
struct thing {
  int id;
  zoo::task<> uses() { co_await tick(); use(id); }
  zoo::task<> uses_explicitly() { co_await tick(); use(this->id); }
  zoo::task<> does_not() { co_await tick(); }
  zoo::started uses_early() { use(id); co_await tick(); }
  zoo::started uses_late() { co_await tick(); use(id); }
  zoo::task<> passes_on() { return uses(); }
  zoo::task<> passes_nothing_on() { return does_not(); }
  zoo::task<> elsewhere();
  static zoo::task<> none() { co_await tick(); }
};
)");
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  const std::pair<const char *, bool> Cases[] = {
      {"uses", true},      {"uses_explicitly", true}, {"does_not", false},          {"uses_early", false},
      {"uses_late", true}, {"passes_on", true},       {"passes_nothing_on", false}, {"elsewhere", true},
      {"none", false}};
  for (const auto &[Name, Expected] : Cases)
    EXPECT_EQ(useOfObjectAfterReturn(C.function(std::string("thing::") + Name), Unit).Happens, Expected) << Name;
}

TEST(UseAfterReturn, SaysWhere) {
  Code C("#include \"lifetime.h\"\nzoo::task<> test(const std::string &s) { return reads(s); }\n");
  const FunctionDecl &F = C.function("test");
  const UseAfterReturn Found = useOfParameterAfterReturn(F, *F.getParamDecl(0), C.unit());
  ASSERT_TRUE(Found);
  EXPECT_EQ(Found.In, &C.function("reads"));
  EXPECT_EQ(C.text(*Found.At), "text");
  EXPECT_TRUE(Found.IsLazy);
}

TEST(UseAfterReturn, OutlivesItsCall) {
  Code C("#include \"lifetime.h\"\n");
  TranslationUnit &Unit = TranslationUnit::of(C.context(), {});
  EXPECT_TRUE(outlivesItsCall(C.function("reads"), Unit));
  EXPECT_TRUE(outlivesItsCall(C.function("fires"), Unit));
  EXPECT_TRUE(outlivesItsCall(C.function("read_value"), Unit));
  EXPECT_FALSE(outlivesItsCall(C.function("name"), Unit));
  EXPECT_FALSE(outlivesItsCall(C.function("c"), Unit));
}

} // namespace
