#include "facts/syntax/expressions.h"

#include "code.h"

#include "clang/AST/Stmt.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::Code;

namespace {

std::string named(llvm::StringRef Expression) {
  Code C(R"(
#include <utility>
#include "zoo.h"
zoo::task<int> global; zoo::task<int> make();
struct holder { zoo::task<int> t; zoo::task<int> get(); holder *next; };
holder *find();
struct test_ {
  zoo::task<int> mine; holder held;
  void test(zoo::task<int> p, holder h, holder *hp) { use()" +
         Expression.str() + R"(); }
  template <class T> void use(T &&);
};
)");
  std::string Found = "nothing";
  const auto *Body = cast<CompoundStmt>(C.function("test_::test").getBody());
  const auto *Call = cast<CallExpr>(cast<Expr>(Body->body_front())->IgnoreImplicit());
  if (const ValueDecl *Named = onlyNames(Call->getArg(0)))
    Found = Named->getNameAsString();
  return Found;
}

TEST(IsMadeOfLiterals, LiteralsAndWhatIsMadeOfThem) {
  const std::pair<const char *, bool> Cases[] = {
      {"1", true},           {"-1", true},          {"'c'", true},      {"1.5", true},
      {"true", true},        {"nullptr", true},     {"\"text\"", true}, {"Red", true},
      {"text(\"s\")", true}, {"text{1, 2}", true},  {"n", false},       {"n + 1", false},
      {"text(name)", false}, {"text{1, n}", false}, {"make()", false},  {"text()", false},
  };
  std::string Text = "enum color { Red }; struct text { text(); text(const char *, int = 0); text(int, int); };\n"
                     "extern int n; extern const char *name; text make(); template <class T> void use(T &&);\n";
  for (size_t I = 0; I < std::size(Cases); ++I)
    Text += "void test" + std::to_string(I) + "() { use(" + Cases[I].first + "); }\n";
  Code C(Text);
  for (size_t I = 0; I < std::size(Cases); ++I) {
    const auto *Body = cast<CompoundStmt>(C.function("test" + std::to_string(I)).getBody());
    const auto *Call = cast<CallExpr>(cast<Expr>(Body->body_front())->IgnoreImplicit());
    EXPECT_EQ(isMadeOfLiterals(*Call->getArg(0)), Cases[I].second) << Cases[I].first;
  }
}

TEST(OnlyNames, VariablesAndMembers) {
  EXPECT_EQ(named("p"), "p");
  EXPECT_EQ(named("(p)"), "p");
  EXPECT_EQ(named("global"), "global");
  EXPECT_EQ(named("mine"), "mine");
  EXPECT_EQ(named("this->mine"), "mine");
  EXPECT_EQ(named("h.t"), "t");
  EXPECT_EQ(named("hp->t"), "t");
  EXPECT_EQ(named("held.t"), "t");
  EXPECT_EQ(named("hp->next->t"), "t");
}

TEST(OnlyNames, LooksThroughMoves) {
  EXPECT_EQ(named("std::move(p)"), "p");
  EXPECT_EQ(named("std::move(h.t)"), "t");
  EXPECT_EQ(named("std::move(std::move(p))"), "p");
  EXPECT_EQ(named("static_cast<zoo::task<int> &&>(p)"), "p");
  EXPECT_EQ(named("std::forward<zoo::task<int>>(p)"), "p");
  EXPECT_EQ(named("static_cast<zoo::task<int>>(std::move(p))"), "nothing") << "that makes a new one";
}

TEST(OnlyNames, ComputationsNameNothing) {
  EXPECT_EQ(named("make()"), "nothing");
  EXPECT_EQ(named("h.get()"), "nothing");
  EXPECT_EQ(named("find()->t"), "nothing");
  EXPECT_EQ(named("zoo::task<int>()"), "nothing");
  EXPECT_EQ(named("std::exchange(p, make())"), "nothing");
}

} // namespace
