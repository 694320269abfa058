#include "facts/locks/async-holders.h"

#include "facts/locks/async-acquisition.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/async-lock.h"

#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// What is given, and to what; null for any other statement.
std::pair<const Expr *, const Expr *> givenLater(const Stmt &S) {
  if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(&S);
      Assign && Assign->getOperator() == OO_Equal && Assign->getNumArgs() == 2)
    return {Assign->getArg(0), Assign->getArg(1)};
  const auto *Emplace = dyn_cast<CXXMemberCallExpr>(&S);
  if (Emplace && simpleNameOf(Emplace->getMethodDecl()) == "emplace" && Emplace->getNumArgs() == 1)
    return {Emplace->getImplicitObjectArgument(), Emplace->getArg(0)};
  return {nullptr, nullptr};
}

} // namespace

llvm::DenseSet<const VarDecl *> lateHoldersIn(const FunctionDecl &F, const models::ModelSet &Models) {
  llvm::DenseSet<const VarDecl *> Found;
  if (isCoroutine(F))
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto [To, Given] = givenLater(S);
      const VarDecl *Local = To ? localIn(To) : nullptr;
      if (Local && asyncAcquisition(*Given, Models))
        Found.insert(Local);
    });
  return Found;
}

bool givesBackByHand(const FunctionDecl &F, const AccessPath &Lock) {
  bool Found = false;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
    Found |= Call && lockWordsIn(simpleNameOf(Call->getMethodDecl())).GivesBack &&
             accessPath(Call->getImplicitObjectArgument()) == Lock;
  });
  return Found;
}

bool isMovedFromAnother(const Expr &E) {
  bool Moves = false;
  forEachEvaluated(&E, [&](const Stmt &S) {
    const auto *Part = dyn_cast<Expr>(&S);
    Moves |= Part && movedFrom(Part);
  });
  return Moves;
}

} // namespace asynctidy::facts
