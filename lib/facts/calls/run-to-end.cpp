#include "facts/calls/run-to-end.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/promise.h"
#include "facts/types/suspension-handles.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// How many functions a scheduler has between the awaiter and its loop.
constexpr unsigned MaxDepth = 4;

/// The function that \p E calls for a handle, other than the standard library's, or null.
const FunctionDecl *askedForHandle(const Stmt &E) {
  const auto *Call = dyn_cast<CallExpr>(&E);
  const FunctionDecl *Callee = Call && isSuspensionHandle(Call->getType()) ? Call->getDirectCallee() : nullptr;
  return Callee && !Callee->isInStdNamespace() ? Callee : nullptr;
}

/// Whether \p F looks for a coroutine to go on with: in a loop, or in a body that is not in sight.
bool choosesNext(const FunctionDecl &F, unsigned Depth) {
  const FunctionDecl *Definition = definitionOf(F);
  if (!Definition || !Definition->getBody())
    return true;
  bool Chooses = false;
  forEachEvaluated(Definition->getBody(), [&](const Stmt &S) {
    const FunctionDecl *Asked = askedForHandle(S);
    Chooses |= isLoop(S) || (Asked && Depth > 0 && choosesNext(*Asked, Depth - 1));
  });
  return Chooses;
}

/// Whether each `return` of \p Suspend, an `await_suspend`, is a handle that a scheduler chooses, or its own parameter,
/// with which it goes on itself.
bool transfersToChosen(const FunctionDecl &Suspend) {
  const FunctionDecl *Definition = definitionOf(Suspend);
  if (!Definition || !Definition->getBody() || !isSuspensionHandle(Definition->getReturnType()))
    return false;
  bool All = true;
  forEachEvaluated(Definition->getBody(), [&](const Stmt &S) {
    const auto *Return = dyn_cast<ReturnStmt>(&S);
    if (!Return || !Return->getRetValue())
      return;
    const Expr *Value = valueIn(Return->getRetValue());
    const FunctionDecl *Asked = askedForHandle(*Value);
    All &= isa_and_nonnull<ParmVarDecl>(localIn(Value)) || (Asked && choosesNext(*Asked, MaxDepth));
  });
  return All;
}

} // namespace

bool runsToItsEnd(const Expr &E, const FunctionDecl &F, TranslationUnit &Unit) {
  const auto *Call = dyn_cast<CallExpr>(valueIn(&E));
  const FunctionDecl *Coroutine = userCoroutine(Call ? Call->getDirectCallee() : nullptr, Unit);
  if (!Coroutine || isCoroutine(F) || startOf(promiseOf(Call->getType())) != Start::Eager)
    return false;
  bool All = true;
  forEachEvaluated(writtenBody(*Coroutine), [&](const Stmt &S) {
    const auto *Await = dyn_cast<CoawaitExpr>(&S);
    if (!Await)
      return;
    const FunctionDecl *Suspend = nullptr;
    forEachEvaluated(Await->getSuspendExpr(), [&](const Stmt &Part) {
      const auto *Each = dyn_cast<CXXMemberCallExpr>(&Part);
      const CXXMethodDecl *Method = Each ? Each->getMethodDecl() : nullptr;
      if (Method && Method->getDeclName().isIdentifier() && Method->getName() == "await_suspend")
        Suspend = Method;
    });
    All &= Suspend && transfersToChosen(*Suspend);
  });
  return All;
}

} // namespace asynctidy::facts
