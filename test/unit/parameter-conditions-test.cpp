#include "facts/flow/parameter-conditions.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;

namespace {

/// On what the first call of g() in \p F depends.
std::string conditionIn(const Code &C, const FunctionDecl &F) {
  const ParameterConditions Conditions(F, C.unit());
  const asynctidy::summaries::Condition If = Conditions.at(*callsIn(F, "g").front());
  return If ? (If.value() ? "" : "!") + F.getParamDecl(If.parameter())->getNameAsString() : "";
}

TEST(ParameterConditions, OfStatements) {
  const std::pair<const char *, const char *> Cases[] = {
      {"g();", ""},
      {"if (x) g();", "x"},
      {"if (!x) g();", "!x"},
      {"if (!!x) g();", "x"},
      {"if (x) h(); else g();", "!x"},
      {"if (x) return; g();", "!x"},
      {"if (!y) return; h(); g();", "y"},
      {"if (y) g();", "y"},
      {"if (x && h()) g();", "x"},
      {"if (x || h()) g();", ""},
      {"if (x) h(); g();", ""},
      {"while (x) g();", "x"},
      {"if (n) g();", ""},
      {"if (h()) g();", ""},
      {"if (x) if (y) g();", "x"},
      // What is changed, or may be by others, is not what the caller gave.
      {"x = h(); if (x) g();", ""},
      {"change(x); if (x) g();", ""},
      {"auto f = [&x] { x = true; }; f(); if (x) g();", ""},
      {"bool own = h(); if (own) g();", ""},
  };
  std::string Text = "void g(); bool h(); void change(bool &);\n";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "void test" + std::to_string(I) + "(bool x, int n, bool y) { " + Cases[I].first + " }\n";
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(conditionIn(C, C.function("test" + std::to_string(I))), Cases[I].second) << Cases[I].first;
}

/// The parameters that take part in conditions for the first call of g() in \p F.
std::string decidingIn(const Code &C, const FunctionDecl &F) {
  const ParameterConditions Conditions(F, C.unit());
  const auto Deciding = Conditions.deciding(*callsIn(F, "g").front());
  std::string Names;
  for (const ParmVarDecl *Parameter : F.parameters())
    if (Deciding.contains(Parameter->getFunctionScopeIndex()))
      Names += Parameter->getNameAsString();
  return Names;
}

TEST(ParameterConditions, Deciding) {
  const std::pair<const char *, const char *> Cases[] = {
      {"g();", ""},
      {"if (good(s)) g();", "s"},
      {"if (good(s)) return; g();", "s"},
      {"if (good(s)) h(); else g();", "s"},
      {"if (!good(s)) return; if (same(s, n)) g();", "sn"},
      {"if (same(s, n)) g();", "sn"},
      {"if (good(s)) h(); g();", ""},
      {"if (h()) g();", ""},
      // What follows from one scalar is plain at the call.
      {"if (n > 0) g();", ""},
      {"if (0 == n) return; g();", ""},
      {"if (!p) g();", ""},
      {"if (n > limit) g();", "n"},
      // After a loop it goes on, whatever its condition.
      {"while (good(s)) h(); g();", ""},
  };
  std::string Text = "struct text {}; void g(); bool h(); bool good(text); bool same(text, int); extern int limit;\n";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "void test" + std::to_string(I) + "(text s, int n, int *p) { " + Cases[I].first + " }\n";
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I)
    EXPECT_EQ(decidingIn(C, C.function("test" + std::to_string(I))), Cases[I].second) << Cases[I].first;
}

TEST(ParameterConditions, OfParametersThatKeepTheirValue) {
  Code C("void test(bool kept, bool changed, int number) { changed = kept; if (number) return; }");
  const FunctionDecl &F = C.function("test");
  const ParameterConditions Conditions(F, C.unit());
  EXPECT_TRUE(Conditions.keepsValue(*F.getParamDecl(0)));
  EXPECT_FALSE(Conditions.keepsValue(*F.getParamDecl(1)));
}

} // namespace
