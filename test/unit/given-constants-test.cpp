#include "facts/flow/given-constants.h"

#include "facts/syntax/expressions.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <optional>
enum class color { red, green }; enum plain { zero, one };
int answer(); int use(int);
template <class T> T result();
template <class T> struct outcome { bool has_value() const; int error() const; explicit operator bool() const; T value; };
)";

/// What `if (CONDITION)`, which calls result(), comes to when that gave \p Given.
std::optional<bool> truth(const char *Given, const char *Condition, const char *Type) {
  Code C(std::string(Prelude) + Type + " given() { return " + Given + "; }\nvoid test() { if (" + Condition +
         ") use(1); }");
  const auto *Return = allIn<ReturnStmt>(C.function("given")).front();
  const auto Constant = givenConstant(*Return->getRetValue());
  if (!Constant) {
    ADD_FAILURE() << Given << " is no constant";
    return std::nullopt;
  }
  const auto *Result = callsIn(C.function("test"), "result").front();
  return truthOf(*allIn<IfStmt>(C.function("test")).front()->getCond(), *Constant,
                 [&](const Expr &E) { return withoutTemporaries(&E) == Result; });
}

TEST(GivenConstants, DecideConditions) {
  const struct {
    const char *Given, *Condition, *Type;
    std::optional<bool> Truth;
  } Cases[] = {
      {"false", "result<bool>()", "bool", false},
      {"true", "!result<bool>()", "bool", false},
      {"false", "result<bool>() == false", "bool", true},
      {"3", "result<int>() != 3", "int", false},
      {"-1", "result<int>() == 3", "int", false},
      {"nullptr", "result<int *>() == nullptr", "int *", true},
      {"nullptr", "result<int *>()", "int *", false},
      {"std::nullopt", "result<std::optional<int>>()", "std::optional<int>", false},
      {"std::nullopt", "result<std::optional<int>>().has_value()", "std::optional<int>", false},
      {"std::nullopt", "result<std::optional<int>>() == std::nullopt", "std::optional<int>", true},
      {"{}", "result<std::optional<int>>()", "std::optional<int>", false},
      {"color::red", "result<color>() == color::red", "color", true},
      {"color::red", "result<color>() != color::green", "color", true},
      {"one", "result<plain>()", "plain", true},
      // Not decided: something else is asked, or computed from it.
      {"true", "use(1) == 2 && result<bool>()", "bool", std::nullopt},
      {"3", "result<int>() < 4", "int", std::nullopt},
      {"3", "use(result<int>())", "int", std::nullopt},
      {"3", "result<int>() == answer()", "int", std::nullopt},
  };
  for (const auto &Case : Cases)
    EXPECT_EQ(truth(Case.Given, Case.Condition, Case.Type), Case.Truth) << Case.Given << ": " << Case.Condition;
}

TEST(GivenConstants, AreWritten) {
  for (const char *None : {"answer()", "use(1)", "answer() == 1"}) {
    Code C(std::string(Prelude) + "int given() { return " + None + "; }");
    EXPECT_FALSE(givenConstant(*allIn<ReturnStmt>(C.function("given")).front()->getRetValue())) << None;
  }
}

TEST(GivenConstants, AValueOrAnErrorIsNotEmpty) {
  Code C(std::string(Prelude) + "outcome<int> given() { return {}; } std::optional<int> none() { return {}; }");
  const auto Of = [&](const char *Name) {
    return givenConstant(*allIn<ReturnStmt>(C.function(Name)).front()->getRetValue());
  };
  EXPECT_FALSE(Of("given")) << "it is a value";
  ASSERT_TRUE(Of("none"));
  EXPECT_TRUE(Of("none")->IsEmpty);
}

} // namespace
