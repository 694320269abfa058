#include "facts/calls/expected-throws.h"

#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

bool returnsIn(const CXXTryStmt &Try) {
  bool Returns = false;
  for (unsigned I = 0; I < Try.getNumHandlers(); ++I)
    forEachEvaluated(Try.getHandler(I)->getHandlerBlock(), [&](const Stmt &S) { Returns |= isa<ReturnStmt>(S); });
  return Returns;
}

/// `try { callable(); } catch (...) { return; } fail();`
bool expectsThrow(const FunctionDecl &Definition, const ParmVarDecl &Callable) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Definition.getBody());
  if (!Body)
    return false;
  for (const Stmt *S : Body->body())
    if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
      const unsigned Inside = timesNamed(Callable, Try->getTryBlock());
      return Inside > 0 && Inside == timesNamed(Callable, Body) && returnsIn(*Try) && Body->body_back() != S;
    }
  return false;
}

using Lambdas = llvm::DenseSet<const Decl *>;

/// The call operators of the lambdas that are passed to such functions.
struct LambdasExpectedToThrow : Analysis<WholeUnit, Lambdas> {
  static Lambdas run(WholeUnit, TranslationUnit &Unit) {
    Lambdas Found;
    for (const FunctionDecl *F : Unit.userCode().Functions)
      forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
        if (const auto *Call = dyn_cast<CallExpr>(&S))
          addFrom(*Call, Found);
      });
    return Found;
  }

  static void addFrom(const CallExpr &Call, Lambdas &Found) {
    const CallParts Parts = partsOf(Call);
    const FunctionDecl *Definition = Parts.Callee ? definitionOf(*Parts.Callee) : nullptr;
    for (size_t I = 0; Definition && I < Parts.Arguments.size() && I < Definition->getNumParams(); ++I) {
      const auto *Lambda = dyn_cast<LambdaExpr>(valueIn(Parts.Arguments[I]));
      if (Lambda && expectsThrow(*Definition, *Definition->getParamDecl(I)))
        Found.insert(Lambda->getCallOperator());
    }
  }
};

} // namespace

bool isExpectedToThrow(const Expr &E, const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isLambda(F) || !Unit.get<LambdasExpectedToThrow>({}).contains(&F))
    return false;
  const auto *Body = dyn_cast_or_null<CompoundStmt>(writtenBody(F));
  bool IsLast = false;
  if (Body && !Body->body_empty())
    forEachEvaluated(Body->body_back(), [&](const Stmt &S) { IsLast |= &S == &E; });
  return IsLast;
}

} // namespace asynctidy::facts
