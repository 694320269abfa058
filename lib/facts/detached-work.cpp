#include "facts/detached-work.h"

#include "facts/cancellation.h"
#include "facts/class-shape.h"
#include "facts/expressions.h"
#include "facts/names.h"
#include "facts/walk.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using asynctidy::models::Entry;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

constexpr unsigned MaxDepth = 4;

const Expr *valueIn(const Expr *E) {
  E = withoutTemporaries(E);
  for (;;) {
    if (const Expr *Moved = movedFrom(E))
      E = withoutTemporaries(Moved);
    else if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
             Construct && Construct->getNumArgs() == 1 && Construct->getConstructor()->isCopyOrMoveConstructor())
      E = withoutTemporaries(Construct->getArg(0));
    else
      return E;
  }
}

const FunctionDecl *userCoroutine(const FunctionDecl *F, const Facts &All) {
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(F);
  if (!F || (Method && Method->isVirtual()))
    return nullptr;
  const FunctionDecl *Definition = F->getDefinition();
  return Definition && isCoroutine(*Definition) && All.isUserCode(Definition->getLocation()) ? Definition : nullptr;
}

/// True for a handler that lets no error through: `...`, or the root of the standard exceptions.
bool catchesErrors(const CXXCatchStmt &Handler) {
  const QualType Caught = Handler.getCaughtType();
  if (Caught.isNull())
    return true;
  const CXXRecordDecl *Class = recordOf(Caught);
  return Class && Class->isInStdNamespace() && Class->getDeclName().isIdentifier() && Class->getName() == "exception";
}

bool throwsItself(const Stmt *S) {
  bool Throws = false;
  forEachEvaluated(S, [&](const Stmt &Inner) { Throws |= isa<CXXThrowExpr>(Inner); });
  return Throws;
}

class ThrowSearch {
public:
  explicit ThrowSearch(Facts &All) : All(All) {}

  const Stmt *in(const FunctionDecl &Coroutine, unsigned Depth) {
    const auto *Type = Coroutine.getType()->getAs<FunctionProtoType>();
    if (Type && Type->canThrow() == CT_Cannot)
      return nullptr; // its author says that there are none
    return below(writtenBody(Coroutine), Depth);
  }

private:
  const Stmt *below(const Stmt *S, unsigned Depth) {
    if (!S)
      return nullptr;
    if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
      bool All = false;
      for (unsigned I = 0; I < Try->getNumHandlers(); ++I) {
        if (throwsItself(Try->getHandler(I)->getHandlerBlock()))
          return Try->getHandler(I);
        All |= catchesErrors(*Try->getHandler(I));
      }
      return All ? nullptr : below(Try->getTryBlock(), Depth);
    }
    if (isa<CXXThrowExpr>(S))
      return S;
    const Stmt *Found = nullptr;
    forEachEvaluatedChild(*S, [&](const Stmt *Child) {
      if (!Found)
        Found = below(Child, Depth);
    });
    if (Found)
      return Found;
    const auto *Await = dyn_cast<CoawaitExpr>(S);
    return Await && mayThrow(*Await, Depth) ? S : nullptr;
  }

  bool mayThrow(const CoawaitExpr &Await, unsigned Depth) {
    if (Await.isImplicit() || givesErrorAsValue(Await, All.models()))
      return false;
    const auto *Resume = dyn_cast<CallExpr>(withoutTemporaries(Await.getResumeExpr()));
    const FunctionDecl *Callee = Resume ? Resume->getDirectCallee() : nullptr;
    const auto *Type = Callee ? Callee->getType()->getAs<FunctionProtoType>() : nullptr;
    if (!Type || Type->canThrow() == CT_Cannot || !maySuspend(Await))
      return false;
    const auto *Call = dyn_cast<CallExpr>(valueIn(Await.getOperand()));
    const FunctionDecl *Awaited = userCoroutine(Call ? Call->getDirectCallee() : nullptr, All);
    return !Awaited || Depth == 0 || in(*Awaited, Depth - 1);
  }

  Facts &All;
};

class DetachSearch {
public:
  DetachSearch(const FunctionDecl &F, Facts &All) : F(F), All(All) {}

  std::vector<DetachedWork> run() {
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (const auto *Call = dyn_cast<CallExpr>(&S))
        consider(*Call);
    });
    return std::move(Found);
  }

private:
  const Entry *saidOfType(QualType T, Means Is) const {
    const CXXRecordDecl *Record = recordOf(T);
    return Record ? All.models().find(qualifiedName(*Record), Is) : nullptr;
  }

  void consider(const CallExpr &Call) {
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee || Call.isTypeDependent())
      return;
    const std::string Name = qualifiedName(*Callee);
    if (All.models().is(Name, Means::ReportsDetached))
      return;
    const Entry *Said = All.models().find(Name, Means::Detaches);
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
    if (Said) {
      const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
      if (Member && Said->Arguments.empty())
        work(Call, *Member->getImplicitObjectArgument(), Said, nullptr);
      for (unsigned I = 0; I < Call.getNumArgs(); ++I)
        if (Said->speaksOfArgument(I))
          work(Call, *Call.getArg(I), Said, nullptr);
    } else if (Token || Ignored) {
      for (const Expr *Argument : Call.arguments())
        work(Call, *Argument, Token, Token ? nullptr : Ignored);
    }
  }

  void work(const CallExpr &Call, const Expr &Argument, const Entry *Said, const ParmVarDecl *Ignored) {
    const FunctionDecl *Coroutine = coroutineIn(Argument);
    const Stmt *Throws = Coroutine ? throwsOutOf(*Coroutine, All) : nullptr;
    if (Throws)
      Found.push_back({&Call, Coroutine, Throws, Said, Ignored});
  }

  /// The coroutine whose task \p E is, or which is called to make it.
  const FunctionDecl *coroutineIn(const Expr &E) const {
    const Expr *Value = valueIn(&E);
    const FunctionDecl *Coroutine = nullptr;
    if (const auto *Call = dyn_cast<CallExpr>(Value)) {
      Coroutine = userCoroutine(Call->getDirectCallee(), All);
      // `f().via(executor).detach()` is still f's work.
      const auto *Member = dyn_cast<CXXMemberCallExpr>(Call);
      if (!Coroutine && Member && All.workOf(Member->getImplicitObjectArgument()->getType()).isTask())
        return coroutineIn(*Member->getImplicitObjectArgument());
    } else if (const auto *Lambda = dyn_cast<LambdaExpr>(Value)) {
      Coroutine = userCoroutine(Lambda->getCallOperator(), All);
    } else if (const auto *Name = dyn_cast<DeclRefExpr>(Value)) {
      Coroutine = userCoroutine(dyn_cast<FunctionDecl>(Name->getDecl()), All);
      const auto *Local = dyn_cast<VarDecl>(Name->getDecl());
      if (Local && Local->getInit() && Local->hasLocalStorage())
        return coroutineIn(*Local->getInit());
    }
    return Coroutine && !forbidsAwait(*Coroutine) && All.workOf(Coroutine->getReturnType()) ? Coroutine : nullptr;
  }

  /// The exception that a handler written here is given and does not look at.
  const ParmVarDecl *ignoredException(const Expr &Argument) const {
    const auto *Lambda = dyn_cast<LambdaExpr>(valueIn(&Argument));
    const CXXMethodDecl *Operator = Lambda ? Lambda->getCallOperator() : nullptr;
    if (!Operator || Operator->getNumParams() == 0 || isCoroutine(*Operator))
      return nullptr;
    const ParmVarDecl *First = Operator->getParamDecl(0);
    const CXXRecordDecl *Class = recordOf(First->getType());
    const bool IsException = Class && isErrorOutcome(First->getType(), All.models()) &&
                             Class->getDeclName().isIdentifier() && Class->getName().contains("exception");
    if (!IsException || First->isUsed() || First->isReferenced())
      return nullptr;
    return First;
  }

  const FunctionDecl &F;
  Facts &All;
  std::vector<DetachedWork> Found;
};

} // namespace

const Stmt *throwsOutOf(const FunctionDecl &F, Facts &All) { return ThrowSearch(All).in(F, MaxDepth); }

std::vector<DetachedWork> detachedWorkIn(const FunctionDecl &F, Facts &All) {
  if (F.isDependentContext() || All.isBroken())
    return {};
  return DetachSearch(F, All).run();
}

} // namespace asynctidy::facts
