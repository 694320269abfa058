#include "analyses/lifetime/dangling-work.h"

#include "analyses/lifetime/dangling-this.h"
#include "analyses/lifetime/dangling-work-kept.h"
#include "compat/record-type.h"
#include "facts/aliases/access-step.h"
#include "facts/calls/callable-fate.h"
#include "facts/calls/callbacks.h"
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
    forEachEvaluatedIn(F, [&](const Stmt &S) {
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
    if (Call.isTypeDependent())
      return;
    if (!Parts.Callee)
      return madeByPointer(Call);
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
      addReferences(
          References, isLambda(*Parts.Callee) || isCallableWrapper(*Parts.Callee) ? Through::Closure : Through::Object,
          nullptr, objectsNamedBy(*Parts.Object, F, Unit), [&] { return useOfObjectAfterReturn(*Parts.Callee, Unit); });
    if (References.empty())
      return;
    if (GivesWork)
      return follow(Call, Parts.Callee, References);
    for (const Reference &To : References) // a function that passes the object to work of its own
      judge(Call, Parts.Callee, To, To.Use.InResult ? Where.of(Call) : Escape{Kind::Spawned, &Call});
  }

  /// \p Call calls through a pointer: which function is not known, only that it returns lazy work.
  void madeByPointer(const CallExpr &Call) {
    const QualType Pointer = Call.getCallee()->getType();
    const auto *Signature =
        Pointer->isFunctionPointerType() ? Pointer->getPointeeType()->getAs<FunctionProtoType>() : nullptr;
    const Work Made = Signature ? Unit.workOf(Signature->getReturnType()) : Work();
    if (!Made.isLazy() || !(Made.isTask() || Made.Kind == WorkKind::Generator))
      return;
    const UseAfterReturn Use{true, nullptr, nullptr, true, false, summaries::Assumption::UnseenBody};
    std::vector<Reference> References;
    for (unsigned I = 0; I < Signature->getNumParams() && I < Call.getNumArgs(); ++I)
      addReferences(References, Through::Parameter, nullptr,
                    objectsBorrowedBy(*Call.getArg(I), Signature->getParamType(I), F, Unit), [&] { return Use; });
    if (!References.empty())
      follow(Call, nullptr, References);
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
      const CXXMethodDecl *Operator = callOperatorOf(Value->getType());
      endedBy(Call, *Argument, *Value, Operator);
      std::vector<Reference> References;
      const UseAfterReturn Use{true, nullptr, Operator, false};
      for (const BorrowedObject &To : objectsBorrowedBy(*Value, Value->getType(), F, Unit))
        References.push_back({Through::Capture, nullptr, To, Use});
      if (!References.empty())
        follow(*Argument, Operator, References);
    }
  }

  /// \p Argument is a callable that holds a reference to the closure \p Value.
  void viewedBy(const Expr &Argument, const Expr &Value) {
    std::vector<Reference> References;
    for (const BorrowedObject &To : objectsBorrowedBy(Value, Value.getType(), F, Unit))
      if (isClosure(To.Named->getType()))
        References.push_back(
            {Through::Capture, nullptr, To, {true, nullptr, callOperatorOf(To.Named->getType()), false}});
    if (!References.empty())
      follow(Argument, References.front().Use.In, References);
  }

  /// \p Call does with the callable \p Value in \p Argument what is known of its callee.
  void endedBy(const CallExpr &Call, const Expr &Argument, const Expr &Value, const CXXMethodDecl *Operator) {
    if (!Operator || !outlivesItsCall(*Operator, Unit))
      return;
    const CallableFate Fate = fateOfCallable(Call, Argument, *Operator, Where, Unit);
    if (Fate.Dies == CallableEnd::Caller)
      return calledBy(Call, Argument, *Operator);
    if (Fate.Dies == CallableEnd::Unknown)
      return;
    const UseAfterReturn Use = useOfObjectAfterReturn(*Operator, Unit);
    if (!Use)
      return;
    DanglingWork Dropped{&Value,
                         Operator,
                         Through::Closure,
                         nullptr,
                         {BorrowedObject::Kind::Temporary, &Value, nullptr},
                         Use,
                         Fate.Dies == CallableEnd::AfterCall ? End::Sink : End::Holder,
                         {Kind::Spawned, &Call, nullptr, {}, &Call}};
    Dropped.Assumes = Use.Assumes | Fate.Assumes;
    Found.push_back(Dropped);
  }

  /// \p Call calls the callable, does not keep it, and returns its work or drops it.
  void calledBy(const CallExpr &Call, const Expr &Callable, const CXXMethodDecl &Operator) {
    BorrowedObjects Closures = objectsNamedBy(Callable, F, Unit);
    if (!Callable.isGLValue()) // taken by value
      Closures = {{BorrowedObject::Kind::Temporary, &Callable, nullptr}};
    std::vector<Reference> References;
    addReferences(References, Through::Closure, nullptr, Closures,
                  [&] { return useOfObjectAfterReturn(Operator, Unit); });
    if (References.empty())
      return;
    if (Unit.workOf(Call.getType()))
      follow(Call, &Operator, References);
    else if (facts::runsWhenDropped(Operator, Unit))
      for (const Reference &To : References)
        judge(Call, &Operator, To, {Kind::Spawned, &Call});
  }

  void addReferences(std::vector<Reference> &References, Through How, const ParmVarDecl *Parameter,
                     const BorrowedObjects &To, llvm::function_ref<UseAfterReturn()> Uses) const {
    if (llvm::none_of(To, [](const BorrowedObject &R) { return R.Life != BorrowedObject::Kind::Borrowed; }))
      return;
    if (const UseAfterReturn Use = Uses())
      for (const BorrowedObject &Object : To) {
        // A callee that only calls the closure is not what uses it.
        const bool IsClosure =
            Parameter && Parameter->getDeclContext() != Use.In && isCallOperatorOf(*Object.Named, Use.In);
        References.push_back({IsClosure ? Through::Closure : How, IsClosure ? nullptr : Parameter, Object, Use});
      }
  }

  void follow(const Expr &Work, const FunctionDecl *Callee, const std::vector<Reference> &References) {
    Escape Goes = Where.of(Work);
    const bool IsCallable = References.front().How == Through::Capture;
    if (IsCallable && !Goes.Sink && Goes.What != Kind::Spawned)
      return; // it is not known to be kept
    if (Goes.What == Kind::Dropped && (IsCallable || runsWhenDropped(Work)))
      Goes = {Kind::Spawned, IsCallable ? Goes.Sink : &Work, nullptr, {}, Goes.Sink};
    const bool IsAssumed = mayLetRun(Goes, Unit);
    if (IsAssumed)
      Goes.What = Kind::Spawned;
    for (Reference To : References) {
      if (IsAssumed)
        To.Use.Assumes |= summaries::Assumption::UnseenBody;
      judge(Work, Callee, To, Goes);
    }
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
      Candidate.Runs = Candidate.Use.InResult ? mentioned(*Candidate.Goes.Into)
                                              : Keeping.firstRun(*Candidate.Goes.Into, *Candidate.Work);
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

  /// The first mention of \p Holder, an object that holds work: what its functions do with that is not followed.
  const Stmt *mentioned(const VarDecl &Holder) const {
    const auto Names = indexOf(F, Unit).namesOf(Holder);
    return Names.empty() ? nullptr : Names.front();
  }

  void judgeLocal(DanglingWork &Candidate) {
    const VarDecl &Local = *Candidate.Refers.Variable;
    const CallExpr *Sink = Candidate.How == Through::Capture ? Candidate.Goes.Sink : nullptr;
    if (movesOn(Local, *Candidate.Refers.Named) || (Sink && isReceiver(Local, *Sink, F, Unit)) ||
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
    Candidate.Assumes |= assumedOfOwner(*Method->getParent(), Unit);
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
