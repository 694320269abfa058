#include "facts/late-use.h"

#include "compat/explicit-object.h"
#include "facts/class-shape.h"
#include "facts/coroutine-promise.h"
#include "facts/destinations.h"
#include "facts/expressions.h"
#include "facts/flow-graph.h"
#include "facts/functions.h"
#include "facts/parents.h"
#include "facts/suspensions.h"
#include "facts/waiting.h"
#include "facts/walk.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {

/// One question about one body.
class LateUseSearch {
public:
  LateUseSearch(const FunctionDecl &F, const ParmVarDecl *Subject, bool IsStarted, LateUses &Uses)
      : F(F), Subject(Subject), IsStarted(IsStarted), Uses(Uses), All(Uses.All), Up(writtenBody(F)) {}

  LateUse run() {
    if (!isCoroutine(F))
      return passedOn(outlivesItsCall(F, All) ? Where::Anywhere : Where::Beside);
    if (beginsLazily() && !IsStarted)
      return firstMention();
    LateUse Late = afterSuspension();
    return Late ? Late : passedOn(Where::Awaited);
  }

private:
  /// By its own initial await if its body is there: which promise a coroutine has depends on its parameters, too.
  bool beginsLazily() const {
    const auto *Body = dyn_cast_or_null<CoroutineBodyStmt>(F.getBody());
    const auto *Initial = Body ? dyn_cast_or_null<Expr>(Body->getInitSuspendStmt()) : nullptr;
    if (const auto *Await = Initial ? dyn_cast<CoawaitExpr>(withoutTemporaries(Initial)) : nullptr)
      if (!canSuspend(*Await))
        return false;
    return All.workOf(F.getReturnType()).isLazy();
  }

  /// Whether \p S reads the subject, or a local that only stands for it.
  bool mentions(const Stmt &S) const {
    if (!Subject && isa<CXXThisExpr>(S))
      return true;
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    if (!Name)
      return false;
    // A capture is read through the closure: through `this`, or through the explicit object.
    if (isLambda(F) && Name->refersToEnclosingVariableOrCapture() && (!Subject || compat::isExplicitObject(*Subject)))
      return true;
    if (!Subject)
      return false;
    if (Name->getDecl() == Subject)
      return true;
    const auto *Local = dyn_cast<VarDecl>(Name->getDecl());
    return Local && !isa<ParmVarDecl>(Local) && Local->hasLocalStorage() && Local->getInit() &&
           isView(Local->getType(), All.context()) && refersToSubject(*Local->getInit(), Local->getType());
  }

  bool refersToSubject(const Expr &From, QualType To) const {
    for (const Referent &Found : referentsOf(From, To, F, All))
      if (isSubject(Found))
        return true;
    return false;
  }
  bool isSubject(const Referent &Found) const {
    if (Subject)
      return Found.Variable == Subject &&
             (Found.Life == Referent::Kind::Borrowed || Found.Life == Referent::Kind::Local);
    // The members that a lambda names are of the object around it, not of its closure.
    return Found.Life == Referent::Kind::This &&
           !(isLambda(F) && isa<CXXThisExpr>(Found.Named) && !capturesObjectByCopy());
  }
  bool capturesObjectByCopy() const {
    return llvm::any_of(cast<CXXMethodDecl>(F).getParent()->captures(),
                        [](const LambdaCapture &Capture) { return Capture.getCaptureKind() == LCK_StarThis; });
  }

  /// `(void)argument;` reads nothing.
  bool onlySilences(const Stmt &Mention) const {
    const Stmt *Above = Up.of(Mention);
    while (Above && isa<ImplicitCastExpr, ParenExpr>(Above))
      Above = Up.of(*Above);
    const auto *Cast = dyn_cast_or_null<ExplicitCastExpr>(Above);
    return Cast && Cast->getType()->isVoidType();
  }

  LateUse firstMention() const {
    const Stmt *First = nullptr;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (!First && mentions(S) && !onlySilences(S))
        First = &S;
    });
    return {First != nullptr, First, &F, true};
  }

  LateUse afterSuspension() const {
    const std::unique_ptr<FlowGraph> Graph = FlowGraph::of(F);
    if (!Graph)
      return {};
    const Stmt *First = nullptr;
    auto Transfer = [](const CFGElement &Element, FlowGraph::Bits &Suspended) {
      const auto Statement = Element.getAs<CFGStmt>();
      const auto *Await = Statement ? dyn_cast<CoroutineSuspendExpr>(Statement->getStmt()) : nullptr;
      if (Await && canSuspend(*Await))
        Suspended[0] = 1;
    };
    Graph->solve({0}, Transfer, [&](const CFGElement &Element, const FlowGraph::Bits &Suspended) {
      const auto Statement = Element.getAs<CFGStmt>();
      if (!First && Suspended[0] && Statement && mentions(*Statement->getStmt()) &&
          !onlySilences(*Statement->getStmt()))
        First = Statement->getStmt();
    });
    return {First != nullptr, First, &F, false};
  }

  /// Which work counts that this function makes.
  enum class Where {
    Anywhere, ///< it may be what this function returns
    Awaited,  ///< it runs while this coroutine is suspended
    Beside,   ///< it runs on when this function, which returns no work, has returned
  };

  /// The calls that make other work refer to the subject, whose bodies use it late.
  LateUse passedOn(Where Counts) const {
    LateUse Late;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Call = dyn_cast<CallExpr>(&S);
      if (Late || !Call || (Counts == Where::Awaited && !isAwaited(*Call)))
        return;
      const CallParts Parts = partsOf(*Call);
      if (!Parts.Callee || !outlivesItsCall(*Parts.Callee, All))
        return;
      if (Counts == Where::Beside && !runsBeside(*Call))
        return;
      auto Uses = [&](LateUse Inner) {
        if (Inner)
          Late = {true, Inner.At ? Inner.At : Call, Inner.In, Counts == Where::Awaited ? false : Inner.IsLazy};
      };
      const bool Started = IsStarted || isStartedHere(*Call);
      for (size_t I = 0; I < Parts.Arguments.size() && !Late; ++I) {
        const ParmVarDecl *Parameter = Parts.parameter(I);
        if (Parameter && refersToSubject(*Parts.Arguments[I], Parameter->getType()))
          Uses(this->Uses.ofParameter(*Parts.Callee, *Parameter, Started));
      }
      if (!Late && Parts.Object)
        for (const Referent &Found : referentsOfObject(*Parts.Object, F, All))
          if (!Late && isSubject(Found))
            Uses(this->Uses.ofObject(*Parts.Callee, Started));
    });
    return Late;
  }

  /// `auto t = f(x); t.resume();`
  bool isStartedHere(const CallExpr &Call) const {
    const Destination Goes = Destinations(Up, All).of(Call);
    if (Goes.What != Destination::Kind::Named)
      return false;
    bool Starts = false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *On = dyn_cast<CXXMemberCallExpr>(&S);
      const CXXMethodDecl *Method = On ? On->getMethodDecl() : nullptr;
      const auto *Name =
          Method ? dyn_cast<DeclRefExpr>(On->getImplicitObjectArgument()->IgnoreParenImpCasts()) : nullptr;
      Starts |= Name && Name->getDecl() == Goes.Into && !isa<CXXConversionDecl>(Method) && !All.workOf(On->getType()) &&
                (!Method->isConst() || Method->getNumParams() == 0);
    });
    return Starts;
  }

  bool runsBeside(const CallExpr &Call) const {
    const Destination Goes = Destinations(Up, All).of(Call);
    const AccessPath::Root Into = Goes.Path.From;
    const bool Beside = Goes.What == Destination::Kind::Spawned ||
                        (Goes.What == Destination::Kind::Stored &&
                         (Into == AccessPath::Root::This || Into == AccessPath::Root::Global));
    return Beside && Subject && endBeforeWait(F, Up, *Subject, *Goes.At, Call, All).Ends;
  }

  bool isAwaited(const Stmt &Call) const {
    for (const Stmt *S = &Call; S; S = Up.of(*S))
      if (isa<CoawaitExpr>(S))
        return true;
      else if (!isa<Expr>(S))
        return false;
    return false;
  }

  const FunctionDecl &F;
  const ParmVarDecl *Subject; ///< null: the object
  const bool IsStarted;
  LateUses &Uses;
  Facts &All;
  const Parents Up;
};

/// The declaration whose body we may read, and which function that body belongs to: the instantiation, else the
/// pattern.
static const FunctionDecl *withBody(const FunctionDecl &Callee, const Facts &All) {
  const FunctionDecl *Definition = definitionOf(Callee);
  return Definition && All.isUserCode(Definition->getLocation()) ? Definition : nullptr;
}

LateUse LateUses::of(const FunctionDecl &Callee, unsigned Subject, bool IsStarted) {
  const std::tuple Question(Callee.getCanonicalDecl(), Subject, IsStarted);
  const auto [It, New] = Known.try_emplace(Question);
  if (!New)
    return It->second; // the answer, or, while it is searched for, that a recursion alone is no use
  const FunctionDecl *Body = withBody(Callee, All);
  if (!Body) {
    // In another file of the user's: a lazy coroutine has not read its arguments when the call returns. But it may be a
    // function that makes one, and what that takes by `&&` it has surely moved away.
    const Work Made = All.workOf(returnTypeOf(Callee));
    const bool Takes = Subject != TheObject && Subject < Callee.getNumParams() &&
                       Callee.getParamDecl(Subject)->getType()->isRValueReferenceType();
    const bool Assumed = !Takes && !IsStarted && All.isUserCode(Callee.getLocation()) && Made.isLazy() &&
                         (Made.isTask() || Made.Kind == WorkKind::Generator);
    return It->second = {Assumed, nullptr, &Callee, true};
  }
  const ParmVarDecl *Parameter = nullptr;
  if (Subject != TheObject) {
    if (Subject >= Body->getNumParams())
      return {};
    Parameter = Body->getParamDecl(Subject);
  }
  const LateUse Found = LateUseSearch(*Body, Parameter, IsStarted, *this).run();
  return Known[Question] = Found;
}

LateUse LateUses::ofParameter(const FunctionDecl &Callee, const ParmVarDecl &Parameter, bool IsStarted) {
  return of(Callee, Parameter.getFunctionScopeIndex(), IsStarted);
}

LateUse LateUses::ofObject(const FunctionDecl &Callee, bool IsStarted) { return of(Callee, TheObject, IsStarted); }

bool outlivesItsCall(const FunctionDecl &F, Facts &All) {
  const QualType Returned = returnTypeOf(F);
  if (Returned.isNull() || Returned->isVoidType() || Returned->isReferenceType())
    return false;
  return All.workOf(Returned) || promiseOf(Returned);
}

} // namespace asynctidy::facts
