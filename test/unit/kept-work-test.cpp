#include "facts/calls/kept-work.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;

namespace {

TEST(KeptWork, OfLocalsThatAreOnlyAwaited) {
  const std::pair<const char *, const char *> Cases[] = {
      // "LOCAL", and the await that the very next statement begins with
      {"auto t = work(); co_await std::move(t);", "t: co_await std::move(t)"},
      {"zoo::task<int> t = work(); co_await t;", "t: co_await t"},
      {"auto t = work(); int n = co_await std::move(t);", "t: co_await std::move(t)"},
      {"auto t = work(); co_return co_await std::move(t);", "t: co_await std::move(t)"},
      {"if (c()) { auto t = work(); co_await std::move(t); }", "t: co_await std::move(t)"},
      {"auto t = work(); g(); co_await std::move(t);", "t"},
      {"auto t = work(); if (c()) co_await std::move(t);", "t"},
      {"auto t = work(); if (c()) co_await std::move(t); else co_await std::move(t);", "t"},
      {"co_await work();", ""},
      {"work();", ""},
      {"auto t = work(); keep(std::move(t));", ""},
      {"auto t = work(); if (t.valid()) co_await std::move(t);", ""},
      {"auto t = work(); co_await all(std::move(t));", ""},
      {"auto t = c() ? work() : other(); co_await std::move(t);", ""},
      {"auto t = work(), u = other(); co_await std::move(t);", ""},
      {"auto t = wrap(work()); co_await std::move(t);", ""},
      {"static auto t = work(); co_await t;", ""},
      {"auto t = work(); auto f = [&t] { return t.valid(); }; co_await std::move(t);", ""},
  };
  std::string Text = R"(
#include "zoo.h"
zoo::task<int> work(); zoo::task<int> other(); zoo::task<int> wrap(zoo::task<int>); void keep(zoo::task<int>);
zoo::job all(zoo::task<int>); bool c(); void g();
)";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "zoo::task<int> test" + std::to_string(I) + "() { " + Cases[I].first + " co_return 1; }\n";
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const FunctionDecl &F = C.function("test" + std::to_string(I));
    const auto Kept = keptWork(*callsIn(F, "work").front(), F);
    const std::string Told = !Kept        ? ""
                             : Kept->Next ? Kept->Local->getNameAsString() + ": " + C.text(*Kept->Next)
                                          : Kept->Local->getNameAsString();
    EXPECT_EQ(Told, Cases[I].second) << Cases[I].first;
    if (Kept)
      EXPECT_EQ(Kept->Declared->getSingleDecl(), Kept->Local) << Cases[I].first;
  }
}

} // namespace
