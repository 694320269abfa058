#include "facts/calls/joins.h"

#include "compat/record-type.h"
#include "facts/aliases/access-path.h"
#include "facts/aliases/borrowed-objects.h"
#include "facts/calls/possible-waits.h"
#include "facts/calls/waits.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/flow/may-throw.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/ended-work.h"
#include "facts/types/work.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;
using asynctidy::summaries::Assumption;

namespace asynctidy::facts {
namespace {

const VarDecl *variableNamed(const Stmt &S) {
  const auto *Name = dyn_cast<DeclRefExpr>(&S);
  return Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
}

class JoinSearch {
public:
  JoinSearch(const FunctionDecl &F, const Parents &Up, const VarDecl &Local, const Stmt &Starts, const Stmt &Work,
             TranslationUnit &Unit)
      : F(F), Up(Up), Local(Local), Starts(Starts), Unit(Unit), Possible(possibleWaitsIn(F, Unit)) {
    if (const auto *Start = dyn_cast<CallExpr>(&Starts); Start && Start->getDirectCallee())
      Started = Start->getDirectCallee()->getCanonicalDecl();
    connect(Starts);
    connect(Work);
    connectWhatIsMadeFrom(Work);
  }

  ScopeEnd run() {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (!Graph)
      return {};
    findWaits();
    ScopeEnd Found = search(*Graph, Trust::EveryWait);
    if (!Found.Ends && !Found.Throws && WaitsElsewhere)
      if (ScopeEnd Assumed = search(*Graph, Trust::WaitsForThisWork); Assumed.Ends) {
        Found = Assumed;
        Found.Assumes |= Assumption::WaitsElsewhere;
      }
    return Found;
  }

private:
  enum class Trust : uint8_t { EveryWait, WaitsForThisWork };

  ScopeEnd search(const FlowGraph &Graph, Trust Believed) {
    ScopeEnd Found;
    const VarDecl *Keeper = keeper();
    enum : unsigned char { Nothing, Beside };
    const PathSearch Answer = anyFeasiblePathAfter(
        &Starts, Graph, Unit.context(), Nothing,
        [&](const CFGElement &Element, unsigned char &State) {
          if (const auto Dies = Element.getAs<CFGLifetimeEnds>()) {
            if (Dies->getVarDecl() == &Local)
              return State == Beside;
            if (mayWaitInDestructor(*Dies->getVarDecl()))
              State = Nothing;
            return false;
          }
          const auto Statement = Element.getAs<CFGStmt>();
          if (!Statement)
            return false;
          if (Statement->getStmt() == &Starts)
            State = Beside;
          else if (waits(*Statement->getStmt(), Believed))
            State = Nothing;
          else if (Keeper && State == Beside && !Found.Throws &&
                   mayLeaveByException(*Statement->getStmt(), Up, nullptr, Unit))
            Found.Throws = Statement->getStmt();
          return false;
        },
        [&](unsigned char State) { return isa<ParmVarDecl>(Local) && State == Beside; });
    Found.Ends = Answer.Found;
    if (Answer.GaveUp)
      Found.Assumes = Assumption::SearchGivenUp;
    if (Found.Ends)
      Found.Throws = nullptr;
    Found.Keeper = Keeper;
    return Found;
  }

  /// Whether \p S may return only when the work has ended. A loop over a range waits for each of its elements; a test
  /// of what the work knows may skip a wait because the work has ended.
  bool waits(const Stmt &S, Trust Believed) {
    if (Waits.contains(&S))
      return true;
    if (isa<CallExpr>(S) && Possible.waitsAlways(S) && !isAround(S)) {
      if (Believed == Trust::EveryWait)
        WaitsElsewhere |= !isForThisWork(S);
      return Believed == Trust::EveryWait || isForThisWork(S);
    }
    const Stmt *Skipping = Possible.skipping(S);
    return Skipping && skips(*Skipping);
  }

  /// Whether the call \p S, which waits always, may wait for this very work: it has to do with an object that the work
  /// knows, or waits for work and does not say for which.
  bool isForThisWork(const Stmt &S) {
    bool NamesObject = false, Knows = knows(S);
    forEachEvaluated(&S, [&](const Stmt &At) {
      const VarDecl *V = variableNamed(At);
      NamesObject |= V || isa<CXXThisExpr>(At);
      Knows |= V && isMadeFromKnown(*V);
    });
    return Knows || (Possible.waitsForWork(S) && (!NamesObject || !namesExecutor()));
  }

  /// Whether the call that starts the work says where it is to run: `spawn(executor, f())`, `group.spawn(f())`.
  bool namesExecutor() const {
    const auto *Call = dyn_cast<CallExpr>(&Starts);
    return isa<CXXMemberCallExpr>(Starts) || (Call && Call->getNumArgs() > 1);
  }

  /// Whether \p V is a local that refers to, or is made of, something that the work knows: an element of a range.
  bool isMadeFromKnown(const VarDecl &V) {
    if (!V.hasLocalStorage() || !V.getInit())
      return false;
    const auto [It, New] = MadeFromKnown.try_emplace(&V, false);
    if (!New)
      return It->second;
    bool Known = knows(*V.getInit());
    forEachEvaluated(V.getInit(), [&](const Stmt &At) {
      const VarDecl *From = variableNamed(At);
      Known = Known || (From && isMadeFromKnown(*From));
    });
    return MadeFromKnown[&V] = Known;
  }

  /// Whether the loop or `if` \p Whole skips a call that waits always.
  bool skips(const Stmt &Whole) {
    const auto [It, New] = Skips.try_emplace(&Whole, false);
    if (New)
      It->second = llvm::any_of(Possible.alwaysBelow(Whole), [&](const Stmt *Wait) { return !isAround(*Wait); }) &&
                   (!isa<IfStmt>(Whole) || knows(*cast<IfStmt>(Whole).getCond()));
    return It->second;
  }

  bool isAround(const Stmt &S) const { return Up.isWithin(Starts, S) || Up.isWithin(S, Starts); }

  /// Collects the statements that wait for this very work.
  void findWaits() {
    for (const VarDecl *V : Connected)
      addWaits(Possible.about(*V));
    for (const FunctionDecl *Accessor : Accessors)
      addWaits(Possible.about(*Accessor));
    if (KnowsThis)
      addWaits(Possible.aboutThis());
  }

  void addWaits(llvm::ArrayRef<const Stmt *> Candidates) {
    for (const Stmt *S : Candidates)
      if (!Waits.contains(S) && mayWait(*S)) {
        Waits.insert(S);
        for (const Stmt *Above = Up.of(*S); Above && Around.insert(Above).second; Above = Up.of(*Above)) {
          if (const auto *Loop = dyn_cast<CXXForRangeStmt>(Above))
            Waits.insert(Loop->getRangeStmt());
          if (const auto *If = dyn_cast<IfStmt>(Above); If && !If->getElse() && knows(*If->getCond()))
            forEachEvaluated(If->getCond(), [&](const Stmt &Part) { Waits.insert(&Part); });
        }
      }
  }

  /// Notes the variables that the work, or the function that runs it, may use, and those in their initializers: `auto t
  /// = f(done);`.
  void connect(const Stmt &S) {
    forEachEvaluated(&S, [&](const Stmt &At) {
      KnowsThis |= isa<CXXThisExpr>(At);
      if (const FunctionDecl *Accessor = accessorNamed(At))
        Accessors.insert(Accessor);
      const VarDecl *V = variableNamed(At);
      if (V && Connected.insert(V).second && V->hasLocalStorage() && !isa<ParmVarDecl>(V) && V->getInit())
        connect(*V->getInit());
    });
  }

  /// `auto done = promise.get_future();`, when the work has the promise.
  void connectWhatIsMadeFrom(const Stmt &Work) {
    llvm::DenseSet<const VarDecl *> OfWork;
    std::swap(OfWork, Connected);
    connect(Work);
    std::swap(OfWork, Connected);
    for (const VarDecl *Named : OfWork)
      for (const VarDecl *V : indexOf(F, Unit).madeFrom(*Named))
        if (V->hasLocalStorage() && V->getType()->isRecordType() && V != &Local &&
            (Named != &Local || Unit.workOf(V->getType()))) // work of the same object: it may end with this one
          Connected.insert(V);
  }

  bool knows(const Stmt &S) const {
    bool Mentions = false;
    forEachEvaluated(&S, [&](const Stmt &At) {
      const VarDecl *V = variableNamed(At);
      Mentions |=
          (V && Connected.contains(V)) || (KnowsThis && isa<CXXThisExpr>(At)) || Accessors.contains(accessorNamed(At));
    });
    return Mentions;
  }

  /// Whether \p S, which is about something that the work knows, may return only when the work has ended.
  bool mayWait(const Stmt &S) const {
    if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&S))
      return !Up.isWithin(Starts, S) && knows(*Await->getOperand());
    if (const auto *Call = dyn_cast<CallExpr>(&S))
      return mayWait(*Call) && !isAround(S);
    return true; // it names a variable that decides whether to loop
  }

  bool mayWait(const CallExpr &Call) const {
    const FunctionDecl &Callee = *Call.getDirectCallee();
    const WaitingCall &How = Possible.of(Call);
    const auto IsKnown = [this](const ObjectKey &Object) { return isKnownToWork(Object); };
    if (llvm::any_of(How.Ends, IsKnown))
      return true;
    if (How.Never || Callee.getCanonicalDecl() == Started)
      return false;
    if (How.Object && names(*How.Object, Callee))
      return How.ObjectMayWait;
    return llvm::any_of(How.Lent, [&](const ObjectKey &Argument) { return names(Argument, Callee); });
  }

  /// Whether \p Object is one that the work, or the function that runs it, may use, the variable in question included.
  bool isKnownToWork(const ObjectKey &Object) const {
    if (Object.From == AccessPath::Root::This)
      return KnowsThis;
    return (Object.Variable && Connected.contains(Object.Variable)) ||
           llvm::any_of(Object.Accessors, [&](const FunctionDecl *Accessor) { return Accessors.contains(Accessor); });
  }

  /// Whether \p E, the object or an argument of a call of \p Callee, names an object that the work uses, or a part of
  /// one. Local itself may wait if its class is the user's own, as a latch does; a string does not.
  bool names(const ObjectKey &E, const FunctionDecl &Callee) const {
    if (!isKnownToWork(E))
      return false;
    return E.From == AccessPath::Root::This || E.Variable != &Local || Unit.isUserCode(Callee.getLocation()) ||
           llvm::any_of(E.Accessors, [&](const FunctionDecl *Accessor) { return Accessors.contains(Accessor); });
  }

  /// A destructor may wait: that of an object which the work uses, unless it is trivial, and that of a thread.
  bool mayWaitInDestructor(const VarDecl &V) const {
    const CXXRecordDecl *Record = V.getType()->getAsCXXRecordDecl();
    if (!Connected.contains(&V))
      return joinsInDestructor(V.getType(), Unit.models());
    // The destructor of a task destroys it, or lets it run on.
    const bool IsWork = Unit.workOf(V.getType()) && !joinsInDestructor(V.getType(), Unit.models());
    return Record && Record->hasDefinition() && !Record->hasTrivialDestructor() && !IsWork;
  }

  const VarDecl *keeper() const {
    const VarDecl *Keeper = nullptr;
    for (const VarDecl *Other : Connected)
      if (Other != &Local && Other->hasLocalStorage() && !isa<ParmVarDecl>(Other) &&
          !Other->getType()->isReferenceType() && Other->getLocation() < Local.getLocation() &&
          joinsInDestructor(Other->getType(), Unit.models()) &&
          (!Keeper || Other->getLocation() < Keeper->getLocation()))
        Keeper = Other;
    return Keeper;
  }

  const FunctionDecl &F;
  const Parents &Up;
  const VarDecl &Local;
  const Stmt &Starts;
  TranslationUnit &Unit;
  const PossibleWaits &Possible;
  const FunctionDecl *Started = nullptr;    ///< what Starts calls
  llvm::DenseSet<const Stmt *> Waits;       ///< for this very work
  llvm::DenseSet<const Stmt *> Around;      ///< the statements around these
  llvm::DenseMap<const Stmt *, bool> Skips; ///< see skips()
  llvm::DenseSet<const VarDecl *> Connected;
  llvm::DenseSet<const FunctionDecl *> Accessors;      ///< that the work, or the function that runs it, calls
  llvm::DenseMap<const VarDecl *, bool> MadeFromKnown; ///< see isMadeFromKnown()
  bool KnowsThis = false;
  bool WaitsElsewhere = false; ///< a call that was believed to wait for the work waits for something else
};

} // namespace

ScopeEnd scopeEndsBeforeJoin(const FunctionDecl &F, const Parents &Up, const VarDecl &Local, const Stmt &Starts,
                             const Stmt &Work, TranslationUnit &Unit) {
  return JoinSearch(F, Up, Local, Starts, Work, Unit).run();
}

bool isWaitedForOtherwise(const CallExpr &Call, const FunctionDecl &F, TranslationUnit &Unit) {
  const CallParts Parts = partsOf(Call);
  if (!Parts.Callee || F.isDependentContext())
    return false;
  BorrowedObjects Given;
  if (Parts.Object)
    Given = objectsNamedBy(*Parts.Object, F, Unit);
  for (size_t I = 0; I < Parts.Arguments.size(); ++I)
    if (const ParmVarDecl *Parameter = Parts.parameter(I))
      Given.append(objectsBorrowedBy(*Parts.Arguments[I], Parameter->getType(), F, Unit));
  const Parents &Up = indexOf(F, Unit).parents();
  return llvm::any_of(Given, [&](const BorrowedObject &Object) {
    return Object.Life == BorrowedObject::Kind::Local && Object.Variable->hasLocalStorage() &&
           !isa<ParmVarDecl>(Object.Variable) &&
           (endsWithItsObject(F, Object.Variable, Call, Call, Unit) ||
            !scopeEndsBeforeJoin(F, Up, *Object.Variable, Call, Call, Unit).surelyEnds());
  });
}

bool endsWithItsObject(const FunctionDecl &F, const VarDecl *Owner, const Stmt &Starts, const Expr &Work,
                       TranslationUnit &Unit) {
  QualType T;
  if (Owner)
    T = Owner->getType();
  else if (const auto *Method = dyn_cast<CXXMethodDecl>(&F))
    T = compat::typeOf(*Method->getParent());
  auto IsEnded = [&](const Expr *Object) {
    const AccessPath Path = accessPath(Object);
    const bool OfOwner = Owner ? Path.Variable == Owner->getCanonicalDecl() : Path.From == AccessPath::Root::This;
    if (!OfOwner)
      return false;
    const FieldDecl *Part = Path.Steps.empty() ? nullptr : Path.Steps.front();
    return endsItsWork(T, Part, Unit.models()) || waitsInDestructor(Part ? Part->getType() : T, Unit);
  };
  const auto *Made = dyn_cast<CallExpr>(&Work);
  const Expr *Object = Made ? partsOf(*Made).Object : nullptr;
  bool Ends = Object && IsEnded(Object);
  auto Look = [&](auto &Self, const Stmt &S) -> void {
    const auto *E = dyn_cast<Expr>(&S);
    if (E == &Work)
      return;
    Ends |= E && IsEnded(E);
    forEachEvaluatedChild(S, [&](const Stmt *Child) { Self(Self, *Child); });
  };
  Look(Look, Starts);
  return Ends;
}

bool mayLeaveByException(const Stmt &S, const Parents &Up, const VarDecl *Kept, TranslationUnit &Unit) {
  const auto *Await = dyn_cast<CoawaitExpr>(&S);
  if (!Await || !canSuspend(*Await) || !mayThrow(*Await, Unit))
    return false;
  bool Mentions = false;
  forEachEvaluated(Await->getOperand(), [&](const Stmt &At) { Mentions |= Kept && variableNamed(At) == Kept; });
  for (const Stmt *Above = &S; Above && !Mentions; Above = Up.of(*Above))
    Mentions |= isa<CXXTryStmt>(Above);
  return !Mentions;
}

} // namespace asynctidy::facts
