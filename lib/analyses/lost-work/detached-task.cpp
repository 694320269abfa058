#include "analyses/lost-work/detached-task.h"

#include "facts/errors/thrown.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-promise.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::Entry;
using asynctidy::models::Means;

namespace asynctidy::analyses {
namespace {

class DetachSearch {
public:
  DetachSearch(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit) {}

  std::vector<DetachedWork> run() {
    forEachEvaluatedIn(F, [&](const Stmt &S) {
      if (const auto *Call = dyn_cast<CallExpr>(&S))
        consider(*Call);
    });
    return std::move(Found);
  }

private:
  const Entry *saidOfType(QualType T, Means Is) const {
    const CXXRecordDecl *Record = recordOf(T);
    return Record ? Unit.models().find(qualifiedName(*Record), Is) : nullptr;
  }

  void consider(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee || Call.isTypeDependent())
      return;
    const std::string Name = qualifiedName(*Callee);
    if (Unit.models().is(Name, Means::ReportsDetached))
      return;
    const Entry *Reason = Unit.models().find(Name, Means::Detaches);
    const Entry *Token = nullptr;
    const ParmVarDecl *Ignored = nullptr;
    for (const Expr *Argument : Call.arguments()) {
      if (saidOfType(Argument->getType(), Means::ReportsDetached))
        return;
      if (const Entry *Type = saidOfType(Argument->getType(), Means::Detaches))
        Token = Type;
      if (const ParmVarDecl *Parameter = ignoredException(*Argument))
        Ignored = Parameter;
    }
    if (Reason) {
      const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
      if (Member && Reason->Arguments.empty())
        work(Call, *Member->getImplicitObjectArgument(), Reason, nullptr);
      for (unsigned I = 0; I < Call.getNumArgs(); ++I)
        if (Reason->speaksOfArgument(I))
          work(Call, *Call.getArg(I), Reason, nullptr);
    } else if (Token || Ignored) {
      for (const Expr *Argument : Call.arguments())
        work(Call, *Argument, Token, Token ? nullptr : Ignored);
    }
  }

  void work(const CallExpr &Call, const Expr &Argument, const Entry *Reason, const ParmVarDecl *Ignored) {
    const FunctionDecl *Coroutine = coroutineIn(Argument);
    const Stmt *Throws = Coroutine ? throwsOutOf(*Coroutine, Unit) : nullptr;
    if (Throws)
      Found.push_back({&Call, Coroutine, Throws, Reason, Ignored});
  }

  /// The coroutine that \p E is the task of, or null.
  const FunctionDecl *coroutineIn(const Expr &E) const {
    const Expr *Value = valueIn(&E);
    const FunctionDecl *Coroutine = nullptr;
    if (const auto *Call = dyn_cast<CallExpr>(Value)) {
      Coroutine = userCoroutine(Call->getDirectCallee(), Unit);
      // `f().via(executor).detach()` detaches f's work.
      const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
      if (!Coroutine && Member && Unit.workOf(Member->getImplicitObjectArgument()->getType()).isTask())
        return coroutineIn(*Member->getImplicitObjectArgument());
      // `spawn(f()).detach()` does, too.
      if (!Coroutine && Call->getDirectCallee())
        return spawnedBy(*Call);
    } else if (const auto *Lambda = dyn_cast<LambdaExpr>(Value)) {
      Coroutine = userCoroutine(Lambda->getCallOperator(), Unit);
    } else if (const auto *Name = dyn_cast<DeclRefExpr>(Value)) {
      Coroutine = userCoroutine(dyn_cast<FunctionDecl>(Name->getDecl()), Unit);
      const auto *Local = dyn_cast<VarDecl>(Name->getDecl());
      if (Local && Local->getInit() && Local->hasLocalStorage())
        return coroutineIn(*Local->getInit());
    }
    return Coroutine && !forbidsAwait(*Coroutine) && Unit.workOf(Coroutine->getReturnType()) ? Coroutine : nullptr;
  }

  /// The coroutine that \p Call spawns, or null.
  const FunctionDecl *spawnedBy(const CallExpr &Call) const {
    const Entry *Spawns = Unit.models().find(qualifiedName(*Call.getDirectCallee()), Means::Spawns);
    for (unsigned I = 0; Spawns && I < Call.getNumArgs(); ++I)
      if (const FunctionDecl *Coroutine = Spawns->speaksOfArgument(I) ? coroutineIn(*Call.getArg(I)) : nullptr)
        return Coroutine;
    return nullptr;
  }

  /// The unused exception parameter of the handler lambda \p Argument, or null.
  const ParmVarDecl *ignoredException(const Expr &Argument) const {
    const auto *Lambda = dyn_cast<LambdaExpr>(valueIn(&Argument));
    const CXXMethodDecl *Operator = Lambda ? Lambda->getCallOperator() : nullptr;
    if (!Operator || Operator->getNumParams() == 0 || isCoroutine(*Operator))
      return nullptr;
    const ParmVarDecl *First = Operator->getParamDecl(0);
    const CXXRecordDecl *Class = recordOf(First->getType());
    const bool IsException = Class && isErrorOutcome(First->getType(), Unit.models()) &&
                             Class->getDeclName().isIdentifier() && Class->getName().contains("exception");
    if (!IsException || First->isUsed() || First->isReferenced())
      return nullptr;
    return First;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  std::vector<DetachedWork> Found;
};

} // namespace

std::vector<DetachedWork> detachedWorkIn(const FunctionDecl &F, TranslationUnit &Unit) {
  if (F.isDependentContext() || Unit.isBroken())
    return {};
  return DetachSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
