#include "facts/types/containers.h"
#include "facts/types/ownership.h"
#include "facts/types/views.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::ModelSet;
using asynctidy::unit::Code;

namespace {

constexpr char Prelude[] = R"(
#include <array>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <queue>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
struct ring { int *begin(); int *end(); int &front(); };
struct bag { int *begin(); int *end(); void insert(int); };
struct two { int *p; int n; };
)";

TEST(Containers, ByTheirOperations) {
  Code C(std::string(Prelude) + R"(
using vector = std::vector<int>; using map = std::map<int, int>; using string = std::string; using queue = std::queue<int>;
using array = std::array<int, 2>; using span = std::span<int>; using view = std::string_view; using optional = std::optional<int>;
using reference = std::vector<int> &; using pointer = std::vector<int> *; using own = bag; using fixed = ring;
)");
  for (const char *Name : {"vector", "map", "string", "queue", "own"})
    EXPECT_TRUE(isContainer(C.type(Name), ModelSet::builtin())) << Name;
  for (const char *Name : {"array", "span", "view", "optional", "reference", "pointer", "fixed"})
    EXPECT_FALSE(isContainer(C.type(Name), ModelSet::builtin())) << Name;
}

TEST(Containers, WhatStaysValid) {
  Code C(std::string(Prelude) + R"(
using vector = std::vector<int>; using map = std::map<int, int>; using list = std::list<int>;
using hashed = std::unordered_map<int, int>; using deque = std::deque<int>; using own = bag;
)");
  const std::pair<const char *, std::pair<bool, bool>> Cases[] = {
      {"vector", {false, false}}, {"map", {true, true}},    {"list", {true, true}},
      {"hashed", {true, false}},  {"deque", {true, false}}, {"own", {false, false}},
  };
  for (const auto &[Name, Expected] : Cases) {
    const Stability Stays = stabilityOf(C.type(Name), ModelSet::builtin());
    EXPECT_EQ(std::pair(Stays.References, Stays.Iterators), Expected) << Name;
  }
}

TEST(Containers, WhatRefersIntoThem) {
  Code C(std::string(Prelude) + R"(
using iterator = std::map<int, int>::iterator; using constant = std::vector<int>::const_iterator;
using view = std::string_view; using span = std::span<int>; using own = two;
using raw = int *; using number = int; using string = std::string; using unique = std::unique_ptr<int>;
using shared = std::shared_ptr<int>; using optional = std::optional<int>;
std::vector<int> v; std::map<int, int> m; std::span<int> s; // a class that nobody uses is not instantiated
)");
  for (const char *Name : {"iterator", "constant"}) {
    EXPECT_TRUE(isIterator(C.type(Name))) << Name;
    EXPECT_FALSE(isView(C.type(Name))) << Name;
  }
  for (const char *Name : {"view", "span", "own"}) {
    EXPECT_TRUE(isView(C.type(Name))) << Name;
    EXPECT_FALSE(isIterator(C.type(Name))) << Name;
  }
  for (const char *Name : {"raw", "number", "string", "unique", "shared", "optional"}) {
    EXPECT_FALSE(isView(C.type(Name))) << Name;
    EXPECT_FALSE(isIterator(C.type(Name))) << Name;
  }
  EXPECT_TRUE(isOwningPointer(C.type("unique")) && isOwningPointer(C.type("shared")));
  EXPECT_FALSE(isOwningPointer(C.type("optional")) || isOwningPointer(C.type("iterator")));
  EXPECT_TRUE(isSharedPointer(C.type("shared")));
  EXPECT_FALSE(isSharedPointer(C.type("unique")));
}

TEST(Containers, WhatOperationsDo) {
  Code C(std::string(Prelude) + R"(
struct box {
  int *begin(); const int *begin() const; int &front(); const int &front() const; int size() const; static box make();
  void push_back(int); void pop_back(); void clear(); void erase(int *); void sort();
};
)");
  const std::pair<const char *, Effect> Cases[] = {
      {"box::front", Effect::None},     {"box::size", Effect::None},     {"box::make", Effect::None},
      {"box::push_back", Effect::Adds}, {"box::sort", Effect::Adds},     {"box::pop_back", Effect::Removes},
      {"box::clear", Effect::Removes},  {"box::erase", Effect::Removes},
  };
  for (const auto &[Name, Expected] : Cases)
    EXPECT_EQ(effectOf(llvm::cast<CXXMethodDecl>(C.function(Name)), ModelSet::builtin()), Expected) << Name;
}

TEST(Containers, WhatModelsSay) {
  Code C(std::string(Prelude) + R"(
struct box { int *begin(); int *end(); void push_back(int); void append(int); void touch(int); void erase(int *); };
using own = bag; using other = box;
)");
  const ModelSet Models = asynctidy::unit::modelsWith(R"(
- name: bag
  is: not-a-container
  because: a test
- name: box::touch
  is: changes-nothing
  because: a test
- name: box::erase
  is: changes-nothing
  arguments: [1]
  because: a test
- name: box::push_back
  is: keeps-references
  because: a test
- name: box::append
  is: keeps-iterators
  because: a test
)");
  EXPECT_FALSE(isContainer(C.type("own"), Models));
  EXPECT_TRUE(isContainer(C.type("other"), Models));
  auto Method = [&](const char *Name) -> const CXXMethodDecl & { return llvm::cast<CXXMethodDecl>(C.function(Name)); };
  EXPECT_EQ(effectOf(Method("box::touch"), Models), Effect::None);
  EXPECT_EQ(effectOf(Method("box::erase"), Models), Effect::Removes); // of its argument only
  EXPECT_EQ(effectOf(Method("box::push_back"), Models), Effect::Adds);
  auto Across = [&](const char *Name) {
    const Stability Stays = stabilityAcross(Method(Name), Models);
    return std::pair(Stays.References, Stays.Iterators);
  };
  EXPECT_EQ(Across("box::push_back"), std::pair(true, false));
  EXPECT_EQ(Across("box::append"), std::pair(true, true));
  EXPECT_EQ(Across("box::erase"), std::pair(false, false));
}

} // namespace
