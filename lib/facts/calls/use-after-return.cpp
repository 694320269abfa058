#include "facts/calls/use-after-return.h"

#include "compat/explicit-object.h"
#include "facts/calls/escape.h"
#include "facts/calls/joins.h"
#include "facts/flow/flow-graph.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/parents.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-promise.h"
#include "facts/types/declared-lifetimes.h"
#include "facts/types/promise.h"
#include "facts/types/views.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {

namespace {

/// Answers for one function body and one parameter or object.
class UseAfterReturnSearch {
public:
  UseAfterReturnSearch(const FunctionDecl &F, const ParmVarDecl *Subject, bool IsStarted, TranslationUnit &Unit)
      : F(F), Subject(Subject), IsStarted(IsStarted), Unit(Unit), Up(writtenBody(F)) {}

  UseAfterReturn run() {
    if (!isCoroutine(F))
      return passedOn(outlivesItsCall(F, Unit) ? Where::Anywhere : Where::Beside);
    if (beginsLazily() && !IsStarted)
      return firstMention();
    UseAfterReturn Late = afterSuspension();
    return Late ? Late : passedOn(Where::Awaited);
  }

private:
  /// Reads the initial suspend of the body if there is one: the promise type depends on the parameters, too.
  bool beginsLazily() const {
    const auto *Body = dyn_cast_or_null<CoroutineBodyStmt>(F.getBody());
    const auto *Initial = Body ? dyn_cast_or_null<Expr>(Body->getInitSuspendStmt()) : nullptr;
    if (const auto *Await = Initial ? dyn_cast<CoawaitExpr>(withoutTemporaries(Initial)) : nullptr)
      if (!canSuspend(*Await))
        return false;
    return Unit.workOf(F.getReturnType()).isLazy();
  }

  /// Whether \p S names the subject, or a local that is an alias of it.
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
           isBorrowing(Local->getType()) && refersToSubject(*Local->getInit(), Local->getType());
  }

  bool refersToSubject(const Expr &From, QualType To) const {
    for (const BorrowedObject &Found : objectsBorrowedBy(From, To, F, Unit))
      if (isSubject(Found))
        return true;
    return false;
  }
  bool isSubject(const BorrowedObject &Found) const {
    if (Subject)
      return Found.Variable == Subject &&
             (Found.Life == BorrowedObject::Kind::Borrowed || Found.Life == BorrowedObject::Kind::Local);
    // A lambda's members belong to the enclosing object, not to its closure.
    return Found.Life == BorrowedObject::Kind::This &&
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

  UseAfterReturn firstMention() const {
    const Stmt *First = nullptr;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (!First && mentions(S) && !onlySilences(S))
        First = &S;
    });
    return {First != nullptr, First, &F, true};
  }

  UseAfterReturn afterSuspension() const {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
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

  /// Which of the work that this function makes counts.
  enum class Where {
    Anywhere, ///< all of it: it may be the work that this function returns
    Awaited,  ///< it runs while this coroutine is suspended
    Beside,   ///< it continues after this function, which returns no work, has returned
  };

  /// Whether this function passes the subject to other work that uses it after its own call.
  UseAfterReturn passedOn(Where Counts) const {
    UseAfterReturn Late;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Call = dyn_cast<CallExpr>(&S);
      if (Late || !Call || (Counts == Where::Awaited && !isAwaited(*Call)))
        return;
      const CallParts Parts = partsOf(*Call);
      if (!Parts.Callee || !outlivesItsCall(*Parts.Callee, Unit))
        return;
      if (Counts == Where::Beside && !runsBeside(*Call))
        return;
      auto Uses = [&](UseAfterReturn Inner) {
        if (Inner)
          Late = {true, Inner.At ? Inner.At : Call, Inner.In, Counts == Where::Awaited ? false : Inner.IsLazy,
                  Inner.Assumes};
      };
      const bool Started = IsStarted || isStartedHere(*Call);
      for (size_t I = 0; I < Parts.Arguments.size() && !Late; ++I) {
        const ParmVarDecl *Parameter = Parts.parameter(I);
        if (Parameter && refersToSubject(*Parts.Arguments[I], Parameter->getType()))
          Uses(useOfParameterAfterReturn(*Parts.Callee, *Parameter, Unit, Started));
      }
      if (!Late && Parts.Object)
        for (const BorrowedObject &Found : objectsNamedBy(*Parts.Object, F, Unit))
          if (!Late && isSubject(Found))
            Uses(useOfObjectAfterReturn(*Parts.Callee, Unit, Started));
    });
    return Late;
  }

  /// `auto t = f(x); t.resume();`
  bool isStartedHere(const CallExpr &Call) const {
    const Escape Goes = Escapes(Up, Unit).of(Call);
    if (Goes.What != Escape::Kind::Named)
      return false;
    bool Starts = false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *On = dyn_cast<CXXMemberCallExpr>(&S);
      const CXXMethodDecl *Method = On ? On->getMethodDecl() : nullptr;
      const auto *Name =
          Method ? dyn_cast<DeclRefExpr>(On->getImplicitObjectArgument()->IgnoreParenImpCasts()) : nullptr;
      Starts |= Name && Name->getDecl() == Goes.Into && !isa<CXXConversionDecl>(Method) &&
                !Unit.workOf(On->getType()) && (!Method->isConst() || Method->getNumParams() == 0);
    });
    return Starts;
  }

  bool runsBeside(const CallExpr &Call) const {
    const Escape Goes = Escapes(Up, Unit).of(Call);
    const AccessPath::Root Into = Goes.Path.From;
    const bool Beside =
        Goes.What == Escape::Kind::Spawned ||
        (Goes.What == Escape::Kind::Stored && (Into == AccessPath::Root::This || Into == AccessPath::Root::Global));
    return Beside && Subject && scopeEndsBeforeJoin(F, Up, *Subject, *Goes.At, Call, Unit).Ends;
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
  TranslationUnit &Unit;
  const Parents Up;
};

/// The definition of \p Callee if it is user code: of the instantiation, else of the template. Else null.
const FunctionDecl *withBody(const FunctionDecl &Callee, const TranslationUnit &Unit) {
  const FunctionDecl *Definition = definitionOf(Callee);
  return Definition && Unit.isUserCode(Definition->getLocation()) ? Definition : nullptr;
}

constexpr unsigned TheObject = ~0U;

/// A use in the coroutine \p Callee whose body is not visible.
UseAfterReturn outOfSight(const FunctionDecl &Callee, bool IsLazy) { return {true, nullptr, &Callee, IsLazy}; }

/// The use of \p Parameter (null: the object) after \p Callee, whose body is in another file, has returned.
UseAfterReturn assumedUse(const FunctionDecl &Callee, const ParmVarDecl *Parameter, bool IsStarted,
                          TranslationUnit &Unit) {
  const Work Made = Unit.workOf(returnTypeOf(Callee));
  const CoroutineBinding All = coroutineBinding(Callee);
  const bool Bound = All == CoroutineBinding::All || (Parameter ? isBound(*Parameter) : isObjectBound(Callee));
  if (Bound && outlivesItsCall(Callee, Unit))
    return outOfSight(Callee, Made.isLazy());
  // A lazy coroutine of the user's has not read its arguments when the call returns. But it may also be a function that
  // makes a coroutine, and has then moved from its `&&` parameters.
  const bool Takes = Parameter && Parameter->getType()->isRValueReferenceType() && !isDeclaredCoroutine(Callee);
  if (All == CoroutineBinding::None || Takes || IsStarted || !Made.isLazy() || !Unit.isUserCode(Callee.getLocation()) ||
      !(Made.isTask() || Made.Kind == WorkKind::Generator))
    return {};
  UseAfterReturn Assumed = outOfSight(Callee, true);
  if (!Parameter) // a plain function often makes work from a member alone, and the frame holds that
    Assumed.Assumes = summaries::Assumption::UnseenBody;
  return Assumed;
}

/// The subject: a canonical function, the index of one of its parameters or TheObject, and whether it is started.
struct UseAfterReturnOf : Analysis<std::tuple<const FunctionDecl *, unsigned, bool>, UseAfterReturn> {
  // A recursive call alone is no use, so the default result holds while this runs.
  static Result run(const Subject &About, TranslationUnit &Unit) {
    const auto &[Asked, Number, IsStarted] = About;
    const FunctionDecl &Callee = *Asked;
    const FunctionDecl *Body = withBody(Callee, Unit);
    if (Number != TheObject && Number >= (Body ? *Body : Callee).getNumParams())
      return {};
    const ParmVarDecl *Parameter = Number == TheObject ? nullptr : (Body ? *Body : Callee).getParamDecl(Number);
    // The body of a coroutine tells more than its declaration: it is the "call" that keeps its parameters.
    const bool IsTold = Body && isCoroutine(*Body);
    if (!IsTold && Parameter && isNotKept(*Parameter))
      return {};
    if (!Body)
      return assumedUse(Callee, Parameter, IsStarted, Unit);
    const UseAfterReturn Seen = UseAfterReturnSearch(*Body, Parameter, IsStarted, Unit).run();
    const bool Bound =
        !IsTold && outlivesItsCall(*Body, Unit) && (Parameter ? isBound(*Parameter) : isObjectBound(*Body));
    return Seen || !Bound ? Seen : outOfSight(*Body, Unit.workOf(returnTypeOf(*Body)).isLazy());
  }
};

} // namespace

UseAfterReturn useOfParameterAfterReturn(const FunctionDecl &Callee, const ParmVarDecl &Parameter,
                                         TranslationUnit &Unit, bool IsStarted) {
  return Unit.get<UseAfterReturnOf>({Callee.getCanonicalDecl(), Parameter.getFunctionScopeIndex(), IsStarted});
}

UseAfterReturn useOfObjectAfterReturn(const FunctionDecl &Callee, TranslationUnit &Unit, bool IsStarted) {
  return Unit.get<UseAfterReturnOf>({Callee.getCanonicalDecl(), TheObject, IsStarted});
}

bool outlivesItsCall(const FunctionDecl &F, TranslationUnit &Unit) {
  const QualType Returned = returnTypeOf(F);
  if (Returned.isNull() || Returned->isVoidType() || Returned->isReferenceType())
    return false;
  return Unit.workOf(Returned) || promiseOf(Returned);
}

} // namespace asynctidy::facts
