#include "facts/locks/lock-actions.h"

#include "facts/locks/async-acquisition.h"
#include "facts/locks/async-holders.h"
#include "facts/locks/declared-locks.h"
#include "facts/locks/lent-locks.h"
#include "facts/locks/lock-actions-builder.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/async-lock.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Collects the actions, statement by statement.
class ActionReader : LockActionsBuilder {
public:
  ActionReader(const FunctionDecl &F, const models::ModelSet &Models) : LockActionsBuilder(Models), F(F) {}

  LockActions run(const Stmt &Body) {
    heldAtEntry(Body);
    LateHolders = lateHoldersIn(F, Models);
    findHolders(&Body);
    return std::move(*this);
  }

private:
  /// Parameters that are guards, and locks the function requires.
  void heldAtEntry(const Stmt &Body) {
    for (const ParmVarDecl *Parameter : F.parameters())
      if (const auto Shape = guardShape(Parameter->getType(), Models)) {
        LockHolder H;
        H.Guard = Parameter;
        H.Since = &Body;
        H.Locks.push_back({AccessPath(), Shape->Holds, Shape->Shared, false});
        AtEntry.push_back(add(std::move(H)));
      }
    holdRequired(F, Body, *this);
  }

  void findHolders(const Stmt *S) {
    // Children first: the initializer is evaluated before the variable exists.
    forEachEvaluatedChild(*S, [this](const Stmt *Child) { findHolders(Child); });
    if (const auto *Declarations = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declarations->decls())
        if (const auto *V = dyn_cast<VarDecl>(D))
          guard(*V, *Declarations);
      return;
    }
    if (const auto *Await = dyn_cast<CoawaitExpr>(S))
      return awaited(*Await);
    if (const auto *Assign = dyn_cast<CXXOperatorCallExpr>(S); Assign && Assign->getOperator() == OO_Equal)
      return assigned(*Assign);
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S)) {
      for (const Expr *Captured : Lambda->capture_inits())
        if (Captured)
          movedAway(*Captured, *S);
      return unlockInLambda(*Lambda, *this);
    }
    if (const auto *Call = dyn_cast<CallExpr>(S))
      return call(*Call);
    // A guard constructed from a guard is handled at the declaration or call that it belongs to.
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(S); Construct && !guardShape(Construct->getType(), Models))
      for (unsigned I = 0; I < Construct->getNumArgs(); ++I) {
        movedAway(*Construct->getArg(I), *S);
        lend(*Construct->getArg(I), *Construct->getConstructor(), I, *S, *this);
      }
    if (const auto *Return = dyn_cast<ReturnStmt>(S); Return && Return->getRetValue())
      movedAway(*Return->getRetValue(), *S);
  }

  void guard(const VarDecl &V, const DeclStmt &At) {
    if (!V.hasLocalStorage() || V.getType()->isReferenceType())
      return;
    const auto Shape = guardShape(V.getType(), Models);
    if (!Shape)
      return asyncHolder(V, At);
    LockHolder H;
    H.Guard = &V;
    H.Since = &At;
    unsigned char Leaves = Held;
    bool Takes = true;
    if (const Expr *Init = V.getInit())
      inspectInitializer(*Init, *Shape, H, Leaves, Takes);
    else
      Leaves = Free;
    if (H.Locks.empty()) {
      H.Locks.push_back({AccessPath(), Shape->Holds, Shape->Shared, false});
      const auto *Construct = V.getInit() ? dyn_cast<CXXConstructExpr>(withoutTemporaries(V.getInit())) : nullptr;
      if (Construct && Construct->getNumArgs() == 0)
        Leaves = Free; // made empty
    }
    H.Together = H.Locks.size() > 1;
    const unsigned I = add(std::move(H));
    act(At, {I, Leaves, Takes && (Leaves & Held), Leaves == Either});
  }

  /// A local that is no guard by its type alone, but is given what an await of a lock gives.
  void asyncHolder(const VarDecl &V, const DeclStmt &At) {
    LockHolder H;
    H.Guard = &V;
    H.Since = &At;
    const VarDecl *From = V.getInit() ? localIn(valueIn(V.getInit())) : nullptr;
    if (const auto It = Guards.find(From); From && It != Guards.end() && isMovedFromAnother(*V.getInit())) {
      H.Locks = Holders[It->second].Locks;
      H.Since = Holders[It->second].Since;
      MovedFrom[&V] = It->second;
      return act(At, {add(std::move(H)), Held});
    }
    const auto Taken = V.getInit() ? asyncAcquisition(*V.getInit(), Models) : std::nullopt;
    if (!Taken && !LateHolders.contains(&V))
      return;
    H.Locks.push_back(Taken ? Taken->Lock : LockName{AccessPath(), LockKind::Async, false, false});
    const unsigned char Leaves = Taken ? (Taken->Tries ? Either : Held) : Free;
    const bool Takes = Taken && !Taken->TakenInside;
    act(At, {add(std::move(H)), Leaves, Takes, Taken && Taken->Tries});
  }

  /// Reads the locks and tags of an initializer.
  void inspectInitializer(const Expr &Init, const GuardShape &Shape, LockHolder &H, unsigned char &Leaves,
                          bool &Takes) {
    // A guard moved from another one takes over its locks and their state.
    const Expr *Maker = withoutTemporaries(&Init);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(Maker);
        Construct && Construct->getNumArgs() >= 1 &&
        guardShape(Construct->getArg(0)->getType().getNonReferenceType(), Models))
      if (const auto It = Guards.find(localIn(movedOrSelf(Construct->getArg(0)))); It != Guards.end()) {
        H.Locks = Holders[It->second].Locks;
        H.Since = Holders[It->second].Since;
        MovedFrom[H.Guard] = It->second;
        Takes = false;
        return;
      }
    GuardOrigin Origin = guardOrigin(Init, Shape, Models);
    if (const auto Given = Origin.Locks.empty() ? asyncAcquisition(Init, Models) : std::nullopt) { // by a helper
      Origin.Locks.push_back(Given->Lock);
      Origin.TakenInside = Given->TakenInside;
      Origin.How = Given->Tries ? GuardOrigin::Mode::Tries : Origin.How;
    }
    H.Locks = Origin.Locks;
    Takes = Origin.How != GuardOrigin::Mode::Adopts && !Origin.TakenInside;
    if (Origin.How == GuardOrigin::Mode::Defers)
      Leaves = Free;
    else if (Origin.How == GuardOrigin::Mode::Tries)
      Leaves = Either;
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(Maker);
        Construct && Origin.How == GuardOrigin::Mode::Takes && isGuard(Construct->getType(), Models) &&
        Construct->getNumArgs() > 1)
      for (const Expr *Argument : Construct->arguments())
        if (!isa<CXXDefaultArgExpr>(Argument) && recordOf(Argument->getType()) &&
            !lockableKind(Argument->getType(), Models))
          Leaves = Either; // a deadline
    // Only an await can take a lock for coroutines: a guard of one that is made without an await adopts it.
    if (Shape.Holds == LockKind::Async && !containsAwait(Init) && !H.Locks.empty())
      Takes = false;
    if (!Takes) // the guard takes over from the lock taken by hand
      for (const LockName &Lock : H.Locks)
        for (unsigned I = 0; I < Holders.size(); ++I)
          if (!Holders[I].Guard && Holders[I].Locks.front().Path == Lock.Path)
            Adopted[H.Guard].push_back(I);
  }

  static bool containsAwait(const Expr &E) {
    bool Found = false;
    forEachEvaluated(&E, [&](const Stmt &S) { Found |= isa<CoawaitExpr>(S); });
    return Found;
  }

  static const Expr *movedOrSelf(const Expr *E) {
    E = withoutTemporaries(E);
    const Expr *Moved = movedFrom(E);
    return Moved ? Moved : E;
  }

  /// `co_await m.lock()` of a lock for coroutines that returns no guard.
  void awaited(const CoawaitExpr &Await) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(withoutTemporaries(Await.getOperand()));
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    if (!Method || !Await.getType()->isVoidType())
      return mayRelease(Await);
    if (const auto Taken = asyncAcquisitionByHand(Await, Models);
        Taken && givesBackByHand(F, Taken->Lock.Path) && !isTry(simpleNameOf(Method))) {
      const unsigned I = byHand(Taken->Lock);
      Holders[I].Since = Holders[I].Since ? Holders[I].Since : &Await;
      return act(Await, {I, Held, !Taken->Tries, Taken->Tries});
    }
    const llvm::StringRef Name = simpleNameOf(Method);
    const Expr *Object = Call->getImplicitObjectArgument();
    if (!Name.contains("lock") || isTry(Name) || lockableKind(Object->getType(), Models) != LockKind::Async)
      return mayRelease(Await);
    if (isUnlock(Name))
      return release(accessPath(Object), Await);
    const unsigned I = byHand(nameLock(*Object, LockKind::Async, Name.contains("shared")));
    Holders[I].Since = Holders[I].Since ? Holders[I].Since : &Await;
    act(Await, {I, Held, true});
  }

  /// An operation that is awaited while a lock for coroutines is held by hand often releases it: `co_await
  /// wait_operation{*this}`.
  void mayRelease(const CoawaitExpr &Await) {
    for (unsigned I = 0; I < Holders.size(); ++I)
      if (!Holders[I].Guard && Holders[I].Locks.front().Kind == LockKind::Async)
        MayRelease[&Await].push_back(I);
  }

  void assigned(const CXXOperatorCallExpr &Assign) {
    const auto It = Guards.find(guardNamed(Assign.getArg(0)));
    if (It == Guards.end() || Assign.getNumArgs() != 2)
      return movedAway(*Assign.getArg(1), Assign);
    const Expr *Value = movedOrSelf(Assign.getArg(1));
    if (const auto From = Guards.find(localIn(Value)); From != Guards.end()) {
      rename(It->second, Holders[From->second].Locks);
      act(Assign, {From->second, Free});
      return act(Assign, {It->second, Held});
    }
    const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
    const auto *List = dyn_cast<InitListExpr>(Value);
    const auto Taken = asyncAcquisition(*Assign.getArg(1), Models);
    if (Taken) {
      rename(It->second, Taken->Lock);
      return act(Assign, {It->second, Held, !Taken->TakenInside && !Taken->Tries});
    }
    const bool Empty = (Construct && Construct->getNumArgs() == 0) || (List && List->getNumInits() == 0) ||
                       !guardShape(Value->getType(), Models); // `= {}`, `= nullptr`, `= std::nullopt`
    if (!Empty)
      rename(It->second, locksIn(It->second, *Value));
    act(Assign, {It->second, static_cast<unsigned char>(Empty ? Free : Held), !Empty});
  }

  llvm::SmallVector<LockName, 1> locksIn(unsigned I, const Expr &Given) const {
    if (const auto Taken = asyncAcquisition(Given, Models))
      return {Taken->Lock};
    const auto Shape = guardShape(Holders[I].Guard->getType(), Models);
    return Shape ? guardOrigin(Given, *Shape, Models).Locks : llvm::SmallVector<LockName, 1>();
  }

  /// A guard that is moved into \p Argument no longer holds its locks after \p At.
  void movedAway(const Expr &Argument, const Stmt &At) {
    const Expr *E = withoutTemporaries(&Argument);
    while (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
      if (Construct->getNumArgs() != 1 || !Construct->getConstructor()->isMoveConstructor())
        return;
      E = withoutTemporaries(Construct->getArg(0));
    }
    const Expr *Moved = movedFrom(E);
    if (const auto It = Guards.find(localIn(Moved)); Moved && It != Guards.end())
      act(At, {It->second, Free});
  }

  void call(const CallExpr &Call) {
    if (movedFrom(&Call))
      return; // only a cast
    for (const Expr *Argument : Call.arguments())
      movedAway(*Argument, Call);
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee)
      return;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
      const Expr *Object = Member->getImplicitObjectArgument();
      if (const auto It = Guards.find(guardNamed(Object)); It != Guards.end())
        return guardOperation(It->second, *Member);
      if (lockWordsIn(simpleNameOf(Callee)).GivesBack)
        releaseByHand(*Object, Call);
      if (lockableKind(Object->getType(), Models) && !MightReturnAwaitable(*Callee))
        if (lockOperation(*Object, simpleNameOf(Callee), Call))
          return;
    }
    actByModel(Call, *Callee, *this);
    actByAttributes(Call, *Callee, *this);
    unlockInCallee(Call, *Callee, *this);
    for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
      lendGuard(*Call.getArg(I), *Callee, I, Call, *this);
      if (lockableKind(Call.getArg(I)->getType(), Models) && !isa<CXXOperatorCallExpr>(Call))
        lend(*Call.getArg(I), *Callee, I, Call, *this);
    }
  }

  /// \p Object gives back what an await has taken of it.
  void releaseByHand(const Expr &Object, const CallExpr &Call) {
    const AccessPath Path = accessPath(&Object);
    for (unsigned I = 0; I < Holders.size(); ++I)
      if (const LockName &Lock = Holders[I].Locks.front();
          Path && !Holders[I].Guard && Lock.Kind == LockKind::Async && Lock.Path == Path)
        act(Call, {I, Free});
  }

  static bool MightReturnAwaitable(const FunctionDecl &Callee) {
    return static_cast<bool>(awaitableForm(Callee.getReturnType()));
  }

  /// The guard variable that \p Object names, through an optional's or a pointer's `->`.
  const VarDecl *guardNamed(const Expr *Object) const {
    Object = withoutTemporaries(Object);
    if (const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(Object);
        Arrow && (Arrow->getOperator() == OO_Arrow || Arrow->getOperator() == OO_Star))
      Object = Arrow->getArg(0);
    if (const auto *Member = dyn_cast<MemberExpr>(Object); Member && guardShape(Member->getType(), Models))
      Object = Member->getBase(); // a guard that is a member of a local
    return localIn(Object);
  }

  void guardOperation(unsigned I, const CXXMemberCallExpr &Call) {
    const CXXMethodDecl *Method = Call.getMethodDecl();
    const llvm::StringRef Name = simpleNameOf(Method);
    const QualType Result = Method->getReturnType();
    if (isUnlock(Name) || Name == "release" || Name == "Release" || Name == "reset" ||
        Method->hasAttr<ReleaseCapabilityAttr>() || givesBackHolder(I, *Method))
      return act(Call, {I, Free});
    if (Name == "emplace" && Call.getNumArgs() > 0)
      rename(I, locksIn(I, *Call.getArg(0)));
    if (Name == "emplace" || Name == "relock" || isLock(Name) || Method->hasAttr<AcquireCapabilityAttr>())
      return act(Call, {I, Held, true});
    if (isTry(Name)) {
      act(Call, {I, Either, true, true});
      Tests[&Call] = {I};
      return;
    }
    if (Result->isBooleanType() && Method->isConst() && Call.getNumArgs() == 0)
      Tests[&Call] = {I}; // owns_lock(), has_value(), operator bool
  }

  /// Whether the holder of a lock for coroutines no longer surely holds it after \p Method, in words of its own:
  /// `units.return_all()`.
  bool givesBackHolder(unsigned I, const CXXMethodDecl &Method) const {
    return Holders[I].Locks.front().Kind == LockKind::Async && !Method.isConst() &&
           lockWordsIn(simpleNameOf(&Method)).GivesBack;
  }

  bool lockOperation(const Expr &Object, llvm::StringRef Name, const CallExpr &Call) {
    const LockKind Kind = *lockableKind(Object.getType(), Models);
    if (isUnlock(Name)) {
      release(accessPath(&Object), Call);
      return true;
    }
    if (!isLock(Name) && !(isTry(Name) && Name.contains("lock")))
      return false;
    const unsigned I = byHand(nameLock(Object, Kind, Name.contains("shared")));
    acquireByHand(I, Call, isTry(Name));
    return true;
  }

  const FunctionDecl &F;
  llvm::DenseSet<const VarDecl *> LateHolders;
};

} // namespace

LockActions lockActionsIn(const FunctionDecl &F, const models::ModelSet &Models) {
  return ActionReader(F, Models).run(*writtenBody(F));
}

} // namespace asynctidy::facts
