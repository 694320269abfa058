#include "analyses/lifetime/dangling-this-owners.h"

#include "analyses/lifetime/dangling-this-kept.h"
#include "analyses/lifetime/dangling-this.h"
#include "compat/record-type.h"
#include "facts/calls/callable-fate.h"
#include "facts/calls/callers.h"
#include "facts/calls/escape.h"
#include "facts/calls/joins.h"
#include "facts/flow/after-await.h"
#include "facts/flow/function-index.h"
#include "facts/locks/suspensions.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/reference-counting.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;
using Kind = asynctidy::facts::Escape::Kind;

namespace asynctidy::analyses {
namespace {

class UnheldSearch {
public:
  UnheldSearch(const FunctionDecl &F, TranslationUnit &Unit)
      : F(F), Unit(Unit), Up(indexOf(F, Unit).parents()), Where(Up, Unit) {}

  std::vector<UnheldWork> run() {
    forEachEvaluatedIn(F, [&](const Stmt &S) {
      if (const auto *Call = dyn_cast<CallExpr>(&S))
        look(*Call);
    });
    return std::move(Found);
  }

private:
  void look(const CallExpr &Call) {
    const CallParts Parts = partsOf(Call);
    const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Parts.Callee);
    if (Method && Parts.Object && !Method->isStatic() && !isLambda(*Method)) {
      if (const FunctionDecl *Body = definitionOf(*Method); Body && isUnheld(*Body, *Method->getParent())) {
        if (isa<CXXThisExpr>(Parts.Object->IgnoreParenImpCasts()))
          ofThis(Call, *Body, *Method->getParent());
        else
          ofOwner(Call, *Body, *Parts.Object, *Method->getParent());
      }
      return;
    }
    for (const Expr *Argument : Parts.Arguments)
      if (const auto *Lambda = dyn_cast<LambdaExpr>(withoutMoves(Argument)))
        ofLambda(*Lambda);
  }

  /// Whether the coroutine \p Body, of an object of \p Class, uses it after a suspension, and neither holds it nor asks
  /// whether it lives.
  bool isUnheld(const FunctionDecl &Body, const CXXRecordDecl &Class) {
    if (!isCoroutine(Body) || Body.isDependentContext() || !Unit.isUserCode(Body.getLocation()))
      return false;
    const UseAfterReturn Use = useOfObjectAfterReturn(Body, Unit, /*IsStarted=*/true);
    return Use && Use.At && Use.Assumes.empty() && !watchesObject(Body, Class) &&
           (!Use.In || !watchesObject(*Use.In, Class)) && !mayEndWorkInDestructor(Class, Unit);
  }

  // ---- an object that a member or a global owns

  void ofOwner(const CallExpr &Call, const FunctionDecl &Body, const Expr &Object, const CXXRecordDecl &Class) {
    if (objectEnds(Unit).empty() || (isCoroutine(F) && (keepsLocalReference(F, Class) || holdsGuard(F))))
      return;
    const Escape Goes = Where.of(Call);
    const bool MayRun = mayLetRun(Goes, Unit);
    if (!(MayRun || goesOn(Goes, Call)) || capturesReference(*Goes.At, Class))
      return;
    const std::optional<ObjectOwner> Owner = ownerOf(Object, F, Unit);
    if (!Owner)
      return;
    const ObjectEnd *Best = nullptr;
    Assumptions Least;
    for (const ObjectEnd &End : objectEnds(Unit)) {
      if (End.Owner->getLocation() != Owner->Declared->getLocation() || !mayComeMeanwhile(End, Body))
        continue;
      const Assumptions Makes = assumedOf(End, *Owner, Class) | assumedOf(MayRun);
      if (!Best || (Makes.empty() && !Least.empty())) {
        Best = &End;
        Least = Makes;
      }
    }
    if (Best)
      Found.push_back({&Call, &Body, useOfObjectAfterReturn(Body, Unit, /*IsStarted=*/true), Owner->Declared, Best,
                       nullptr, Least});
  }

  /// Whether the work goes on while other code runs.
  bool goesOn(const Escape &Goes, const CallExpr &Call) const {
    switch (Goes.What) {
    case Kind::Returned:
    case Kind::Spawned:
    case Kind::Stored:
      return true;
    case Kind::Awaited:
      return suspensionsIn(F, Unit).indexOf(Goes.At).has_value();
    case Kind::Dropped:
      return runsWhenDropped(Call);
    default:
      return false;
    }
  }

  /// Whether the work has started when the call returns, and its destructor does not end or wait for it.
  bool runsWhenDropped(const Expr &Call) const {
    const Work Made = Unit.workOf(Call.getType());
    return !joinsInDestructor(Call.getType(), Unit.models()) && Made.Owner != FrameOwner::Owns &&
           (!Made || Made.Begins == Start::Eager);
  }

  /// Whether \p End is no part of the work, nor what follows it.
  bool mayComeMeanwhile(const ObjectEnd &End, const FunctionDecl &Body) const {
    if (isPartOf(*End.In, F, Unit) || isPartOf(*End.In, Body, Unit) || runInTurn(*End.In, F, Unit))
      return false;
    return llvm::none_of(callersIn(Unit).of(*End.In),
                         [&](const Caller &By) { return By.In && (isWithin(*By.In, F) || isWithin(*By.In, Body)); });
  }

  /// Whether \p Inner is \p Outer, a part of it, or a lambda in it.
  bool isWithin(const FunctionDecl &Inner, const FunctionDecl &Outer) const {
    for (const DeclContext *Around = &Inner; Around; Around = Around->getParent())
      if (Around->getPrimaryContext() == cast<DeclContext>(&Outer)->getPrimaryContext())
        return true;
    return isPartOf(Inner, Outer, Unit);
  }

  /// Whether an object of \p Class may ask its owner, the class of \p Remover, to let it go when its work has ended: it
  /// refers to the owner, or has a function to call.
  static bool mayLeaveByItself(const CXXRecordDecl &Class, const FunctionDecl &Remover) {
    const auto *Method = dyn_cast<CXXMethodDecl>(&Remover);
    return visitWithBases(&Class, [&](const CXXRecordDecl &Part) {
      return llvm::any_of(Part.fields(), [&](const FieldDecl *Field) {
        const QualType T = Field->getType();
        const bool Refers = T->isPointerType() || T->isReferenceType();
        const CXXRecordDecl *To = recordOf(Refers ? T->getPointeeType() : typeArgumentOf(T));
        const bool ToOwner = Method && To && To->getCanonicalDecl() == Method->getParent()->getCanonicalDecl();
        const QualType Signature = typeArgumentOf(T);
        return ToOwner || T->isFunctionPointerType() || (!Signature.isNull() && Signature->isFunctionType());
      });
    });
  }

  Assumptions assumedOf(const ObjectEnd &End, const ObjectOwner &Owner, const CXXRecordDecl &Class) const {
    Assumptions Made;
    if (!Owner.IsSole || End.IsPrepared)
      Made |= Assumption::ObjectLetGo;
    if (!End.IsOne || isCalledOnlyHere(*End.In, Unit) || mayLeaveByItself(Class, *End.In))
      Made |= Assumption::CalledMeanwhile;
    return Made;
  }

  static Assumptions assumedOf(bool MayRun) { return MayRun ? Assumptions(Assumption::UnseenBody) : Assumptions(); }

  static bool capturesReference(const Stmt &Starts, const CXXRecordDecl &Class) {
    bool Holds = false;
    forEachEvaluated(&Starts, [&](const Stmt &S) {
      if (const auto *Lambda = dyn_cast<LambdaExpr>(&S))
        Holds |= holdsReference(*Lambda, Class);
    });
    return Holds;
  }

  // ---- the object of this function, which is owned elsewhere

  /// What stands for the work of \p Call when it is dropped at \p At: in `(void)bind(executor, run()).start();` the
  /// result of start().
  const Expr &droppedValue(const CallExpr &Call, const Stmt &At) const {
    const Expr *Value = &Call;
    for (const Stmt *Above = Up.of(Call); Above && Above != &At && isa<Expr>(Above); Above = Up.of(*Above))
      if (isa<CallExpr>(Above) && !movedFrom(cast<Expr>(Above)))
        Value = cast<Expr>(Above);
    return *Value;
  }

  void ofThis(const CallExpr &Call, const FunctionDecl &Body, const CXXRecordDecl &Class) {
    Escape Goes = Where.of(Call);
    const bool MayRun = mayLetRun(Goes, Unit);
    if (MayRun)
      Goes.What = Kind::Spawned;
    else if (Goes.What == Kind::Dropped && runsWhenDropped(droppedValue(Call, *Goes.At)))
      Goes = {Kind::Spawned, &Call, nullptr, {}, Goes.Sink};
    judge(Call, Body, Goes, Class, nullptr, assumedOf(MayRun));
  }

  void ofLambda(const LambdaExpr &Lambda) {
    const CXXMethodDecl *Operator = Lambda.getCallOperator();
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    const bool HasThis = llvm::any_of(Lambda.captures(), [](const LambdaCapture &Capture) {
      return Capture.capturesThis() && Capture.getCaptureKind() == LCK_This;
    });
    if (!HasThis || !Method || isLambda(F))
      return;
    const CXXRecordDecl &Class = *Method->getParent();
    const FunctionDecl *Body = isCoroutine(*Operator) ? Operator : coroutineReturnedBy(*Operator, Class);
    const Stmt *Late = Body == Operator ? lateUseOfThis(*Operator) : nullptr;
    if (!Body || (Body == Operator && !Late) || watchesObject(*Operator, Class) || mayEndWorkInDestructor(Class, Unit))
      return;
    Escape Goes = Where.of(Lambda);
    if (Goes.What == Kind::Dropped && Goes.Sink)
      Goes = {Kind::Spawned, Goes.Sink, nullptr, {}, Goes.Sink};
    judge(Lambda, *Body, Goes, Class, Late);
  }

  /// The unheld coroutine of `[this] { return run(); }`.
  const FunctionDecl *coroutineReturnedBy(const CXXMethodDecl &Operator, const CXXRecordDecl &Class) {
    const FunctionDecl *Found = nullptr;
    forEachEvaluated(writtenBody(Operator), [&](const Stmt &S) {
      const auto *Return = dyn_cast<ReturnStmt>(&S);
      const Expr *Value = Return ? Return->getRetValue() : nullptr;
      const auto *Call = Value ? dyn_cast<CXXMemberCallExpr>(withoutTemporaries(Value)) : nullptr;
      const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
      const FunctionDecl *Body = Method && isa<CXXThisExpr>(Call->getImplicitObjectArgument()->IgnoreParenImpCasts())
                                     ? definitionOf(*Method)
                                     : nullptr;
      if (Body && isUnheld(*Body, Class))
        Found = Body;
    });
    return Found;
  }

  /// The first use of the enclosing object in the coroutine lambda \p Operator that stands behind an await.
  const Stmt *lateUseOfThis(const CXXMethodDecl &Operator) const {
    const Parents &Up = indexOf(Operator, Unit).parents();
    const Stmt *Late = nullptr;
    forEachEvaluated(writtenBody(Operator), [&](const Stmt &S) {
      if (!Late && isa<CXXThisExpr>(S) && isAfterAwait(S, Up))
        Late = &S;
    });
    return Late;
  }

  void judge(const Expr &Work, const FunctionDecl &Body, const Escape &Goes, const CXXRecordDecl &Class,
             const Stmt *Late = nullptr, Assumptions Makes = {}) {
    if (Goes.What != Kind::Spawned || isReferenceCounted(Class) || usesUnheldObject(Body, Unit) ||
        isJoinedByObject(*Goes.At, Class) || holdsReference(*Goes.At, Class) ||
        endsWithItsObject(F, nullptr, *Goes.At, Work, Unit) || isAwaitedElsewhere(Body, Class) ||
        !mayDieAlone(F, Class, Unit))
      return;
    UseAfterReturn Use = useOfObjectAfterReturn(Body, Unit, /*IsStarted=*/true);
    if (Late)
      Use = {true, Late, &Body, false};
    Found.push_back({&Work, &Body, Use, nullptr, nullptr, Goes.At, Makes | Assumption::ObjectLetGo});
  }

  /// Whether the work is handed to a part of the object that can be waited for: `scope_.spawn(run())`,
  /// `with_gate(gate_, …)`.
  bool isJoinedByObject(const Stmt &Starts, const CXXRecordDecl &) const {
    bool Joined = false;
    forEachEvaluated(&Starts, [&](const Stmt &S) {
      const auto *Member = dyn_cast<MemberExpr>(&S);
      const auto *Field = Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
      if (Field && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()))
        Joined |= canBeWaitedFor(Field->getType());
    });
    return Joined;
  }

  static bool canBeWaitedFor(QualType T) {
    const CXXRecordDecl *Record = T->isReferenceType() || T->isPointerType() ? nullptr : readable(recordOf(T));
    if (!Record)
      return false;
    for (llvm::StringRef Name : {"join", "close", "wait", "drain", "on_empty", "joinAsync", "join_async", "cleanup",
                                 "cancelAndJoinAsync", "cancel_and_join", "stop", "shutdown"})
      if (!methodsNamed(Record, Name).empty())
        return true;
    return false;
  }

  /// Whether another function of \p Class waits for a part of the object that \p Body, the work, uses as well: it
  /// may say so when it ends.
  bool isAwaitedElsewhere(const FunctionDecl &Body, const CXXRecordDecl &Class) const {
    const llvm::DenseSet<const Decl *> Used = partsNamedIn(writtenBody(Body));
    for (const CXXMethodDecl *Method : Class.methods()) {
      const FunctionDecl *Other = definitionOf(*Method);
      if (!Other || Other->getCanonicalDecl() == Body.getCanonicalDecl() || !isCoroutine(*Other))
        continue;
      bool Waits = false;
      forEachEvaluated(writtenBody(*Other), [&](const Stmt &S) {
        if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&S))
          for (const Decl *Part : partsNamedIn(Await->getOperand()))
            Waits |= Used.contains(Part);
      });
      if (Waits)
        return true;
    }
    return false;
  }

  static llvm::DenseSet<const Decl *> partsNamedIn(const Stmt *S) {
    llvm::DenseSet<const Decl *> Parts;
    forEachEvaluated(S, [&](const Stmt &At) {
      const auto *Member = dyn_cast<MemberExpr>(&At);
      if (Member && isa<FieldDecl>(Member->getMemberDecl()) &&
          isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()))
        Parts.insert(Member->getMemberDecl()->getCanonicalDecl());
    });
    return Parts;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const Parents &Up;
  const Escapes Where;
  std::vector<UnheldWork> Found;
};

} // namespace

std::vector<UnheldWork> unheldWorkIn(const FunctionDecl &F, TranslationUnit &Unit) {
  if (F.isDependentContext() || Unit.isBroken())
    return {};
  return UnheldSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
