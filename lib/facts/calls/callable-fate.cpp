#include "facts/calls/callable-fate.h"

#include "facts/aliases/borrowed-objects.h"
#include "facts/calls/callbacks.h"
#include "facts/calls/joins.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/declared-lifetimes.h"
#include "facts/types/promise.h"
#include "facts/types/views.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;
using Kind = asynctidy::facts::Escape::Kind;

namespace asynctidy::facts {
namespace {

/// How often work is followed from one local into another that holds it.
constexpr unsigned MaxLocals = 3;

/// Follows work from the call that makes it to the end of its function.
class WorkSearch {
public:
  WorkSearch(const FunctionDecl &F, const CallExpr &Call, const FunctionDecl &Runs, const ParmVarDecl *Lent,
             TranslationUnit &Unit)
      : F(F), Call(Call), Runs(Runs), Lent(Lent), Unit(Unit), Index(indexOf(F, Unit)), Where(Index.parents(), Unit) {}

  WorkAfter run() const {
    // A callee that gives no work has dropped what the callable has returned.
    if (Call.getDirectCallee() != &Runs && !outlives(Call.getType()))
      return runsWhenDropped(Runs, Unit) ? unlessJoined(Call) : WorkAfter::Ended;
    return after(Where.of(Call), MaxLocals);
  }

private:
  bool outlives(QualType T) const { return Unit.workOf(T) || promiseOf(T); }

  WorkAfter after(const Escape &Goes, unsigned Depth) const {
    switch (Goes.What) {
    case Kind::Dropped:
      return runsWhenDropped(*Call.getDirectCallee(), Unit) ? unlessJoined(Call) : WorkAfter::Ended;
    case Kind::Spawned:
      return unlessJoined(*Goes.At);
    case Kind::Stored:
      if (Goes.Path.From == AccessPath::Root::This || Goes.Path.From == AccessPath::Root::Global)
        return unlessJoined(*Goes.At);
      if (const auto *Local = dyn_cast_or_null<VarDecl>(Goes.Path.Variable);
          Local && Goes.Path.From == AccessPath::Root::Local)
        return ofLocal(*Local, Depth);
      return WorkAfter::Ended;
    case Kind::Named:
      return ofLocal(*Goes.Into, Depth);
    case Kind::Returned:
      return recordOf(returnTypeOf(F)) ? WorkAfter::InResult : WorkAfter::Ended;
    case Kind::Unknown:
    case Kind::Awaited:
    case Kind::Waited:
      return WorkAfter::Ended;
    }
    return WorkAfter::Ended;
  }

  /// What becomes of what the local \p Kept holds.
  WorkAfter ofLocal(const VarDecl &Kept, unsigned Depth) const {
    if (Depth-- == 0)
      return WorkAfter::Ended;
    for (const DeclRefExpr *Name : Index.namesOf(Kept)) {
      const LambdaExpr *Holder = capturedBy(*Name);
      const WorkAfter Then = after(Holder ? Where.of(*Holder) : Where.ofMention(*Name), Depth);
      if (Then != WorkAfter::Ended)
        return Then;
    }
    return WorkAfter::Ended;
  }

  /// The lambda that \p Name is captured by, other than by reference.
  const LambdaExpr *capturedBy(const DeclRefExpr &Name) const {
    const Stmt *Above = Index.parents().of(Name);
    while (Above && !isa<LambdaExpr>(Above)) {
      const auto *E = dyn_cast<Expr>(Above);
      const auto *Construct = dyn_cast<CXXConstructExpr>(Above);
      if (!E || (!isa<CastExpr, FullExpr, MaterializeTemporaryExpr, CXXBindTemporaryExpr>(E) && !movedFrom(E) &&
                 !(Construct && Construct->getConstructor()->isCopyOrMoveConstructor())))
        return nullptr;
      Above = Index.parents().of(*Above);
    }
    const auto *Lambda = dyn_cast_or_null<LambdaExpr>(Above);
    if (!Lambda)
      return nullptr;
    for (const LambdaCapture &Capture : Lambda->captures())
      if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef &&
          Capture.getCapturedVar() == Name.getDecl())
        return nullptr;
    return Lambda;
  }

  WorkAfter unlessJoined(const Stmt &Starts) const {
    const bool Ends = Lent && scopeEndsBeforeJoin(F, Index.parents(), *Lent, Starts, Call, Unit).surelyEnds();
    return Ends ? WorkAfter::RunsOn : WorkAfter::Ended;
  }

  const FunctionDecl &F;
  const CallExpr &Call;
  const FunctionDecl &Runs;
  const ParmVarDecl *Lent;
  TranslationUnit &Unit;
  const FunctionIndex &Index;
  const Escapes Where;
};

/// Whether the callee cannot wait for the coroutine that \p Operator starts: its type, or the signature through which
/// it is called, gives nothing to wait for.
bool isResultIgnored(const Expr &Argument, const CXXMethodDecl &Operator, TranslationUnit &Unit) {
  const QualType Returned = returnTypeOf(Operator);
  if (Returned.isNull() || startOf(promiseOf(Returned)) != Start::Eager || frameOwner(Returned) == FrameOwner::Owns)
    return false;
  if (!Unit.workOf(Returned) && !awaitableForm(Returned)) // what others' promises can await is something to wait for
    return true;
  const auto *Wrapper = dyn_cast<CXXConstructExpr>(withoutMoves(&Argument));
  return Wrapper && takesVoidSignature(Wrapper->getConstructor()->getParent());
}

/// Whether \p Callee does something with its parameter \p Parameter, as far as its body is in sight.
bool usesParameter(const FunctionDecl &Callee, const ParmVarDecl &Parameter, TranslationUnit &Unit) {
  const FunctionDecl *Definition = definitionOf(Callee);
  if (!Definition || !Unit.isUserCode(Definition->getLocation()) ||
      Parameter.getFunctionScopeIndex() >= Definition->getNumParams())
    return false;
  return !indexOf(*Definition, Unit).namesOf(*Definition->getParamDecl(Parameter.getFunctionScopeIndex())).empty();
}

/// Whether \p Call may put the callable \p Argument somewhere that outlives the caller.
bool mayKeep(const CallExpr &Call, const Expr &Argument, const Escapes &Where, TranslationUnit &Unit) {
  const CallParts Parts = partsOf(Call);
  const auto At = llvm::find(Parts.Arguments, &Argument);
  const ParmVarDecl *Parameter = At == Parts.Arguments.end() ? nullptr : Parts.parameter(At - Parts.Arguments.begin());
  if (!Parameter || isNotKept(*Parameter) || Unit.workOf(Call.getType()))
    return false;
  const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Call);
  if (isInsertion(Call, Unit.models()) || (Operator && Operator->isAssignmentOp())) {
    const AccessPath Into = accessPath(Parts.Object ? Parts.Object : Call.getArg(0));
    return Into.From == AccessPath::Root::This || Into.From == AccessPath::Root::Global;
  }
  if (Operator || Parts.Callee->isInStdNamespace())
    return false;
  return !usesParameter(*Parts.Callee, *Parameter, Unit) || Where.of(Argument).What == Kind::Spawned;
}

/// Whether the object that keeps a callable from \p Call can let it go again: it is no container, and has an operation
/// for that.
bool canLetGo(const CallExpr &Call, TranslationUnit &Unit) {
  const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
  const CXXRecordDecl *Class = Member && Member->getMethodDecl() ? Member->getMethodDecl()->getParent() : nullptr;
  if (!Class || Class->isInStdNamespace() || isContainer(Member->getObjectType(), Unit.models()))
    return false;
  static constexpr llvm::StringLiteral Words[] = {"disconnect", "remove",     "unsubscribe", "off",
                                                  "unregister", "deregister", "unlisten",    "detach"};
  return visitWithBases(Class, [](const CXXRecordDecl &Part) {
    return llvm::any_of(Part.methods(), [](const CXXMethodDecl *Method) {
      return Method->getDeclName().isIdentifier() && hasWord(Method->getName(), Words);
    });
  });
}

} // namespace

const CXXMethodDecl *callOperatorOf(QualType T) {
  const CXXRecordDecl *Closure = recordOf(T);
  if (!Closure || !Closure->isLambda())
    return nullptr;
  const FunctionTemplateDecl *Generic = Closure->getDependentLambdaCallOperator();
  if (!Generic)
    return Closure->getLambdaCallOperator();
  for (const FunctionDecl *Each : Generic->specializations())
    if (Each->getBody())
      return cast<CXXMethodDecl>(Each);
  return cast<CXXMethodDecl>(Generic->getTemplatedDecl());
}

bool isCallOperatorOf(const Expr &Closure, const FunctionDecl *F) {
  return F && isLambda(*F) && recordOf(Closure.getType()) == cast<CXXMethodDecl>(F)->getParent();
}

const Expr *callableIn(const Expr *Argument) {
  const Expr *Value = withoutMoves(Argument);
  const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
  const bool Wraps = Construct && Construct->getNumArgs() == 1 && !isClosure(Construct->getType()) &&
                     isClosure(withoutTemporaries(Construct->getArg(0))->getType());
  return Wraps ? callableIn(Construct->getArg(0)) : Value;
}

bool isCallableView(QualType T) {
  const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
  return Record && isView(T) && hasOperator(*Record, OO_Call);
}

const FunctionDecl *calledInline(const CallExpr &Call, const Expr &Argument, TranslationUnit &Unit) {
  const Expr *Callable = withoutMoves(&Argument);
  if (!isClosure(Callable->getType()) || !saysOfArgument(Call, Argument, Means::CallsInline, Unit.models()))
    return nullptr;
  return callOperatorOf(Callable->getType());
}

bool runsWhenDropped(const FunctionDecl &Made, TranslationUnit &Unit) {
  const QualType T = returnTypeOf(Made);
  const Work Dropped = Unit.workOf(T);
  return !joinsInDestructor(T, Unit.models()) && Dropped.Owner != FrameOwner::Owns &&
         (Dropped ? Dropped.Begins == Start::Eager : startOf(promiseOf(T)) == Start::Eager);
}

WorkAfter workAfter(const FunctionDecl &F, const CallExpr &Call, const FunctionDecl &Runs, const ParmVarDecl *Lent,
                    TranslationUnit &Unit) {
  return WorkSearch(F, Call, Runs, Lent, Unit).run();
}

bool mayLetRun(const Escape &Goes, TranslationUnit &Unit) {
  const FunctionDecl *Takes = Goes.What == Kind::Unknown && Goes.Taker ? Goes.Taker->getDirectCallee() : nullptr;
  if (!Takes || isa<CXXOperatorCallExpr>(Goes.Taker) || Takes->isInStdNamespace() || isSink(*Goes.Taker, Unit.models()))
    return false;
  static constexpr llvm::StringLiteral Waiting[] = {"wait", "run",   "join",  "block", "blocking",
                                                    "sync", "await", "until", "get",   "drive"};
  const QualType Gives = Takes->getReturnType();
  if ((!Gives->isVoidType() && !Gives->isBooleanType()) || hasWord(simpleNameOf(Takes), Waiting))
    return false;
  return llvm::any_of(Takes->parameters(), [&](const ParmVarDecl *Parameter) {
    const QualType T = Parameter->getType();
    return !T->isLValueReferenceType() && Unit.workOf(T.getNonReferenceType());
  });
}

bool isReceiver(const VarDecl &Local, const CallExpr &Call, const FunctionDecl &F, TranslationUnit &Unit) {
  const CallParts Parts = partsOf(Call);
  for (size_t I = 0; Parts.Callee && I < Parts.Arguments.size(); ++I) {
    const ParmVarDecl *Parameter = Parts.parameter(I);
    const QualType T = Parameter ? Parameter->getType() : QualType();
    const CXXRecordDecl *Base = !T.isNull() && T->isPointerType() ? recordOf(T->getPointeeType()) : nullptr;
    const CXXDestructorDecl *Destructor = Base && Base->hasDefinition() ? Base->getDestructor() : nullptr;
    if (Destructor && Destructor->isVirtual() &&
        llvm::any_of(objectsBorrowedBy(*Parts.Arguments[I], T, F, Unit),
                     [&](const BorrowedObject &Object) { return Object.Variable == &Local; }))
      return true;
  }
  return false;
}

CallableFate fateOfCallable(const CallExpr &Call, const Expr &Argument, const CXXMethodDecl &Operator,
                            const Escapes &Where, TranslationUnit &Unit) {
  const auto Says = [&](Means Is) { return saysOfArgument(Call, Argument, Is, Unit.models()); };
  if (Says(Means::CallsInline))
    return {CallableEnd::Caller};
  if (Says(Means::DropsCallable))
    return {CallableEnd::AfterCall};
  if (!isResultIgnored(Argument, Operator, Unit)) {
    const bool IsLazy = isCoroutine(Operator) && Unit.workOf(returnTypeOf(Operator)).isLazy();
    const bool IsHandler =
        IsLazy && !isSink(Call, Unit.models()) && mayKeep(Call, Argument, Where, Unit) && canLetGo(Call, Unit);
    return IsHandler ? CallableFate{CallableEnd::Meanwhile, summaries::Assumption::ClosureDestroyed} : CallableFate();
  }
  if (Says(Means::Offloads))
    return {CallableEnd::AfterCall};
  if (Says(Means::Defers) || (!isSink(Call, Unit.models()) && mayKeep(Call, Argument, Where, Unit)))
    return {CallableEnd::Meanwhile, summaries::Assumption::ClosureDestroyed};
  return {};
}

} // namespace asynctidy::facts
