#include "facts/flow/def-use.h"

#include "code.h"

#include "llvm/ADT/StringExtras.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;

namespace {

constexpr char Prelude[] = R"(
#include <memory>
#include <string>
#include <vector>
struct thing { int n; thing *next; int get() const; void set(int); thing &operator=(int); };
bool c(); int number(); void take(int); void look(const int &); void change(int &); void through(int *); void use(thing &);
thing make(const std::string &);
)";

/// The names in \p All, sorted.
std::string namesOf(const Variables &All) {
  std::vector<std::string> Names;
  for (const ValueDecl *V : All)
    Names.push_back(V->getNameAsString());
  llvm::sort(Names);
  return llvm::join(Names, " ");
}

struct Case {
  std::string Body;
  std::string Expected;
};

/// Expects these answers to \p Question about `void test(int n, thing t, thing *p) { BODY }`.
template <class T> void expectThat(T Question, const std::vector<Case> &Cases) {
  std::string Text = Prelude;
  for (size_t I = 0; I < Cases.size(); ++I)
    Text += "void test" + std::to_string(I) + "(int n, thing t, thing *p) { " + Cases[I].Body + " }\n";
  Code C(Text);
  for (size_t I = 0; I < Cases.size(); ++I)
    EXPECT_EQ(Question(C.function("test" + std::to_string(I))), Cases[I].Expected) << Cases[I].Body;
}

TEST(DefUse, WhatIsChanged) {
  expectThat([](const FunctionDecl &F) { return namesOf(changedIn(writtenBody(F))); },
             {
                 {"n = 1;", "n"},
                 {"n += 1;", "n"},
                 {"t = 1;", "t"},
                 {"t.n = 1;", "t"},
                 {"t.next->n = 1;", "t"},
                 {"int a[2]; a[0] = 1;", "a"},
                 {"std::vector<int> v; v[0] = 1;", "v"},
                 {"t.set(1);", "t"},
                 {"t.get();", ""},
                 {"take(n); look(n);", ""},
                 {"change(n);", "n"},
                 {"through(&n);", "n"},
                 {"change(t.n);", "t"},
                 {"auto f = [&] { n = 1; }; f();", "n"},
                 {"int m = n;", ""},
                 {"if (c()) n = 1; else t.n = 2;", "n t"},
             });
}

TEST(DefUse, WhatIsNeverRead) {
  expectThat([](const FunctionDecl &F) { return namesOf(neverReadIn(writtenBody(F))); },
             {
                 {"int a = 1;", "a"},
                 {"int a; a = number();", "a"},
                 {"int a = 1; take(a);", ""},
                 {"int a = 1, b = a;", "b"},
                 {"int a = 1; change(a);", ""},
                 {"int a = 1; if (a) take(1);", ""},
                 {"std::string s; s = \"text\";", "s"},
                 {"std::string s; auto f = [&] { return s.size(); };", "f"},
             });
}

TEST(DefUse, WhatIsMadeFromAnError) {
  expectThat([](const FunctionDecl &F) { return namesOf(withDerived({variableIn(F, "n")}, writtenBody(F))); },
             {
                 {"", "n"},
                 {"int a = n;", "a n"},
                 {"int a = n; int b = a + 1;", "a b n"},
                 {"bool failed = n != 0; int other = number();", "failed n"},
                 {"std::string s = std::to_string(n); auto t2 = make(s);", "n s t2"},
             });
}

TEST(DefUse, WhatIsMentioned) {
  Code C(std::string(Prelude) +
         "void test(int n, thing t) { take(n); auto f = [=] { return t.n; }; (void)sizeof(t); take(1); }");
  const FunctionDecl &F = C.function("test");
  const Variables N = {variableIn(F, "n")}, T = {variableIn(F, "t")};
  std::vector<bool> OfN, OfT;
  for (const Stmt *S : llvm::cast<CompoundStmt>(writtenBody(F))->body()) {
    OfN.push_back(mentions(S, N));
    OfT.push_back(mentions(S, T));
  }
  EXPECT_EQ(OfN, (std::vector<bool>{true, false, false, false}));
  EXPECT_EQ(OfT, (std::vector<bool>{false, true, false, false})) << "a capture is a mention, sizeof is none";
}

TEST(DefUse, NamesMembersAndCalls) {
  Code C(std::string(Prelude) + "void test(thing t, int n) { if (t.get() + t.n == n + 1) take(2); }");
  const FunctionDecl &F = C.function("test");
  Statements Found;
  addMentions(allIn<IfStmt>(F).front()->getCond(), Found);
  std::vector<std::string> Texts;
  for (const Stmt *S : allIn<Stmt>(F))
    if (Found.contains(S))
      Texts.push_back(C.text(*S));
  EXPECT_EQ(Texts, (std::vector<std::string>{"t.get()", "t.get", "t", "t.n", "t", "n"}));
}

TEST(DefUse, AssignmentsAndTheirValues) {
  Code C(std::string(Prelude) + "void test(thing t, int n) { n = 1; n += 2; t = 3; t.n = n; n == 1; take(n); }");
  std::vector<std::string> Found;
  for (const Stmt *S : llvm::cast<CompoundStmt>(writtenBody(C.function("test")))->body())
    Found.push_back(assignedBy(*S) ? C.text(*assignedBy(*S)) + " := " + C.text(*valueAssignedBy(*S)) : "");
  EXPECT_EQ(Found, (std::vector<std::string>{"n := 1", "n := 2", "t := 3", "t.n := n", "", ""}));
}

} // namespace
