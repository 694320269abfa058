#include "facts/flow/value-tests.h"

#include "code.h"
#include "facts/syntax/functions.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;

namespace {

constexpr char Names[] = R"(
#include <exception>
#include <memory>
#include <optional>
#include <string>
std::string text, other;
std::optional<int> number;
std::exception_ptr error;
int *pointer, target;
bool flag, unknown();
std::string compute();
const char *message();
)";

/// What the body of `f` says of each variable: "text=some number=none".
std::string set(llvm::StringRef Body) {
  Code C(Names + ("void f() {" + Body + "}").str());
  std::string Found;
  for (const ValueSet &One : valuesSetBy(*cast<CompoundStmt>(writtenBody(C.function("f"))), C.context()))
    Found += (Found.empty() ? "" : " ") + One.Of->getNameAsString() + (One.Has ? "=some" : "=none");
  return Found;
}

TEST(ValuesSetBy, WhatIsAssigned) {
  EXPECT_EQ(set("text = compute(); flag = true; pointer = &target;"), "text=some flag=some pointer=some");
  EXPECT_EQ(set("error = std::current_exception(); number = 3;"), "error=some number=some");
  EXPECT_EQ(set("text = message(); pointer = nullptr; number = *pointer;"), "text=some pointer=none number=some");
  EXPECT_EQ(set("text = \"why\" + compute(); text = std::string(\"why\");"), "text=some");
}

TEST(ValuesSetBy, Nothing) {
  EXPECT_EQ(set("text = {}; flag = false; pointer = nullptr; error = nullptr; number = std::nullopt;"),
            "text=none flag=none pointer=none error=none number=none");
  EXPECT_EQ(set("text = std::string();"), "text=none");
  EXPECT_EQ(set("text = \"\";"), "text=none");
}

TEST(ValuesSetBy, NotWhatMayBeEither) {
  EXPECT_EQ(set("text = other; flag = unknown(); if (flag) number = 3;"), "");
  EXPECT_EQ(set("flag = true; flag = unknown();"), "") << "the last one counts";
}

/// The arm of `if (CONDITION) then(); else otherwise();` that runs only if \p Variable has a value, or has none.
std::string arm(llvm::StringRef Condition, llvm::StringRef Variable, bool Has) {
  Code C(Names +
         ("void then(); void otherwise(); void f() { if (" + Condition + ") then(); else otherwise(); }").str());
  const IfStmt *If = allIn<IfStmt>(C.function("f")).front();
  const Stmt *Arm = armOnlyIf(*If, *cast<ValueDecl>(C.find(Variable)), Has);
  return !Arm ? "none" : Arm == If->getThen() ? "then" : "else";
}

TEST(ArmOnlyIf, FollowsTheTest) {
  EXPECT_EQ(arm("text.empty()", "text", false), "then");
  EXPECT_EQ(arm("text.empty()", "text", true), "else");
  EXPECT_EQ(arm("!text.empty()", "text", false), "else");
  EXPECT_EQ(arm("number", "number", true), "then");
  EXPECT_EQ(arm("!number.has_value()", "number", true), "else");
  EXPECT_EQ(arm("nullptr == pointer", "pointer", true), "else");
  EXPECT_EQ(arm("flag", "flag", false), "else");
}

TEST(ArmOnlyIf, ThroughAndAndOr) {
  EXPECT_EQ(arm("unknown() && text.empty()", "text", false), "then");
  EXPECT_EQ(arm("unknown() && text.empty()", "text", true), "none");
  EXPECT_EQ(arm("flag || text.empty()", "text", true), "else");
  EXPECT_EQ(arm("flag || text.empty()", "text", false), "none");
}

TEST(ArmOnlyIf, NothingWhereTheTestSaysLittle) {
  EXPECT_EQ(arm("text.size() == 3", "text", false), "none");
  EXPECT_EQ(arm("other.empty()", "text", false), "none");
  EXPECT_EQ(arm("error == std::current_exception()", "error", true), "none");
}

} // namespace
