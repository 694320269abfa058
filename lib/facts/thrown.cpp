#include "facts/thrown.h"

#include "facts/cancellation.h"
#include "facts/class-shape.h"
#include "facts/expressions.h"
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

class ThrowSearch {
public:
  explicit ThrowSearch(Facts &All) : All(All) {}

  const Stmt *in(const FunctionDecl &Coroutine, unsigned Depth) {
    const auto *Type = Coroutine.getType()->getAs<FunctionProtoType>();
    if (Type && Type->canThrow() == CT_Cannot)
      return nullptr; // its author says that there are none
    return below(writtenBody(Coroutine), Depth);
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

private:
  const Stmt *below(const Stmt *S, unsigned Depth) {
    if (!S)
      return nullptr;
    if (const auto *Try = dyn_cast<CXXTryStmt>(S)) {
      const Stmt *Inside = below(Try->getTryBlock(), Depth);
      bool All = !Inside;
      for (unsigned I = 0; I < Try->getNumHandlers(); ++I) {
        if (Inside && throwsItself(Try->getHandler(I)->getHandlerBlock()))
          return Inside;
        All |= catchesErrors(*Try->getHandler(I));
      }
      return All ? nullptr : Inside;
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

  Facts &All;
};

} // namespace

const Stmt *throwsOutOf(const FunctionDecl &F, Facts &All) { return ThrowSearch(All).in(F, MaxDepth); }

bool mayThrow(const CoawaitExpr &Await, Facts &All) { return ThrowSearch(All).mayThrow(Await, MaxDepth); }

} // namespace asynctidy::facts
