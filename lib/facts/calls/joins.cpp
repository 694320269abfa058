#include "facts/calls/joins.h"

#include "compat/record-type.h"
#include "facts/aliases/access-path.h"
#include "facts/aliases/borrowed-objects.h"
#include "facts/calls/escape.h"
#include "facts/calls/waits.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
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
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

const VarDecl *variableNamed(const Stmt &S) {
  const auto *Name = dyn_cast<DeclRefExpr>(&S);
  return Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
}

/// The function that \p S names if it returns a reference to an object of its own, as `global_loop()` does; or null.
const FunctionDecl *accessorNamed(const Stmt &S) {
  const auto *Name = dyn_cast<DeclRefExpr>(&S);
  const auto *Callee = Name ? dyn_cast<FunctionDecl>(Name->getDecl()) : nullptr;
  const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Callee); // one of an object gives what is that object's
  return Callee && (!Method || Method->isStatic()) && Callee->getNumParams() == 0 &&
                 Callee->getReturnType()->isLValueReferenceType()
             ? Callee->getCanonicalDecl()
             : nullptr;
}

class JoinSearch {
public:
  JoinSearch(const FunctionDecl &F, const Parents &Up, const VarDecl &Local, const Stmt &Starts, const Stmt &Work,
             TranslationUnit &Unit)
      : F(F), Up(Up), Local(Local), Starts(Starts), Unit(Unit) {
    connect(Starts);
    connect(Work);
    connectWhatIsMadeFrom(Work);
  }

  ScopeEnd run() {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (!Graph)
      return {};
    const llvm::DenseSet<const Stmt *> Waits = waits();
    ScopeEnd Found;
    const VarDecl *Keeper = keeper();
    enum : unsigned char { Nothing, Beside };
    Found.Ends = anyFeasiblePathFrom(
        Graph->graph().getEntry(), *Graph, Unit.context(), Nothing,
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
          else if (Waits.contains(Statement->getStmt()))
            State = Nothing;
          else if (Keeper && State == Beside && !Found.Throws &&
                   mayLeaveByException(*Statement->getStmt(), Up, nullptr, Unit))
            Found.Throws = Statement->getStmt();
          return false;
        },
        [&](unsigned char State) { return isa<ParmVarDecl>(Local) && State == Beside; });
    if (Found.Ends)
      Found.Throws = nullptr;
    Found.Keeper = Keeper;
    return Found;
  }

private:
  /// The statements that may return only when the work has ended. A loop over a range waits for each of its elements; a
  /// test of what the work knows may skip a wait because the work has ended.
  llvm::DenseSet<const Stmt *> waits() const {
    llvm::DenseSet<const Stmt *> Found;
    addWaits(*writtenBody(F), Found);
    return Found;
  }

  /// Adds those at and below \p S, and returns whether there are any.
  bool addWaits(const Stmt &S, llvm::DenseSet<const Stmt *> &Found) const {
    bool Any = false;
    forEachEvaluatedChild(S, [&](const Stmt *Child) { Any |= addWaits(*Child, Found); });
    if (mayWait(S)) {
      Found.insert(&S);
      return true;
    }
    if (!Any)
      return false;
    if (const auto *Loop = dyn_cast<CXXForRangeStmt>(&S))
      Found.insert(Loop->getRangeStmt());
    if (const auto *If = dyn_cast<IfStmt>(&S); If && !If->getElse() && knows(*If->getCond()))
      forEachEvaluated(If->getCond(), [&](const Stmt &Part) { Found.insert(&Part); });
    return true;
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
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      forEachDeclared(S, [&](const VarDecl &V) {
        if (!V.getInit() || !V.hasLocalStorage() || !V.getType()->isRecordType() || &V == &Local)
          return;
        const bool IsWork = static_cast<bool>(Unit.workOf(V.getType())); // of the same object: it may end with this one
        forEachEvaluated(V.getInit(), [&](const Stmt &At) {
          const VarDecl *Named = variableNamed(At);
          if (OfWork.contains(Named) && (Named != &Local || IsWork))
            Connected.insert(&V);
        });
      });
    });
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

  bool asksAccessor(const Stmt &S) const {
    bool Asks = false;
    forEachEvaluated(&S, [&](const Stmt &At) { Asks |= Accessors.contains(accessorNamed(At)); });
    return Asks;
  }

  /// Whether \p S may return only when the work has ended.
  bool mayWait(const Stmt &S) const {
    if (const auto *Await = dyn_cast<CoroutineSuspendExpr>(&S))
      return !Up.isWithin(Starts, S) && knows(*Await->getOperand());
    if (const VarDecl *V = variableNamed(S))
      return Connected.contains(V) && decidesWhetherToLoop(S);
    const auto *Call = dyn_cast<CallExpr>(&S);
    return Call && Call->getDirectCallee() && !Up.isWithin(Starts, S) && !Up.isWithin(S, Starts) && mayWait(*Call);
  }

  /// `while (running) {}`
  bool decidesWhetherToLoop(const Stmt &S) const {
    for (const Stmt *Child = &S, *Above = Up.of(S); Above; Child = Above, Above = Up.of(*Above)) {
      if (const auto *While = dyn_cast<WhileStmt>(Above))
        return While->getCond() == Child;
      if (const auto *Do = dyn_cast<DoStmt>(Above))
        return Do->getCond() == Child;
      if (const auto *For = dyn_cast<ForStmt>(Above))
        return For->getCond() == Child && !For->getInc();
      if (!isa<Expr>(Above))
        return false;
    }
    return false;
  }

  bool mayWait(const CallExpr &Call) const {
    const FunctionDecl &Callee = *Call.getDirectCallee();
    const std::string Name = qualifiedName(Callee);
    for (const Means Waits : {Means::WaitsForWork, Means::RunsEventLoop, Means::Blocks, Means::MayBlock})
      if (Unit.models().is(Name, Waits))
        return true;
    if (llvm::any_of(workEndedBy(Call, Unit.models()), [&](const Expr *Object) { return isKnownToWork(*Object); }))
      return true;
    if (isSink(Call, Unit.models()) || isInsertion(Call, Unit.models()) || movedFrom(&Call) ||
        isa<CXXOperatorCallExpr>(Call))
      return false;
    if (const auto *Start = dyn_cast<CallExpr>(&Starts);
        Start && Start->getDirectCallee() && Start->getDirectCallee()->getCanonicalDecl() == Callee.getCanonicalDecl())
      return false;
    const CallParts Parts = partsOf(Call);
    if (Parts.Object && names(*Parts.Object, Callee))
      return !cast<CXXMethodDecl>(Callee).isConst() || Callee.getReturnType()->isVoidType();
    for (size_t I = 0; I < Parts.Arguments.size(); ++I) {
      const ParmVarDecl *Parameter = Parts.parameter(I);
      const QualType T = Parameter ? Parameter->getType() : QualType();
      if (!T.isNull() && T->isReferenceType() && !T->getPointeeType().isConstQualified() &&
          names(*Parts.Arguments[I], Callee))
        return true;
    }
    return false;
  }

  /// Whether \p Object is one that the work, or the function that runs it, may use, the variable in question included.
  bool isKnownToWork(const Expr &Object) const {
    const AccessPath Path = accessPath(&Object);
    if (Path.From == AccessPath::Root::This)
      return KnowsThis;
    const auto *Named = dyn_cast_or_null<VarDecl>(Path.Variable);
    return asksAccessor(Object) || (Named && Connected.contains(Named));
  }

  /// Whether \p E, the object or an argument of a call of \p Callee, names an object that the work uses, or a part of
  /// one.
  bool names(const Expr &E, const FunctionDecl &Callee) const {
    const AccessPath Path = accessPath(&E);
    if (Path.From == AccessPath::Root::This)
      return KnowsThis;
    if (asksAccessor(E))
      return true;
    const auto *Named = dyn_cast_or_null<VarDecl>(Path.Variable);
    // Local itself may wait if its class is the user's own, as a latch does; a string does not.
    return Named && Connected.contains(Named) && (Named != &Local || Unit.isUserCode(Callee.getLocation()));
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
  llvm::DenseSet<const VarDecl *> Connected;
  llvm::DenseSet<const FunctionDecl *> Accessors; ///< that the work, or the function that runs it, calls
  bool KnowsThis = false;
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
  const Parents Up(writtenBody(F));
  return llvm::any_of(Given, [&](const BorrowedObject &Object) {
    return Object.Life == BorrowedObject::Kind::Local && Object.Variable->hasLocalStorage() &&
           !isa<ParmVarDecl>(Object.Variable) &&
           (endsWithItsObject(F, Object.Variable, Call, Call, Unit) ||
            !scopeEndsBeforeJoin(F, Up, *Object.Variable, Call, Call, Unit).Ends);
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
