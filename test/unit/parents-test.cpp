#include "facts/syntax/parents.h"

#include "code.h"

#include "clang/AST/StmtCXX.h"
#include "gtest/gtest.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::unit::allIn;
using asynctidy::unit::callsIn;
using asynctidy::unit::Code;

namespace {

constexpr char Text[] = R"(
#include "zoo.h"
int a(); int b(); void use(int);
zoo::task<> test(bool x) {
  if (x) use(a());
  auto later = [kept = b()] { a(); };
  co_await zoo::read();
}
)";

TEST(Parents, LeadUpToTheBody) {
  Code C(Text);
  const FunctionDecl &F = C.function("test");
  const Parents Up(writtenBody(F));
  const Stmt &If = *allIn<IfStmt>(F).front(), &Use = *callsIn(F, "use").front(), &A = *callsIn(F, "a").front();
  EXPECT_EQ(Up.of(A), &Use);
  EXPECT_EQ(Up.of(Use), &If);
  EXPECT_EQ(Up.of(If), writtenBody(F));
  EXPECT_EQ(Up.of(*writtenBody(F)), nullptr);
}

TEST(Parents, SayWhatIsWithinWhat) {
  Code C(Text);
  const FunctionDecl &F = C.function("test");
  const Parents Up(writtenBody(F));
  const Stmt &If = *allIn<IfStmt>(F).front(), &A = *callsIn(F, "a").front(), &B = *callsIn(F, "b").front();
  const Stmt &Await = *allIn<CoawaitExpr>(F).front(), &Lambda = *allIn<LambdaExpr>(F).front();
  EXPECT_TRUE(Up.isWithin(A, If));
  EXPECT_TRUE(Up.isWithin(A, A));
  EXPECT_FALSE(Up.isWithin(If, A));
  EXPECT_FALSE(Up.isWithin(B, If));
  EXPECT_TRUE(Up.isWithin(B, Lambda)) << "the function evaluates what a lambda keeps";
  EXPECT_TRUE(Up.isWithin(Await, *writtenBody(F)));
}

TEST(Parents, KnowOneFunctionOnly) {
  Code C(Text);
  const FunctionDecl &F = C.function("test");
  const Parents Up(writtenBody(F));
  const Stmt *Inside = allIn<LambdaExpr>(F).front()->getBody();
  EXPECT_EQ(Up.of(*llvm::cast<CompoundStmt>(Inside)->body_front()), nullptr);
  EXPECT_EQ(Up.of(*F.getBody()), nullptr) << "the promise machinery is not written";
}

} // namespace
