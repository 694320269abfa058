#include "facts/flow/may-throw.h"

#include "facts/flow/ending-promise.h"
#include "facts/flow/error-values.h"
#include "facts/flow/handlers.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/promise.h"

#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

constexpr unsigned MaxDepth = 4;

bool throwsItself(const Stmt *S) {
  bool Throws = false;
  forEachEvaluated(S, [&](const Stmt &Inner) { Throws |= isa<CXXThrowExpr>(Inner); });
  return Throws;
}

const FunctionDecl *calledBy(const Expr *E) {
  const auto *Call = dyn_cast_or_null<CallExpr>(E ? withoutTemporaries(E) : nullptr);
  return Call ? Call->getDirectCallee() : nullptr;
}

/// Whether the awaiter of \p Await is seen to throw before the coroutine is resumed.
bool throwsBefore(const CoawaitExpr &Await) {
  return llvm::any_of(llvm::ArrayRef<const Expr *>{Await.getReadyExpr(), Await.getSuspendExpr()}, [](const Expr *Step) {
    const FunctionDecl *Called = calledBy(Step);
    return Called && !isNoexcept(*Called) && throwsItself(writtenBody(*Called));
  });
}

class ThrowSearch {
public:
  ThrowSearch(TranslationUnit &Unit, KnownErrors Known) : Unit(Unit), Known(Known) {}

  Thrown in(const FunctionDecl &Coroutine, unsigned Depth) {
    if (isNoexcept(Coroutine))
      return {};
    return below(writtenBody(Coroutine), Depth);
  }

  Thrown by(const CoawaitExpr &Await, unsigned Depth) {
    if (Await.isImplicit() || givesErrorAsValue(Await, Unit.models()) || completesWithoutError(Await, Unit.models()))
      return {};
    const FunctionDecl *Resume = calledBy(Await.getResumeExpr());
    if (!Resume || (neverThrows(*Resume) && !throwsBefore(Await)) || !canSuspend(Await) ||
        endsProgramIn(promiseOf(Await.getOperand()->getType())))
      return {};
    const auto *Call = dyn_cast<CallExpr>(valueIn(Await.getOperand()));
    if (const FunctionDecl *Awaited = userCoroutine(Call ? Call->getDirectCallee() : nullptr, Unit)) {
      if (Depth == 0)
        return Known ? Thrown() : Thrown{&Await, nullptr};
      const Thrown Inside = in(*Awaited, Depth - 1);
      return Inside ? Thrown{&Await, Inside.Type} : Thrown();
    }
    if (!Known)
      return {&Await, nullptr};
    const CXXRecordDecl *Error = Known(Await);
    return Error ? Thrown{&Await, Error} : Thrown();
  }

private:
  Thrown below(const Stmt *S, unsigned Depth) {
    if (!S)
      return {};
    if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
      const Thrown Inside = below(Try->getTryBlock(), Depth);
      for (unsigned I = 0; Inside && I < Try->getNumHandlers(); ++I) {
        const CXXCatchStmt &Handler = *Try->getHandler(I);
        if (catchesErrors(Handler) || (Inside.Type && catches(Handler, *Inside.Type)))
          return throwsItself(Handler.getHandlerBlock()) ? Inside : Thrown();
      }
      return Inside;
    }
    if (const auto *Throw = dyn_cast<CXXThrowExpr>(S))
      return {S, Throw->getSubExpr() ? recordOf(Throw->getSubExpr()->getType()) : nullptr};
    Thrown Found;
    forEachEvaluatedChild(*S, [&](const Stmt *Child) {
      if (!Found)
        Found = below(Child, Depth);
    });
    if (Found)
      return Found;
    const auto *Await = dyn_cast<CoawaitExpr>(S);
    return Await ? by(*Await, Depth) : Thrown();
  }

  TranslationUnit &Unit;
  KnownErrors Known;
};

} // namespace

bool isNoexcept(const FunctionDecl &F) {
  const auto *Type = F.getType()->getAs<FunctionProtoType>();
  return Type && !isUnresolvedExceptionSpec(Type->getExceptionSpecType()) && Type->canThrow() == CT_Cannot;
}

Thrown firstThrown(const FunctionDecl &F, TranslationUnit &Unit, KnownErrors Known) {
  return ThrowSearch(Unit, Known).in(F, MaxDepth);
}

bool mayThrow(const CoawaitExpr &Await, TranslationUnit &Unit) {
  return static_cast<bool>(ThrowSearch(Unit, nullptr).by(Await, MaxDepth));
}

bool neverThrows(const FunctionDecl &F) {
  if (isNoexcept(F))
    return true;
  const Stmt *Body = writtenBody(F);
  if (!Body || isCoroutine(F) || F.isDependentContext())
    return false;
  bool Throws = false;
  forEachEvaluated(Body, [&](const Stmt &S) {
    if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      const FunctionDecl *Callee = Call->getDirectCallee();
      Throws |= !Callee || !isNoexcept(*Callee);
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S)) {
      Throws |= !isNoexcept(*Construct->getConstructor());
    } else {
      Throws |= isa<CXXThrowExpr>(S) || isa<CXXNewExpr>(S) || isa<CXXDynamicCastExpr>(S);
    }
  });
  return !Throws;
}

} // namespace asynctidy::facts
