#include "facts/syntax/parents.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/whole-statements.h"

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

TEST(Parents, LeadUpToTheMemberThatIsMade) {
  Code C(R"(
int a(); int b(); int more(int);
struct part { explicit part(int); };
struct whole : part { whole() : part(a()), one(more(b())) { a(); } int one; int two = b(); };
)");
  const auto &Class = C.record("whole");
  for (const CXXConstructorDecl *Constructor : Class.ctors()) {
    if (!Constructor->isUserProvided())
      continue;
    const Parents Up(*Constructor);
    std::string Members;
    unsigned Calls = 0;
    forEachEvaluatedIn(*Constructor, [&](const Stmt &S) {
      Calls += isa<CallExpr>(S);
      if (const FieldDecl *Member = Up.memberMadeOf(S))
        Members += Member->getNameAsString() + " ";
      if (const auto *Call = dyn_cast<CallExpr>(&S); Call && Call->getNumArgs() > 0)
        EXPECT_TRUE(Up.isWithin(*Call->getArg(0), S));
    });
    EXPECT_EQ(Members, "one two ");
    EXPECT_EQ(Calls, 5u) << "also of a base, of an initializer at the member, and of the body";
  }
}

TEST(Parents, KnowOneFunctionOnly) {
  Code C(Text);
  const FunctionDecl &F = C.function("test");
  const Parents Up(writtenBody(F));
  const Stmt *Inside = allIn<LambdaExpr>(F).front()->getBody();
  EXPECT_EQ(Up.of(*llvm::cast<CompoundStmt>(Inside)->body_front()), nullptr);
  EXPECT_EQ(Up.of(*F.getBody()), nullptr) << "the promise machinery is not written";
}

TEST(WholeStatements, AreNoPartsOfOthers) {
  Code C(R"(
#include <string>
bool yes(); bool no(int); std::string text(); bool rest();
void test(int n) {
  yes();
  text();
  if (rest()) no(1); else no(2);
  while (rest()) no(3);
  do no(4); while (rest());
  for (no(5); rest(); no(6)) { no(7); }
  for (char c : text()) yes();
  bool kept = rest();
  if (n > rest()) {}
  no(rest());
}
)");
  const FunctionDecl &F = C.function("test");
  const Parents Up(writtenBody(F));
  for (const CallExpr *Call : callsIn(F, "no"))
    EXPECT_TRUE(isWholeStatement(*Call, Up)) << C.text(*Call);
  for (const CallExpr *Call : callsIn(F, "yes"))
    EXPECT_TRUE(isWholeStatement(*Call, Up)) << C.text(*Call);
  for (const CallExpr *Call : callsIn(F, "rest"))
    EXPECT_FALSE(isWholeStatement(*Call, Up)) << C.text(*Call);
  EXPECT_TRUE(isWholeStatement(*callsIn(F, "text").front(), Up)) << "it has a temporary";
  EXPECT_FALSE(isWholeStatement(*callsIn(F, "text").back(), Up));
}

} // namespace
