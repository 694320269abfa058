#include "facts/calls/registrations.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

/// How the member `kept` of a class with these \p Functions gets there: by which function.
std::string registeredBy(const std::string &Functions) {
  Code C("#include <functional>\n#include <utility>\n#include <vector>\nusing callback = std::function<void()>;\n"
         "class owner { " +
         Functions + " };");
  for (const FieldDecl *Field : C.record("owner").fields())
    if (Field->getName() == "kept") {
      const auto By = registrationOf(*Field, C.unit());
      return !By ? "nothing" : (By->By ? By->By->getNameAsString() : "anything") + (By->AtConstruction ? " once" : "");
    }
  return "no member";
}

TEST(Registrations, ByPublicFunctions) {
  EXPECT_EQ(registeredBy("callback kept; public: void set(callback c) { kept = std::move(c); }"), "set");
  EXPECT_EQ(registeredBy("std::vector<callback> kept; public: void add(callback c) { kept.push_back(c); }"), "add");
  EXPECT_EQ(registeredBy("std::vector<callback> kept; public: void at(int i, callback c) { kept[i] = c; }"), "at");
  EXPECT_EQ(registeredBy("callback kept; public: callback &slot() { return kept; }"), "slot");
  EXPECT_EQ(registeredBy("public: callback kept;"), "anything");
  EXPECT_EQ(registeredBy("callback kept; public: explicit owner(callback c) : kept(std::move(c)) {}"), "owner once");
}

TEST(Registrations, NotByTheClassItself) {
  EXPECT_EQ(registeredBy("callback kept; void set(callback c) { kept = c; }"), "nothing");
  EXPECT_EQ(registeredBy("callback kept; public: void set() { kept = [] {}; }"), "nothing");
  EXPECT_EQ(registeredBy("callback kept; public: const callback &slot() { return kept; }"), "nothing");
  EXPECT_EQ(registeredBy("callback kept; public: void set(callback c);"), "nothing");
  EXPECT_EQ(registeredBy("std::vector<callback> kept; public: bool has(unsigned n) { return kept.size() == n; }"),
            "nothing");
}

} // namespace
