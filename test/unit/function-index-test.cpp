#include "facts/flow/function-index.h"

#include "code.h"

#include "clang/AST/StmtCXX.h"
#include "gtest/gtest.h"

#include <set>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;
using asynctidy::unit::variableIn;

namespace {

using Words = std::set<std::string>;

constexpr char Text[] = R"(
#include <utility>
struct thing { void join(); bool ready() const; };
void other() {}
int make(); void use(int); void take(thing);
void test(int given) {
  int a = given, b = a + 1, c = b, made = make();
  thing moved, called;
  if (a > 1) use(b);
  while (called.ready()) called.join();
  if (b) return;
  take(std::move(moved));
  auto later = [called] { use(0); };
  use(made);
}
)";

class FunctionIndexTest : public ::testing::Test {
protected:
  Code C{Text};
  const FunctionDecl &F = C.function("test");
  const FunctionIndex &Index = indexOf(F, C.unit());
  const VarDecl &local(llvm::StringRef Name) const { return *variableIn(F, Name); }
};

TEST_F(FunctionIndexTest, KnowsWhereAVariableIsNamed) {
  EXPECT_EQ(Index.namesOf(local("a")).size(), 2u);
  EXPECT_EQ(Index.namesOf(local("called")).size(), 3u) << "a capture names it";
  EXPECT_TRUE(Index.namesOf(local("later")).empty());
  EXPECT_LT(*Index.numberOf(*Index.namesOf(local("b")).front()), *Index.numberOf(*Index.namesOf(local("b")).back()));
  EXPECT_FALSE(Index.numberOf(*C.function("other").getBody())) << "of another function";
}

TEST_F(FunctionIndexTest, KnowsWhatAVariableIsMadeFrom) {
  Words Derived;
  for (const ValueDecl *V : Index.withDerived({&local("given")}))
    Derived.insert(V->getNameAsString());
  EXPECT_EQ(Derived, (Words{"given", "a", "b", "c"}));
  EXPECT_EQ(Index.localMadeOf(*callsIn(F, "make").front()), &local("made"));
  EXPECT_EQ(Index.localMadeOf(*callsIn(F, "use").front()), nullptr);
}

TEST_F(FunctionIndexTest, KnowsWhatIsDoneToAVariable) {
  EXPECT_TRUE(Index.isMoved(local("moved")));
  EXPECT_FALSE(Index.isMoved(local("called")));
  Words Called;
  for (const CXXMemberCallExpr *Call : Index.callsOn(local("called")))
    Called.insert(Call->getMethodDecl()->getNameAsString());
  EXPECT_EQ(Called, (Words{"ready", "join"}));
}

TEST_F(FunctionIndexTest, KnowsWhatTestsAVariable) {
  ASSERT_EQ(Index.branchesOn(local("a")).size(), 1u);
  EXPECT_FALSE(Index.branchesOn(local("a")).front()->leaves(Leaving::ForGood));
  ASSERT_EQ(Index.branchesOn(local("b")).size(), 1u);
  EXPECT_TRUE(Index.branchesOn(local("b")).front()->leaves(Leaving::ForGood));
  ASSERT_EQ(Index.branchesOn(local("called")).size(), 1u);
  EXPECT_TRUE(Index.branchesOn(local("called")).front()->Is.IsLoop);
  EXPECT_TRUE(Index.branchesOn(local("c")).empty());
}

TEST_F(FunctionIndexTest, IsMadeOnce) { EXPECT_EQ(&Index, &indexOf(F, C.unit())); }

} // namespace
