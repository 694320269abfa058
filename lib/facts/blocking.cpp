#include "facts/blocking.h"

#include "compat/function-effects.h"
#include "facts/access-path.h"
#include "facts/class-shape.h"
#include "facts/expressions.h"
#include "facts/functions.h"
#include "facts/names.h"
#include "facts/walk.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// True for a value that means no time at all: 0s, std::chrono::seconds(0).
bool isZeroTime(const Expr *E, const ASTContext &Context) {
  Expr::EvalResult Result;
  E = withoutTemporaries(E);
  if (!recordOf(E->getType()) || E->isValueDependent() || !E->EvaluateAsRValue(Result, Context) || !Result.Val.isStruct() ||
      Result.Val.getStructNumFields() != 1 || !Result.Val.getStructField(0).isInt())
    return false;
  return Result.Val.getStructField(0).getInt() == 0;
}

/// The function looks whether what \p Call waits for is ready.
bool isTestedBefore(const CallExpr &Call, const FunctionDecl &In) {
  const auto *OnObject = dyn_cast<CXXMemberCallExpr>(&Call);
  const AccessPath Object = OnObject ? accessPath(OnObject->getImplicitObjectArgument()) : AccessPath();
  if (!Object)
    return false;
  bool Tested = false, Reached = false;
  forEachEvaluated(writtenBody(In), [&](const Stmt &S) {
    Reached |= &S == &Call;
    const auto *Test = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Method = Test ? Test->getMethodDecl() : nullptr;
    if (Reached || !Method || !Method->getDeclName().isIdentifier() || accessPath(Test->getImplicitObjectArgument()) != Object)
      return;
    const bool Asks = Method->getReturnType()->isBooleanType() && Method->getNumParams() == 0 && Method->getName() != "valid";
    const bool Polls = Test->getNumArgs() == 1 && isZeroTime(Test->getArg(0), In.getASTContext());
    Tested |= Asks || Polls;
  });
  return Tested;
}

/// True for a coroutine that neither awaits nor gives anything it has computed: one that is there to run the event loop for others, as a
/// child of `when_all`.
bool isLoopsOwnCoroutine(const FunctionDecl &F) {
  bool DoesMore = false;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Return = dyn_cast<CoreturnStmt>(&S);
    const Expr *Given = Return ? Return->getOperand() : nullptr;
    const bool Constant = !Given || (Given->IgnoreParenImpCasts()->getType()->isIntegralOrEnumerationType() &&
                                     Given->isIntegerConstantExpr(F.getASTContext()));
    DoesMore |= isa<CoroutineSuspendExpr>(S) || !Constant;
  });
  return isCoroutine(F) && !DoesMore;
}

} // namespace

std::optional<BlockingCall> blockerCalled(const Stmt &S, const FunctionDecl &Callee, const FunctionDecl &In,
                                          const models::ModelSet &Models) {
  const std::string Name = qualifiedName(Callee);
  for (const Means Does : {Means::Blocks, Means::WaitsForWork, Means::RunsEventLoop}) {
    const models::Entry *Said = Models.find(Name, Does);
    if (!Said || (Does == Means::RunsEventLoop && isLoopsOwnCoroutine(In)))
      continue;
    if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      for (const Expr *Argument : Call->arguments())
        if (isZeroTime(Argument, In.getASTContext()))
          return std::nullopt;
      if (isTestedBefore(*Call, In))
        return std::nullopt;
    }
    return BlockingCall{Said, Does != Means::Blocks};
  }
  if (compat::isDeclaredBlocking(Callee))
    return BlockingCall{nullptr, false};
  return std::nullopt;
}

bool movesToBlockingThread(const CoawaitExpr &Await, const models::ModelSet &Models) {
  const auto *Call = dyn_cast<CallExpr>(withoutTemporaries(Await.getOperand()));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  return Callee && Models.is(qualifiedName(*Callee), Means::MovesToBlockingThread);
}

} // namespace asynctidy::facts
