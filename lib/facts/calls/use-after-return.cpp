#include "facts/calls/use-after-return.h"

#include "compat/explicit-object.h"
#include "facts/calls/callable-fate.h"
#include "facts/calls/callbacks.h"
#include "facts/calls/escape.h"
#include "facts/calls/joins.h"
#include "facts/flow/after-await.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/coroutine-promise.h"
#include "facts/types/declared-lifetimes.h"
#include "facts/types/promise.h"
#include "facts/types/views.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"

using namespace clang;

namespace asynctidy::facts {

namespace {

/// A parameter of a function; null: its object.
using SubjectKey = const ParmVarDecl *;

/// Finds the parameters that a function names, and its object.
class SubjectReader {
public:
  using Subjects = llvm::SmallVector<SubjectKey, 2>;

  SubjectReader(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit), Up(indexOf(F, Unit).parents()) {}

  /// Those that \p S names, by itself or by a local that is an alias; none when `(void)argument;` is all it is for.
  Subjects namedBy(const Stmt &S) {
    if (isa<CXXThisExpr>(S))
      return onlySilences(S) ? Subjects() : Subjects{nullptr};
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    if (!Name || onlySilences(S))
      return {};
    Subjects Found;
    // A capture is read through the closure: through `this`, or through the explicit object.
    if (isLambda(F) && Name->refersToEnclosingVariableOrCapture()) {
      Found.push_back(nullptr);
      for (const ParmVarDecl *Parameter : F.parameters())
        if (compat::isExplicitObject(*Parameter))
          Found.push_back(Parameter);
    }
    if (const auto *Parameter = dyn_cast<ParmVarDecl>(Name->getDecl()))
      Found.push_back(Parameter);
    else if (const auto *Local = dyn_cast<VarDecl>(Name->getDecl()))
      Found.append(aliasedBy(*Local));
    return Found;
  }

  Subjects borrowedBy(const Expr &From, QualType To) const { return among(objectsBorrowedBy(From, To, F, Unit)); }
  Subjects namedAsObject(const Expr &E) const { return among(objectsNamedBy(E, F, Unit)); }

private:
  const Subjects &aliasedBy(const VarDecl &Local) {
    const auto [It, New] = Aliased.try_emplace(&Local);
    if (New && Local.hasLocalStorage() && Local.getInit() && isBorrowing(Local.getType()))
      for (const SubjectKey Found : borrowedBy(*Local.getInit(), Local.getType()))
        if (Found)
          It->second.push_back(Found);
    return It->second;
  }

  Subjects among(const BorrowedObjects &All) const {
    Subjects Found;
    for (const BorrowedObject &One : All) {
      if (const auto *Parameter = dyn_cast_or_null<ParmVarDecl>(One.Variable))
        if (One.Life == BorrowedObject::Kind::Borrowed || One.Life == BorrowedObject::Kind::Local)
          Found.push_back(Parameter);
      // A lambda's members belong to the enclosing object, not to its closure.
      if (One.Life == BorrowedObject::Kind::This &&
          !(isLambda(F) && isa<CXXThisExpr>(One.Named) && !capturesObjectByCopy()))
        Found.push_back(nullptr);
    }
    return Found;
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

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const Parents &Up;
  llvm::DenseMap<const VarDecl *, Subjects> Aliased;
};

/// The first mention of each subject.
struct FirstMentions : Analysis<const FunctionDecl *, llvm::DenseMap<SubjectKey, const Stmt *>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    Result First;
    SubjectReader Reader(*F, Unit);
    forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
      for (const SubjectKey Subject : Reader.namedBy(S))
        First.try_emplace(Subject, &S);
    });
    return First;
  }
};

/// The first mention of each subject that may come after a suspension.
struct FirstLateMentions : Analysis<const FunctionDecl *, llvm::DenseMap<SubjectKey, const Stmt *>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    Result First;
    SubjectReader Reader(*F, Unit);
    const FlowGraph *Graph = flowGraphOf(*F, Unit);
    if (!Graph && F->isDependentContext()) // the body of a generic lambda that nothing has instantiated
      forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
        for (const SubjectKey Subject : Reader.namedBy(S))
          if (isAfterAwait(S, indexOf(*F, Unit).parents()))
            First.try_emplace(Subject, &S);
      });
    if (!Graph)
      return First;
    const auto Transfer = [](const CFGElement &Element, FlowGraph::Bits &Suspended) {
      const auto Statement = Element.getAs<CFGStmt>();
      const auto *Await = Statement ? dyn_cast<CoroutineSuspendExpr>(Statement->getStmt()) : nullptr;
      if (Await && canSuspend(*Await))
        Suspended.set(0, 1);
    };
    Graph->solve({0}, Transfer, [&](const CFGElement &Element, const FlowGraph::Bits &Suspended) {
      const auto Statement = Suspended[0] ? Element.getAs<CFGStmt>() : std::nullopt;
      if (Statement)
        for (const SubjectKey Subject : Reader.namedBy(*Statement->getStmt()))
          First.try_emplace(Subject, Statement->getStmt());
    });
    return First;
  }
};

/// The definition of \p Callee if it is user code: of the instantiation, else of the template. Else null.
const FunctionDecl *withBody(const FunctionDecl &Callee, const TranslationUnit &Unit) {
  const FunctionDecl *Definition = definitionOf(Callee);
  return Definition && Unit.isUserCode(Definition->getLocation()) ? Definition : nullptr;
}

/// A call that is given a subject, and makes work or is followed into the user's function.
struct Passing {
  const CallExpr *Call;
  const ParmVarDecl *As;    ///< the parameter of Runs; null: its object
  const FunctionDecl *Runs; ///< the callee, or the call operator of the callable that the callee calls
};

struct PassedSubjects : Analysis<const FunctionDecl *, llvm::DenseMap<SubjectKey, llvm::SmallVector<Passing, 1>>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    Result Found;
    SubjectReader Reader(*F, Unit);
    forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
      const auto *Call = dyn_cast<CallExpr>(&S);
      const CallParts Parts = Call ? partsOf(*Call) : CallParts();
      if (!Parts.Callee || movedFrom(Call))
        return;
      const bool MakesWork = outlivesItsCall(*Parts.Callee, Unit);
      const bool HasBody = MakesWork || withBody(*Parts.Callee, Unit);
      for (size_t I = 0; I < Parts.Arguments.size(); ++I) {
        const ParmVarDecl *Parameter = Parts.parameter(I);
        if (!Parameter)
          continue;
        const Expr &Argument = *Parts.Arguments[I];
        if (const FunctionDecl *Called = calledInline(*Call, Argument, Unit)) {
          for (const SubjectKey Subject : Reader.namedAsObject(Argument))
            Found[Subject].push_back({Call, nullptr, Called});
        } else if (MakesWork || (HasBody && isBorrowing(Parameter->getType()))) {
          for (const SubjectKey Subject : Reader.borrowedBy(Argument, Parameter->getType()))
            Found[Subject].push_back({Call, Parameter, Parts.Callee});
        }
      }
      if (Parts.Object && MakesWork)
        for (const SubjectKey Subject : Reader.namedAsObject(*Parts.Object))
          Found[Subject].push_back({Call, nullptr, Parts.Callee});
    });
    return Found;
  }
};

/// Answers for one function body and one parameter or object.
class UseAfterReturnSearch {
public:
  UseAfterReturnSearch(const FunctionDecl &F, SubjectKey Subject, bool IsStarted, TranslationUnit &Unit)
      : F(F), Subject(Subject), IsStarted(IsStarted), Unit(Unit), Up(indexOf(F, Unit).parents()) {}

  UseAfterReturn run() {
    if (!isCoroutine(F))
      return passedOn(outlivesItsCall(F, Unit) ? Where::Anywhere : Where::Beside);
    const bool IsLazy = beginsLazily() && !IsStarted;
    const auto &Mentions = IsLazy ? Unit.get<FirstMentions>(&F) : Unit.get<FirstLateMentions>(&F);
    const Stmt *First = Mentions.lookup(Subject);
    if (First || IsLazy)
      return {First != nullptr, First, &F, IsLazy};
    return passedOn(Where::Awaited);
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

  /// Which of the work that this function makes counts.
  enum class Where {
    Anywhere, ///< all of it: it may be the work that this function returns
    Awaited,  ///< it runs while this coroutine is suspended
    Beside,   ///< it continues after this function, which returns no work, has returned
  };

  /// Whether this function passes the subject to other work that uses it after its own call.
  UseAfterReturn passedOn(Where Counts) const {
    const auto &Passed = Unit.get<PassedSubjects>(&F);
    const auto Known = Passed.find(Subject);
    if (Known == Passed.end())
      return {};
    for (const auto &[Call, As, Runs] : Known->second) {
      const bool MakesWork = outlivesItsCall(*Runs, Unit);
      if (Counts == Where::Awaited && (!MakesWork || !isAwaited(*Call)))
        continue;
      const WorkAfter Then =
          Counts == Where::Beside && MakesWork ? workAfter(F, *Call, *Runs, Subject, Unit) : WorkAfter::RunsOn;
      if (Then == WorkAfter::Ended)
        continue;
      const bool Started = IsStarted || isStartedHere(*Call);
      const UseAfterReturn Inner =
          As ? useOfParameterAfterReturn(*Runs, *As, Unit, Started) : useOfObjectAfterReturn(*Runs, Unit, Started);
      if (!Inner)
        continue;
      const WorkAfter Held = Inner.InResult ? workAfter(F, *Call, *Runs, Subject, Unit) : Then;
      if (Held == WorkAfter::Ended || (!MakesWork && !Inner.InResult && isJoined(*Call)))
        continue;
      return {true,
              Inner.At ? Inner.At : Call,
              Inner.In,
              Counts == Where::Awaited ? false : Inner.IsLazy,
              Held == WorkAfter::InResult,
              Inner.Assumes};
    }
    return {};
  }

  /// Whether this function waits for the work that \p Call, which returns none, has started.
  bool isJoined(const CallExpr &Call) const {
    return !Subject || !scopeEndsBeforeJoin(F, Up, *Subject, Call, Call, Unit).surelyEnds();
  }

  /// `auto t = f(x); t.resume();`
  bool isStartedHere(const CallExpr &Call) const {
    const Escape Goes = Escapes(Up, Unit).of(Call);
    if (Goes.What != Escape::Kind::Named)
      return false;
    return llvm::any_of(indexOf(F, Unit).callsOn(*Goes.Into), [&](const CXXMemberCallExpr *On) {
      const CXXMethodDecl *Method = On->getMethodDecl();
      return Method && isa<DeclRefExpr>(On->getImplicitObjectArgument()->IgnoreParenImpCasts()) &&
             !isa<CXXConversionDecl>(Method) && !Unit.workOf(On->getType()) &&
             (!Method->isConst() || Method->getNumParams() == 0);
    });
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
  const SubjectKey Subject;
  const bool IsStarted;
  TranslationUnit &Unit;
  const Parents &Up;
};

constexpr unsigned TheObject = ~0U;

/// A use in the coroutine \p Callee whose body is not visible.
UseAfterReturn outOfSight(const FunctionDecl &Callee, bool IsLazy) { return {true, nullptr, &Callee, IsLazy}; }

bool isWork(const Work &Made) { return Made.isTask() || Made.Kind == WorkKind::Generator; }

/// The use of \p Parameter (null: the object) after \p Callee, whose body is in another file, has returned.
UseAfterReturn assumedUse(const FunctionDecl &Callee, const ParmVarDecl *Parameter, bool IsStarted,
                          TranslationUnit &Unit) {
  const Work Made = Unit.workOf(returnTypeOf(Callee));
  const CoroutineBinding All = coroutineBinding(Callee);
  const bool Bound = All == CoroutineBinding::All || (Parameter ? isBound(*Parameter) : isObjectBound(Callee));
  if (Bound && outlivesItsCall(Callee, Unit))
    return outOfSight(Callee, Made.isLazy());
  // Which function a wrapper calls is not known. It may read its arguments, and then make the task.
  if (Made.isLazy() && !IsStarted && isCallableWrapper(Callee) && isWork(Made)) {
    UseAfterReturn Assumed = outOfSight(Callee, true);
    Assumed.Assumes = summaries::Assumption::UnseenBody;
    return Assumed;
  }
  // A lazy coroutine of the user's has not read its arguments when the call returns. But it may also be a function that
  // makes a coroutine, and has then moved from its `&&` parameters.
  const bool Takes = Parameter && Parameter->getType()->isRValueReferenceType() && !isDeclaredCoroutine(Callee);
  if (All == CoroutineBinding::None || Takes || IsStarted || !Made.isLazy() || !Unit.isUserCode(Callee.getLocation()) ||
      !isWork(Made))
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
    if (!Body || isCallableWrapper(Callee))
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
