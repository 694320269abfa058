#include "facts/aliases/mutation-index.h"
#include "facts/types/unchanged.h"

#include "code.h"

#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;

namespace {

TEST(MutationIndex, OfMembersAndVariables) {
  Code C(R"(
#include <map>
#include <utility>
#include <vector>
#include "zoo.h"
void fill(std::vector<int> &); void read(const std::vector<int> &); template <class T> void forward(T &&);
class box {
public:
  box() { made.push_back(1); }
  ~box() { made.clear(); }
  void adds() { added.push_back(1); map[1] = 1; nested[0].push_back(1); lent_out(); }
  void removes() { removed.pop_back(); assigned = {}; auto all = std::move(moved); }
  void lends() { fill(lent); read(only_read); forward(only_read); for (int &x : only_read) x = only_read[0]; }
  std::vector<int> &lent_out() { return escaped; }
  std::vector<int> made, added, removed, assigned, moved, lent, only_read, escaped;
  std::map<int, int> map; std::vector<std::vector<int>> nested;
};
void sets_up() { box own; own.made.push_back(1); }
)");
  const MutationIndex &All = mutationIndex(C.unit());
  auto Of = [&](const char *Name) {
    std::string Text;
    for (const FieldDecl *Field : C.record("box").fields())
      if (Field->getName() == Name)
        for (const Mutation &Seen : All.of(*Field))
          Text += (Seen.Does == Effect::Adds ? "adds" : "removes") + std::to_string(Seen.StepsBehind) + " ";
    return Text;
  };
  EXPECT_EQ(Of("made"), "");
  EXPECT_EQ(Of("only_read"), "");
  EXPECT_EQ(Of("added"), "adds0 ");
  EXPECT_EQ(Of("map"), "adds0 ");
  EXPECT_EQ(Of("nested"), "adds1 ");
  EXPECT_EQ(Of("removed"), "removes0 ");
  EXPECT_EQ(Of("assigned"), "removes0 ");
  EXPECT_EQ(Of("lent"), "adds0 ");
  EXPECT_EQ(Of("escaped"), "adds0 ");
  EXPECT_TRUE(isWholeClassVisible(C.record("box"), C.unit().models()));
}

TEST(MutationIndex, OutOfSight) {
  Code C("class a { void f(); int n; }; class b { void f(); int n; }; void b::f() {} class c { friend class a; };");
  EXPECT_FALSE(isWholeClassVisible(C.record("a"), C.unit().models()));
  EXPECT_TRUE(isWholeClassVisible(C.record("b"), C.unit().models()));
  EXPECT_FALSE(isWholeClassVisible(C.record("c"), C.unit().models()));
}

TEST(MutationIndex, WhatCallersPass) {
  Code C(R"(
#include <vector>
#include "zoo.h"
std::vector<int> global;
zoo::task<> own(std::vector<int> &v) { co_return; }
zoo::task<> shared(std::vector<int> &v) { co_return; }
zoo::task<> unknown(std::vector<int> &v) { co_return; }
zoo::task<> calls() { std::vector<int> v; co_await own(v); co_await shared(v); co_await shared(global); }
zoo::task<> many(std::vector<int> &v) { co_return; }
void spawn(zoo::task<>);
zoo::task<> loops() { std::vector<int> v; for (;;) spawn(many(v)); }
zoo::task<> hands_on(std::vector<int> &v) { co_await unknown(v); }
)");
  const MutationIndex &All = mutationIndex(C.unit());
  using Argument = MutationIndex::Argument;
  EXPECT_EQ(All.passedFor(*C.function("own").getParamDecl(0)), Argument::Owned);
  EXPECT_EQ(All.passedFor(*C.function("shared").getParamDecl(0)), Argument::Shared);
  EXPECT_EQ(All.passedFor(*C.function("many").getParamDecl(0)), Argument::Shared);
  EXPECT_EQ(All.passedFor(*C.function("unknown").getParamDecl(0)), Argument::Unknown);
}

/// "EFFECT in FUNCTION: STATEMENT" for each place where \p Declared is changed.
std::vector<std::string> mutationsOf(const Code &C, const ValueDecl &Declared) {
  std::vector<std::string> Found;
  for (const Mutation &Seen : mutationIndex(C.unit()).of(Declared))
    Found.push_back((Seen.Does == Effect::Adds ? "adds in " : "removes in ") + Seen.In->getNameAsString() + ": " +
                    C.text(*Seen.At));
  return Found;
}

TEST(MutationIndex, OfGlobalsParametersAndLocals) {
  Code C(R"(
#include <vector>
std::vector<int> global, untouched;
void first() { global.push_back(1); }
void second() { global.clear(); (void)untouched.size(); }
void fills(std::vector<int> &given) { given.push_back(1); }
struct box { std::vector<int> all; };
void sets_up() { box own; own.all.push_back(1); }
)");
  using Words = std::vector<std::string>;
  EXPECT_EQ(mutationsOf(C, *llvm::cast<VarDecl>(C.find("global"))),
            (Words{"adds in first: global.push_back(1)", "removes in second: global.clear()"}));
  EXPECT_EQ(mutationsOf(C, *llvm::cast<VarDecl>(C.find("untouched"))), Words());
  EXPECT_EQ(mutationsOf(C, *variableIn(C.function("fills"), "given")), Words{"adds in fills: given.push_back(1)"});
  EXPECT_EQ(mutationsOf(C, *llvm::cast<FieldDecl>(C.find("box::all"))), Words());
}

TEST(MutationIndex, OfTemplatesOnce) {
  Code C(R"(
#include <vector>
template <class T> struct box { void add(T x) { all.push_back(x); } std::vector<T> all; };
void test() { box<int> a; a.add(1); box<char> b; b.add('b'); }
)");
  const auto &Pattern = llvm::cast<FieldDecl>(*C.find("box::all"));
  const auto *Instance = variableIn(C.function("test"), "a")->getType()->getAsCXXRecordDecl();
  EXPECT_FALSE(mutationsOf(C, Pattern).empty());
  EXPECT_EQ(mutationsOf(C, Pattern), mutationsOf(C, **Instance->field_begin()));
}

} // namespace
