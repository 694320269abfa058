#include "analyses/lifetime/dangling-work.h"

#include "analyses/lifetime/dangling-this.h"
#include "analyses/lifetime/dangling-work-kept.h"
#include "compat/record-type.h"
#include "facts/aliases/access-step.h"
#include "facts/calls/joins.h"
#include "facts/flow/function-index.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/ended-work.h"
#include "facts/types/reference-counting.h"
#include "facts/types/views.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::Means;
using Through = asynctidy::analyses::DanglingWork::Through;
using End = asynctidy::analyses::DanglingWork::End;
using Kind = asynctidy::facts::Escape::Kind;

namespace asynctidy::analyses {
namespace {

/// A reference from a piece of work to one object.
struct Reference {
  Through How;
  const ParmVarDecl *Parameter;
  BorrowedObject To;
  UseAfterReturn Use;
};

class Search {
public:
  Search(const FunctionDecl &F, TranslationUnit &Unit)
      : F(F), Unit(Unit), Up(indexOf(F, Unit).parents()), Where(Up, Unit), Keeping(F, Unit, Up, Where) {}

  std::vector<DanglingWork> run() {
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      if (const auto *Call = dyn_cast<CallExpr>(&S)) {
        madeBy(*Call);
        givenTo(*Call);
      }
    });
    return std::move(Found);
  }

private:
  /// Adds the work that \p Call itself creates.
  void madeBy(const CallExpr &Call) {
    const CallParts Parts = partsOf(Call);
    if (!Parts.Callee || Call.isTypeDependent())
      return;
    const bool GivesWork = outlivesItsCall(*Parts.Callee, Unit);
    if (!GivesWork && (!Unit.isUserCode(Parts.Callee->getLocation()) || isCoroutine(*Parts.Callee)))
      return;
    std::vector<Reference> References;
    for (size_t I = 0; I < Parts.Arguments.size(); ++I)
      if (const ParmVarDecl *Parameter = Parts.parameter(I);
          Parameter && !saysOfArgument(Call, *Parts.Arguments[I], Means::CallsInline, Unit.models())) // see calledBy()
        addReferences(References, Through::Parameter, Parameter,
                      objectsBorrowedBy(*Parts.Arguments[I], Parameter->getType(), F, Unit),
                      [&] { return useOfParameterAfterReturn(*Parts.Callee, *Parameter, Unit); });
    if (Parts.Object && GivesWork)
      addReferences(References, isLambda(*Parts.Callee) ? Through::Closure : Through::Object, nullptr,
                    objectsNamedBy(*Parts.Object, F, Unit),
                    [&] { return useOfObjectAfterReturn(*Parts.Callee, Unit); });
    if (References.empty())
      return;
    if (GivesWork)
      return follow(Call, Parts.Callee, References);
    for (const Reference &To : References) // a function that passes the object to work of its own
      judge(Call, Parts.Callee, To, {Kind::Spawned, &Call});
  }

  /// The callable that \p Argument contains: `std::function<void()>(std::move(f))` contains f.
  static const Expr *callableIn(const Expr *Argument) {
    const Expr *Value = withoutMoves(Argument);
    const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
    const bool Wraps = Construct && Construct->getNumArgs() == 1 && !isClosure(Construct->getType()) &&
                       isClosure(withoutTemporaries(Construct->getArg(0))->getType());
    return Wraps ? callableIn(Construct->getArg(0)) : Value;
  }

  /// Adds the callables passed to \p Call that refer to objects.
  void givenTo(const CallExpr &Call) {
    const CallParts Parts = partsOf(Call);
    if (!Parts.Callee || movedFrom(&Call))
      return;
    for (const Expr *Argument : Parts.Arguments) {
      const Expr *Value = callableIn(Argument);
      if (isCallableView(Value->getType()))
        viewedBy(*Argument, *Value);
      if (!isClosure(Value->getType()))
        continue;
      const CXXMethodDecl *Operator = recordOf(Value->getType())->getLambdaCallOperator();
      calledBy(Call, *Argument, Operator);
      std::vector<Reference> References;
      const UseAfterReturn Use{true, nullptr, Operator, false};
      for (const BorrowedObject &To : objectsBorrowedBy(*Value, Value->getType(), F, Unit))
        References.push_back({Through::Capture, nullptr, To, Use});
      droppedBy(Call, *Value, Operator);
      if (!References.empty())
        follow(*Argument, Operator, References);
    }
  }

  /// A callable that only holds a reference to another one, as Seastar's coroutine::lambda.
  bool isCallableView(QualType T) const {
    const CXXRecordDecl *Record = T->getAsCXXRecordDecl();
    return Record && isView(T) &&
           !methodsNamed(Record, Record->getASTContext().DeclarationNames.getCXXOperatorName(OO_Call)).empty();
  }

  /// \p Argument is a callable that holds a reference to the closure \p Value.
  void viewedBy(const Expr &Argument, const Expr &Value) {
    std::vector<Reference> References;
    for (const BorrowedObject &To : objectsBorrowedBy(Value, Value.getType(), F, Unit))
      if (isClosure(To.Named->getType()))
        References.push_back({Through::Capture,
                              nullptr,
                              To,
                              {true, nullptr, recordOf(To.Named->getType())->getLambdaCallOperator(), false}});
    if (!References.empty())
      follow(Argument, References.front().Use.In, References);
  }

  /// \p Call calls the callable, does not keep it, and returns its work.
  void calledBy(const CallExpr &Call, const Expr &Callable, const CXXMethodDecl *Operator) {
    if (!Operator || !saysOfArgument(Call, Callable, Means::CallsInline, Unit.models()) ||
        !Unit.workOf(Call.getType()) || !outlivesItsCall(*Operator, Unit))
      return;
    std::vector<Reference> Closure;
    addReferences(Closure, Through::Closure, nullptr, objectsNamedBy(Callable, F, Unit),
                  [&] { return useOfObjectAfterReturn(*Operator, Unit); });
    if (!Closure.empty())
      follow(Call, Operator, Closure);
  }

  /// \p Call destroys the callable after it has returned its task.
  void droppedBy(const CallExpr &Call, const Expr &Callable, const CXXMethodDecl *Operator) {
    if (!Operator || !outlivesItsCall(*Operator, Unit) ||
        !Unit.models().is(qualifiedName(*Call.getDirectCallee()), Means::DropsCallable))
      return;
    if (const UseAfterReturn Use = useOfObjectAfterReturn(*Operator, Unit))
      Found.push_back({&Callable,
                       Operator,
                       Through::Closure,
                       nullptr,
                       {BorrowedObject::Kind::Temporary, &Callable, nullptr},
                       Use,
                       End::Sink,
                       {Kind::Spawned, &Call, nullptr, {}, &Call}});
  }

  void addReferences(std::vector<Reference> &References, Through How, const ParmVarDecl *Parameter,
                     const BorrowedObjects &To, llvm::function_ref<UseAfterReturn()> Uses) const {
    if (llvm::none_of(To, [](const BorrowedObject &R) { return R.Life != BorrowedObject::Kind::Borrowed; }))
      return;
    if (const UseAfterReturn Use = Uses())
      for (const BorrowedObject &Object : To)
        References.push_back({How, Parameter, Object, Use});
  }

  void follow(const Expr &Work, const FunctionDecl *Callee, const std::vector<Reference> &References) {
    Escape Goes = Where.of(Work);
    const bool IsCallable = References.front().How == Through::Capture;
    if (IsCallable && !Goes.Sink && Goes.What != Kind::Spawned)
      return; // it is not known to be kept
    if (Goes.What == Kind::Dropped && (IsCallable || runsWhenDropped(Work)))
      Goes = {Kind::Spawned, IsCallable ? Goes.Sink : &Work, nullptr, {}, Goes.Sink};
    for (const Reference &To : References)
      judge(Work, Callee, To, Goes);
  }

  /// Whether the work has started when the call returns, and its destructor does not wait for it.
  bool runsWhenDropped(const Expr &Call) const {
    const QualType T = Call.getType();
    const Work Made = Unit.workOf(T);
    return !joinsInDestructor(T, Unit.models()) && Made.Owner != FrameOwner::Owns &&
           (Made ? Made.Begins == Start::Eager : true);
  }

  void judge(const Expr &Work, const FunctionDecl *Callee, const Reference &To, const Escape &Goes) {
    DanglingWork Candidate{&Work, Callee, To.How, To.Parameter, To.To, To.Use, End::Statement, Goes};
    Candidate.Assumes = To.Use.Assumes;
    Candidate.RunsLater = To.How == Through::Capture && !(Callee && outlivesItsCall(*Callee, Unit));
    switch (To.To.Life) {
    case BorrowedObject::Kind::Borrowed:
      return;
    case BorrowedObject::Kind::This:
      return judgeOwner(Candidate);
    case BorrowedObject::Kind::Temporary:
      return judgeTemporary(Candidate);
    case BorrowedObject::Kind::Local:
      return judgeLocal(Candidate);
    }
  }

  /// What has not begun before its object's end is not ended by that.
  static bool hasBegun(const DanglingWork &Candidate) {
    return Candidate.Goes.What == Kind::Spawned || !Candidate.Use.IsLazy;
  }

  /// Whether the destructor of \p Local ends the work, which goes on from \p Starts.
  bool endsWith(const DanglingWork &Candidate, const VarDecl &Local, const Stmt &Starts) const {
    return hasBegun(Candidate) && endsWithItsObject(F, &Local, Starts, *Candidate.Work, Unit);
  }

  void judgeTemporary(DanglingWork &Candidate) {
    if (Candidate.How == Through::Object && hasBegun(Candidate) &&
        endsItsWork(Candidate.Refers.Named->getType(), nullptr, Unit.models()))
      return;
    switch (Candidate.Goes.What) {
    case Kind::Returned:
    case Kind::Spawned:
      Found.push_back(Candidate);
      return;
    case Kind::Named:
      Candidate.Runs = Keeping.firstRun(*Candidate.Goes.Into, *Candidate.Work);
      break;
    case Kind::Stored:
      if (const VarDecl *Container = localContainer(Candidate.Goes.Path))
        Candidate.Runs = Keeping.firstRun(*Container, *Candidate.Work);
      else if (Candidate.Goes.Path)
        Candidate.Runs = Candidate.Goes.At;
      break;
    default:
      return;
    }
    if (Candidate.Runs)
      Found.push_back(Candidate);
  }

  void judgeLocal(DanglingWork &Candidate) {
    const VarDecl &Local = *Candidate.Refers.Variable;
    if (movesOn(Local, *Candidate.Refers.Named) || isReceiver(Local, Candidate) ||
        endsWith(Candidate, Local, *Candidate.Goes.At))
      return;
    switch (Candidate.Goes.What) {
    case Kind::Returned:
      Candidate.Dies = End::Function;
      Found.push_back(Candidate);
      return;
    case Kind::Spawned:
      return judgeBeside(Candidate, Local, *Candidate.Goes.At);
    case Kind::Named:
      return judgeKept(Candidate, Local, *Candidate.Goes.Into);
    case Kind::Stored:
      if (const VarDecl *Container = localContainer(Candidate.Goes.Path))
        return judgeKept(Candidate, Local, *Container);
      if (Candidate.Goes.Path)
        return judgeBeside(Candidate, Local, *Candidate.Goes.At);
      return;
    default:
      return;
    }
  }

  /// Whether \p Named names \p Local only to refer to its elements, and the function moves it: they stay where they
  /// are.
  bool movesOn(const VarDecl &Local, const Expr &Named) const {
    const Stmt *Above = Up.of(Named);
    while (Above && (isa<CastExpr>(Above) || isa<ParenExpr>(Above) || isa<MemberExpr>(Above)))
      Above = Up.of(*Above);
    const auto *Call = dyn_cast_or_null<CallExpr>(Above);
    if (!Call ||
        (accessStep(Call).Does != AccessStep::Kind::Into && accessStep(Call).Does != AccessStep::Kind::Element))
      return false;
    return indexOf(F, Unit).isMoved(Local);
  }

  /// Whether the function that keeps the callable is also given \p Local as an object to watch, a pointer to a base
  /// with a virtual destructor: it drops the callable with it.
  bool isReceiver(const VarDecl &Local, const DanglingWork &Candidate) const {
    if (Candidate.How != Through::Capture || !Candidate.Goes.Sink)
      return false;
    const CallParts Parts = partsOf(*Candidate.Goes.Sink);
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

  /// Handles `this` of a reference-counted object, when the work gets no reference of its own.
  void judgeOwner(DanglingWork &Candidate) {
    const auto *Method = dyn_cast<CXXMethodDecl>(&F);
    if (Candidate.Goes.What != Kind::Spawned || !Method || Method->getParent()->isLambda() ||
        !isReferenceCounted(*Method->getParent()))
      return;
    if (holdsReference(*Candidate.Goes.At, *Method->getParent()) ||
        endsItsWork(compat::typeOf(*Method->getParent()), nullptr, Unit.models()) ||
        endsWithItsObject(F, nullptr, *Candidate.Goes.At, *Candidate.Work, Unit))
      return;
    const FunctionDecl *Runs = Candidate.Use.In ? Candidate.Use.In : Candidate.Callee;
    if (Runs && usesUnheldObject(*Runs, Unit))
      return; // reported in the coroutine itself
    if (Runs && (keepsReference(*Runs, *Method->getParent()) || (isLambda(*Runs) && !usesMembers(*Runs))))
      return;
    Candidate.Dies = End::Owner;
    Found.push_back(Candidate);
  }

  static bool usesMembers(const FunctionDecl &Callable) {
    bool Uses = false;
    forEachEvaluated(writtenBody(Callable), [&](const Stmt &S) { Uses |= isa<CXXThisExpr>(S); });
    return Uses;
  }

  static const VarDecl *localContainer(const AccessPath &Path) {
    return Path.From == AccessPath::Root::Local ? dyn_cast_or_null<VarDecl>(Path.Variable) : nullptr;
  }

  /// The work is kept in the local \p Kept: does it run after \p Local is destroyed?
  void judgeKept(DanglingWork &Candidate, const VarDecl &Local, const VarDecl &Kept) {
    const bool RunsAlone = runsWhenDropped(*Candidate.Work) && Candidate.Goes.What == Kind::Named;
    const WorkInLocals::Outcome Seen = Keeping.follow(*Candidate.Work, Candidate.Goes, Local, Kept, RunsAlone);
    if (Seen.Runs) {
      Candidate.Dies = End::Scope;
      Candidate.Runs = Seen.Runs;
      Found.push_back(Candidate);
    } else if (Seen.Handed && isa<ReturnStmt, CoreturnStmt>(Seen.Handed)) {
      Candidate.Dies = End::Function;
      Candidate.Goes = {Kind::Returned, Seen.Handed};
      Found.push_back(Candidate);
    } else if (Seen.Handed && isa<CallExpr>(Seen.Handed)) {
      Candidate.Goes = {Kind::Spawned, Seen.Handed};
      judgeBeside(Candidate, Local, *Seen.Handed);
    } else if (Seen.Throws) {
      Candidate.Dies = End::Scope;
      Candidate.Throws = Seen.Throws;
      Found.push_back(Candidate);
    }
  }

  /// The work runs concurrently with this function from \p Starts on.
  void judgeBeside(DanglingWork &Candidate, const VarDecl &Local, const Stmt &Starts) {
    if (endsWith(Candidate, Local, Starts))
      return;
    const ScopeEnd Life = scopeEndsBeforeJoin(F, Up, Local, Starts, *Candidate.Work, Unit);
    if (!Life.Ends && !Life.Throws)
      return;
    Candidate.Keeper = Life.Keeper;
    Candidate.Throws = Life.Throws;
    Candidate.Assumes |= Life.Assumes;
    Candidate.Dies = End::Scope;
    Found.push_back(Candidate);
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const Parents &Up;
  const Escapes Where;
  const WorkInLocals Keeping;
  std::vector<DanglingWork> Found;
};

struct DanglingWorkOfFunction : Analysis<const FunctionDecl *, std::vector<DanglingWork>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    return F->isDependentContext() || Unit.isBroken() ? Result() : Search(*F, Unit).run();
  }
};

} // namespace

const std::vector<DanglingWork> &danglingWorkIn(const FunctionDecl &F, TranslationUnit &Unit) {
  return Unit.get<DanglingWorkOfFunction>(&F);
}

} // namespace asynctidy::analyses
