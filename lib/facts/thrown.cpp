#include "facts/thrown.h"

#include "facts/cancellation.h"
#include "facts/class-shape.h"
#include "facts/expressions.h"
#include "facts/suspensions.h"
#include "facts/walk.h"

using namespace clang;

namespace asynctidy::facts {

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

bool catchesErrors(const CXXCatchStmt &Handler) {
  const QualType Caught = Handler.getCaughtType();
  if (Caught.isNull())
    return true;
  const CXXRecordDecl *Class = recordOf(Caught);
  return Class && Class->isInStdNamespace() && Class->getDeclName().isIdentifier() && Class->getName() == "exception";
}

namespace {

constexpr unsigned MaxDepth = 4;

bool throwsItself(const Stmt *S) {
  bool Throws = false;
  forEachEvaluated(S, [&](const Stmt &Inner) { Throws |= isa<CXXThrowExpr>(Inner); });
  return Throws;
}

/// Something that throws, and what, as far as is known.
struct Thrown {
  const Stmt *At = nullptr;
  const CXXRecordDecl *Type = nullptr;
  explicit operator bool() const { return At; }
};

class ThrowSearch {
public:
  /// With \p Known, an await counts when it is known to throw; else when it may.
  ThrowSearch(Facts &All, const CancellationTypes *Known) : All(All), Known(Known) {}

  Thrown in(const FunctionDecl &Coroutine, unsigned Depth) {
    const auto *Type = Coroutine.getType()->getAs<FunctionProtoType>();
    if (Type && Type->canThrow() == CT_Cannot)
      return {}; // its author says that there are none
    return below(writtenBody(Coroutine), Depth);
  }

  Thrown by(const CoawaitExpr &Await, unsigned Depth) {
    if (Await.isImplicit() || givesErrorAsValue(Await, All.models()))
      return {};
    const auto *Resume = dyn_cast<CallExpr>(withoutTemporaries(Await.getResumeExpr()));
    const FunctionDecl *Callee = Resume ? Resume->getDirectCallee() : nullptr;
    const auto *Type = Callee ? Callee->getType()->getAs<FunctionProtoType>() : nullptr;
    if (!Type || Type->canThrow() == CT_Cannot || !canSuspend(Await))
      return {};
    const auto *Call = dyn_cast<CallExpr>(valueIn(Await.getOperand()));
    if (const FunctionDecl *Awaited = userCoroutine(Call ? Call->getDirectCallee() : nullptr, All)) {
      if (Depth == 0)
        return Known ? Thrown() : Thrown{&Await, nullptr};
      const Thrown Inside = in(*Awaited, Depth - 1);
      return Inside ? Thrown{&Await, Inside.Type} : Thrown();
    }
    if (!Known)
      return {&Await, nullptr};
    for (const CancellationType &Error : Known->thrownBy(Await))
      if (!Error.NothingElse)
        return {&Await, Error.Thrown};
    return {};
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

  Facts &All;
  const CancellationTypes *Known;
};

} // namespace

const Stmt *throwsOutOf(const FunctionDecl &F, Facts &All) {
  return ThrowSearch(All, &All.cancellationTypes()).in(F, MaxDepth).At;
}

bool mayThrow(const CoawaitExpr &Await, Facts &All) {
  return static_cast<bool>(ThrowSearch(All, nullptr).by(Await, MaxDepth));
}

} // namespace asynctidy::facts
