#include "facts/held-locks.h"

#include "facts/class-shape.h"
#include "facts/consistent-paths.h"
#include "facts/expressions.h"
#include "facts/flow-graph.h"
#include "facts/functions.h"
#include "facts/names.h"
#include "facts/walk.h"
#include "facts/work.h"

#include "clang/AST/Attr.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

#include <limits>
#include <map>

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// What a path may have left of one holder; a set of these is joined over paths.
enum State : unsigned char { Free = 1, Held = 2, Either = Free | Held };

/// One thing that holds locks: a guard variable, or one lock taken by hand.
struct Holder {
  const VarDecl *Guard = nullptr;
  llvm::SmallVector<LockName, 1> Locks;
  const Stmt *Since = nullptr;
  bool Together = false;  ///< one step takes all of Locks
  bool IsSeveral = false; ///< it holds one lock now and another one then: nobody can name it
};

/// What one expression does to a holder.
struct Action {
  unsigned Which;
  unsigned char Leaves; ///< a set of State
  bool Takes = false;   ///< counts as an acquisition
  bool Tries = false;
  bool Again = false;   ///< given up for a while and taken back, as a wait on a condition does
};

/// A condition that tells whether a holder holds.
struct Test {
  unsigned Which;
  bool Negated = false;
};

const VarDecl *localIn(const Expr *E) {
  const auto *Name = dyn_cast_or_null<DeclRefExpr>(E ? withoutTemporaries(E) : nullptr);
  const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  return V && V->hasLocalStorage() ? V : nullptr;
}

llvm::StringRef nameOf(const FunctionDecl *F) {
  return F && F->getDeclName().isIdentifier() ? F->getName() : llvm::StringRef();
}

bool isUnlock(llvm::StringRef Name) { return Name == "unlock" || Name == "unlock_shared" || Name == "Unlock"; }
bool isLock(llvm::StringRef Name) { return Name == "lock" || Name == "lock_shared" || Name == "Lock"; }
bool isTry(llvm::StringRef Name) { return Name.starts_with("try"); }

class HeldLocksAnalysis {
public:
  HeldLocksAnalysis(const FunctionDecl &F, const models::ModelSet &Models) : F(F), Models(Models) {}

  std::vector<LockEvent> run() {
    const Stmt *Body = writtenBody(F);
    if (!Body || F.isDependentContext())
      return {};
    heldAtEntry(*Body);
    findHolders(Body);
    if (Holders.empty())
      return {};
    const std::unique_ptr<FlowGraph> Graph = FlowGraph::of(F);
    if (!Graph)
      return {};
    FlowGraph::Bits AtStart(Holders.size(), Free);
    for (unsigned I : AtEntry)
      AtStart[I] = Held;
    std::vector<Moment> Moments;
    bool IsUncertain = false;
    Graph->solve(
        AtStart, [this](const CFGElement &Element, FlowGraph::Bits &Bits) { transfer(Element, Bits); },
        [&](const CFGElement &Element, const FlowGraph::Bits &Bits) {
          Moments.push_back({Element, Bits});
          IsUncertain |= llvm::is_contained(Bits, Either);
        },
        [this](const Expr &Condition, bool Holds, FlowGraph::Bits &Bits) { branch(Condition, Holds, Bits); });
    if (IsUncertain)
      keepConsistent(*Graph, AtStart, Moments);
    for (const Moment &M : Moments)
      visit(M.Element, M.Bits);
    return std::move(Events);
  }

private:
  /// A point of the function, with what holds just before it.
  struct Moment {
    CFGElement Element;
    FlowGraph::Bits Bits;
  };

  // ---- what there is to hold

  LockName nameLock(const Expr &E, LockKind Kind, bool Shared) const {
    return {accessPath(&E), Kind, Shared, isRecursiveLock(E.getType(), Models)};
  }

  /// Parameters that are guards, and locks the function requires.
  void heldAtEntry(const Stmt &Body) {
    for (const ParmVarDecl *Parameter : F.parameters())
      if (const auto Shape = guardShape(Parameter->getType(), Models)) {
        Holder H;
        H.Guard = Parameter;
        H.Since = &Body;
        H.Locks.push_back({AccessPath(), Shape->Holds, Shape->Shared, false});
        AtEntry.push_back(add(std::move(H)));
      }
    for (const FunctionDecl *Declared : F.redecls())
      for (const auto *Required : Declared->specific_attrs<RequiresCapabilityAttr>())
        for (const Expr *Lock : Required->args())
          if (const auto Kind = lockableKind(Lock->getType(), Models)) {
            const unsigned I = byHand(nameLock(*Lock, *Kind, Required->isShared()));
            Holders[I].Since = &Body;
            AtEntry.push_back(I);
          }
  }

  unsigned add(Holder H) {
    if (H.Guard)
      Guards[H.Guard] = Holders.size();
    Holders.push_back(std::move(H));
    return Holders.size() - 1;
  }

  /// The holder of a lock taken by hand.
  unsigned byHand(const LockName &Lock) {
    for (unsigned I = 0; I < Holders.size(); ++I)
      if (!Holders[I].Guard && Holders[I].Locks.front().Path == Lock.Path)
        return I;
    Holder H;
    H.Locks.push_back(Lock);
    return add(std::move(H));
  }

  void findHolders(const Stmt *S) {
    // Children first: what an initializer does comes before the variable.
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
          handedOver(*Captured, *S);
      return unlocksLater(*Lambda);
    }
    if (const auto *Call = dyn_cast<CallExpr>(S))
      return call(*Call);
    // A guard made of a guard is the business of who declares or takes the new one.
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(S); Construct && !guardShape(Construct->getType(), Models))
      for (unsigned I = 0; I < Construct->getNumArgs(); ++I) {
        handedOver(*Construct->getArg(I), *S);
        lent(*Construct->getArg(I), *Construct->getConstructor(), I, *S);
      }
    if (const auto *Return = dyn_cast<ReturnStmt>(S); Return && Return->getRetValue())
      handedOver(*Return->getRetValue(), *S);
  }

  void guard(const VarDecl &V, const DeclStmt &At) {
    if (!V.hasLocalStorage() || V.getType()->isReferenceType())
      return;
    const auto Shape = guardShape(V.getType(), Models);
    if (!Shape)
      return;
    Holder H;
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

  /// The locks an initializer mentions, and what the tags beside them say.
  void inspectInitializer(const Expr &Init, const GuardShape &Shape, Holder &H, unsigned char &Leaves, bool &Takes) {
    // A guard moved from another takes its locks over, as they are.
    const Expr *Maker = withoutTemporaries(&Init);
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(Maker);
        Construct && Construct->getNumArgs() >= 1 && guardShape(Construct->getArg(0)->getType().getNonReferenceType(), Models))
      if (const auto It = Guards.find(localIn(movedOrSelf(Construct->getArg(0)))); It != Guards.end()) {
        H.Locks = Holders[It->second].Locks;
        H.Since = Holders[It->second].Since;
        MovedFrom[H.Guard] = It->second;
        Takes = false;
        return;
      }
    const GuardOrigin Origin = guardOrigin(Init, Shape, Models);
    H.Locks = Origin.Locks;
    Takes = Origin.How != GuardOrigin::Way::Adopts && !Origin.TakenInside;
    if (Origin.How == GuardOrigin::Way::Defers)
      Leaves = Free;
    else if (Origin.How == GuardOrigin::Way::Tries)
      Leaves = Either;
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(Maker);
        Construct && Origin.How == GuardOrigin::Way::Takes && isGuard(Construct->getType(), Models) && Construct->getNumArgs() > 1)
      for (const Expr *Argument : Construct->arguments())
        if (!isa<CXXDefaultArgExpr>(Argument) && recordOf(Argument->getType()) &&
            !lockableKind(Argument->getType(), Models))
          Leaves = Either; // a deadline
    // Only an await can take a lock for coroutines: whoever makes a guard of one without, has it already.
    if (Shape.Holds == LockKind::Async && !containsAwait(Init) && !H.Locks.empty())
      Takes = false;
    if (!Takes) // the lock by hand gives it up
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

  /// `co_await m.lock()` of a lock for coroutines, where no guard comes back.
  void awaited(const CoawaitExpr &Await) {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(withoutTemporaries(Await.getOperand()));
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    if (!Method || !Await.getType()->isVoidType())
      return mayHandOn(Await);
    const llvm::StringRef Name = nameOf(Method);
    const Expr *Object = Call->getImplicitObjectArgument();
    if (!Name.contains("lock") || isTry(Name) || lockableKind(Object->getType(), Models) != LockKind::Async)
      return mayHandOn(Await);
    if (isUnlock(Name))
      return release(accessPath(Object), Await);
    const unsigned I = byHand(nameLock(*Object, LockKind::Async, Name.contains("shared")));
    Holders[I].Since = Holders[I].Since ? Holders[I].Since : &Await;
    act(Await, {I, Held, true});
  }

  /// An operation that is awaited with a lock for coroutines held by hand is often what gives it up: `co_await
  /// wait_operation{*this}`.
  void mayHandOn(const CoawaitExpr &Await) {
    for (unsigned I = 0; I < Holders.size(); ++I)
      if (!Holders[I].Guard && Holders[I].Locks.front().Kind == LockKind::Async)
        Perhaps[&Await].push_back(I);
  }

  void assigned(const CXXOperatorCallExpr &Assign) {
    const auto It = Guards.find(localIn(Assign.getArg(0)));
    if (It == Guards.end() || Assign.getNumArgs() != 2)
      return handedOver(*Assign.getArg(1), Assign);
    const Expr *Value = movedOrSelf(Assign.getArg(1));
    if (const auto From = Guards.find(localIn(Value)); From != Guards.end()) {
      rename(It->second, Holders[From->second].Locks);
      act(Assign, {From->second, Free});
      return act(Assign, {It->second, Held});
    }
    const auto *Construct = dyn_cast<CXXConstructExpr>(Value);
    const bool Empty = Construct && Construct->getNumArgs() == 0;
    if (!Empty)
      rename(It->second, locksIn(It->second, *Value));
    act(Assign, {It->second, static_cast<unsigned char>(Empty ? Free : Held), !Empty});
  }

  llvm::SmallVector<LockName, 1> locksIn(unsigned I, const Expr &Given) const {
    const auto Shape = guardShape(Holders[I].Guard->getType(), Models);
    return Shape ? guardOrigin(Given, *Shape, Models).Locks : llvm::SmallVector<LockName, 1>();
  }

  /// From some point on the guard holds \p Locks.
  void rename(unsigned I, llvm::ArrayRef<LockName> Locks) {
    Holder &H = Holders[I];
    const bool WasUnknown = H.Locks.size() == 1 && !H.Locks.front().Path;
    auto HaveSamePath = [](const LockName &A, const LockName &B) { return A.Path == B.Path; };
    if (WasUnknown && !H.IsSeveral && !Locks.empty()) {
      H.Locks.assign(Locks.begin(), Locks.end());
    } else if (!std::equal(Locks.begin(), Locks.end(), H.Locks.begin(), H.Locks.end(), HaveSamePath)) {
      H.IsSeveral = true;
      H.Locks.truncate(1);
      H.Locks.front().Path = {};
    }
  }

  /// A guard moved into \p Argument is somebody else's from \p At on.
  void handedOver(const Expr &Argument, const Stmt &At) {
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
      handedOver(*Argument, Call);
    const FunctionDecl *Callee = Call.getDirectCallee();
    if (!Callee)
      return;
    if (const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call)) {
      const Expr *Object = Member->getImplicitObjectArgument();
      if (const auto It = Guards.find(guardNamed(Object)); It != Guards.end())
        return guardOperation(It->second, *Member);
      if (lockableKind(Object->getType(), Models) && !MightReturnAwaitable(*Callee))
        if (lockOperation(*Object, nameOf(Callee), Call))
          return;
    }
    byModel(Call, *Callee);
    byAttributes(Call, *Callee);
    for (unsigned I = 0; I < Call.getNumArgs(); ++I) {
      lentGuard(*Call.getArg(I), Callee, I, Call);
      if (lockableKind(Call.getArg(I)->getType(), Models) && !isa<CXXOperatorCallExpr>(Call))
        lent(*Call.getArg(I), *Callee, I, Call);
    }
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
    if (const auto *Member = dyn_cast<MemberExpr>(Object)) // a guard that is a member of a local
      Object = Member->getBase();
    return localIn(Object);
  }

  void guardOperation(unsigned I, const CXXMemberCallExpr &Call) {
    const CXXMethodDecl *Method = Call.getMethodDecl();
    const llvm::StringRef Name = nameOf(Method);
    const QualType Result = Method->getReturnType();
    if (isUnlock(Name) || Name == "release" || Name == "Release" || Name == "reset")
      return act(Call, {I, Free});
    if (Name == "emplace" && Call.getNumArgs() > 0)
      rename(I, locksIn(I, *Call.getArg(0)));
    if (Name == "emplace" || Name == "relock" || isLock(Name))
      return act(Call, {I, Held, true});
    if (isTry(Name)) {
      act(Call, {I, Either, true, true});
      Tests[&Call] = {I};
      return;
    }
    if (Result->isBooleanType() && Method->isConst() && Call.getNumArgs() == 0)
      Tests[&Call] = {I}; // owns_lock(), has_value(), operator bool
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

  void acquireByHand(unsigned I, const CallExpr &Call, bool Tries, bool TrueMeansHeld = true) {
    if (!Holders[I].Since)
      Holders[I].Since = &Call;
    act(Call, {I, static_cast<unsigned char>(Tries ? Either : Held), true, Tries});
    if (Tries)
      Tests[&Call] = {I, !TrueMeansHeld};
  }

  void release(const AccessPath &Path, const Stmt &At) {
    for (unsigned I = 0; I < Holders.size(); ++I)
      for (const LockName &Lock : Holders[I].Locks)
        if (Lock.Path == Path && Path)
          act(At, {I, Free});
  }

  /// Functions whose models say that they lock or unlock their arguments, or, for member functions, the object.
  void byModel(const CallExpr &Call, const FunctionDecl &Callee) {
    const std::string Name = qualifiedName(Callee);
    auto ForEachLock = [&](const models::Entry &Said, auto Do) {
      const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
      if (Member)
        return Do(*Member->getImplicitObjectArgument());
      for (unsigned I = 0; I < Call.getNumArgs(); ++I)
        if (Said.speaksOfArgument(I))
          Do(*Call.getArg(I));
    };
    for (const Means Does : {Means::Acquires, Means::TriesToAcquire})
      if (const models::Entry *Said = Models.find(Name, Does))
        ForEachLock(*Said, [&](const Expr &Lock) {
          if (Call.getNumArgs() > 1 && !isa<CXXMemberCallExpr>(Call) && Said->Arguments.empty())
            TakenTogether.insert(&Call);
          const auto Kind = lockableKind(Lock.getType(), Models);
          if (const auto It = Guards.find(localIn(&Lock)); It != Guards.end()) // std::lock(first_guard, second_guard)
            return act(Call, {It->second, Held, true});
          const unsigned I = byHand(nameLock(Lock, Kind.value_or(LockKind::Thread), false));
          const bool Boolean = Call.getType()->isBooleanType(); // else an error number, zero for success
          acquireByHand(I, Call, Does == Means::TriesToAcquire, Boolean);
        });
    if (const models::Entry *Said = Models.find(Name, Means::Releases))
      ForEachLock(*Said, [&](const Expr &Lock) { release(accessPath(&Lock), Call); });
  }

  /// `[[clang::acquire_capability(m)]]` and its kind, the arguments seen from the call.
  void byAttributes(const CallExpr &Call, const FunctionDecl &Callee) {
    const auto *Member = dyn_cast<CXXMemberCallExpr>(&Call);
    auto PathAtCall = [&](const Expr &Named) {
      AccessPath Path = accessPath(&Named);
      if (Path.From == AccessPath::Root::This && Member) {
        AccessPath Object = accessPath(Member->getImplicitObjectArgument());
        if (Object)
          Object.Steps.append(Path.Steps.begin(), Path.Steps.end());
        return Object;
      }
      return Path.From == AccessPath::Root::Global ? Path : AccessPath();
    };
    for (const FunctionDecl *Declared : Callee.redecls()) {
      for (const auto *Acquires : Declared->specific_attrs<AcquireCapabilityAttr>())
        for (const Expr *Lock : Acquires->args())
          if (const auto Kind = lockableKind(Lock->getType(), Models))
            if (AccessPath Path = PathAtCall(*Lock)) {
              LockName Name = nameLock(*Lock, *Kind, Acquires->isShared());
              Name.Path = std::move(Path);
              acquireByHand(byHand(Name), Call, false);
            }
      for (const auto *Releases : Declared->specific_attrs<ReleaseCapabilityAttr>())
        for (const Expr *Lock : Releases->args())
          release(PathAtCall(*Lock), Call);
    }
  }

  /// A guard lent to a function by reference: what waits on a condition gives it back locked; of anything else we do not
  /// know what it does, unless it cannot do anything.
  void lentGuard(const Expr &Argument, const FunctionDecl *Callee, unsigned Index, const CallExpr &Call) {
    const auto It = Guards.find(localIn(&Argument));
    if (It == Guards.end() || isa<CXXOperatorCallExpr>(Call) || Index >= Callee->getNumParams())
      return;
    const QualType Parameter = Callee->getParamDecl(Index)->getType();
    if (!Parameter->isReferenceType() || Parameter->getPointeeType().isConstQualified())
      return;
    Lent[&Call].push_back(It->second);
    if (nameOf(Callee).starts_with("wait"))
      act(Call, {It->second, Held, /*Takes=*/true, /*Tries=*/false, /*Again=*/true});
    else if (!Models.is(qualifiedName(*Callee), Means::Acquires))
      act(Call, {It->second, Free});
  }

  /// An object made of a guard, or anything given a lock that is held, by a reference through which it can unlock:
  /// `reverse_lock unlocked(guard);`. Whether it does, and for how long, nobody sees here.
  void lent(const Expr &Argument, const FunctionDecl &Callee, unsigned Index, const Stmt &At) {
    if (Index >= Callee.getNumParams())
      return;
    const QualType Parameter = Callee.getParamDecl(Index)->getType();
    if (!Parameter->isLValueReferenceType() || Parameter->getPointeeType().isConstQualified())
      return;
    if (const auto It = Guards.find(localIn(&Argument)); It != Guards.end())
      act(At, {It->second, Free});
    else if (lockableKind(Argument.getType(), Models))
      mayUnlock(accessPath(&Argument), At);
  }

  /// `[&] { m.unlock(); }`, for whoever calls it.
  void unlocksLater(const LambdaExpr &Lambda) {
    forEachEvaluated(Lambda.getBody(), [&](const Stmt &S) {
      const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
      if (!Call || !Call->getMethodDecl() || !isUnlock(nameOf(Call->getMethodDecl())))
        return;
      const Expr *Object = Call->getImplicitObjectArgument();
      if (const auto It = Guards.find(localIn(Object)); It != Guards.end())
        Perhaps[&Lambda].push_back(It->second);
      else
        mayUnlock(accessPath(Object), Lambda);
    });
  }

  void mayUnlock(const AccessPath &Path, const Stmt &At) {
    for (unsigned I = 0; I < Holders.size(); ++I)
      if (Path && llvm::any_of(Holders[I].Locks, [&](const LockName &Lock) { return Lock.Path == Path; }))
        Perhaps[&At].push_back(I);
  }

  void act(const Stmt &At, Action Does) { Actions[&At].push_back(Does); }

  // ---- along the paths

  void transfer(const CFGElement &Element, FlowGraph::Bits &Bits) const {
    if (const auto End = Element.getAs<CFGLifetimeEnds>()) {
      if (const auto It = Guards.find(End->getVarDecl()); It != Guards.end())
        Bits[It->second] = Free;
      return;
    }
    const auto Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      return;
    if (const auto It = Perhaps.find(Statement->getStmt()); It != Perhaps.end())
      for (unsigned I : It->second)
        if (Bits[I] & Held)
          Bits[I] = Either;
    const auto It = Actions.find(Statement->getStmt());
    if (It == Actions.end())
      return;
    for (const Action &Does : It->second) {
      const VarDecl *Guard = Holders[Does.Which].Guard;
      const bool Declared = isa<DeclStmt>(Statement->getStmt());
      if (const auto Moved = MovedFrom.find(Guard); Declared && Moved != MovedFrom.end()) {
        Bits[Does.Which] = Bits[Moved->second];
        Bits[Moved->second] = Free;
        continue;
      }
      Bits[Does.Which] = Does.Leaves;
      if (const auto Taken = Adopted.find(Guard); Declared && Taken != Adopted.end())
        for (unsigned I : Taken->second)
          Bits[I] = Free;
    }
  }

  /// Where a lock is held on some path only, the path must not contradict itself: `if (b) m.lock(); … if (b) m.unlock();`.
  void keepConsistent(const FlowGraph &Graph, const FlowGraph::Bits &AtStart, std::vector<Moment> &Moments) const {
    std::vector<FlowGraph::Bits> States = {AtStart}; // numbered, for a path carries only a number along
    bool TooMany = false;
    auto Enter = [&](FlowGraph::Bits Bits, unsigned char &State) {
      const size_t Number = llvm::find(States, Bits) - States.begin();
      TooMany |= Number > std::numeric_limits<unsigned char>::max();
      if (Number == States.size())
        States.push_back(std::move(Bits));
      State = static_cast<unsigned char>(Number);
    };
    std::map<std::pair<const void *, const void *>, FlowGraph::Bits> Met;
    TooMany |= anyConsistentPath(
        Graph, F.getASTContext(), 0,
        [&](const CFGElement &Element, unsigned char &State) {
          FlowGraph::Bits Bits = States[State];
          FlowGraph::Bits &Known = Met.try_emplace(identity(Element), Bits.size(), 0).first->second;
          for (size_t I = 0; I < Bits.size(); ++I)
            Known[I] |= Bits[I];
          transfer(Element, Bits);
          Enter(std::move(Bits), State);
          return TooMany;
        },
        [&](const Expr &Condition, bool Holds, unsigned char &State) {
          FlowGraph::Bits Bits = States[State];
          branch(Condition, Holds, Bits);
          Enter(std::move(Bits), State);
        });
    if (TooMany)
      return;
    llvm::erase_if(Moments, [&](const Moment &M) { return !Met.count(identity(M.Element)); });
    for (Moment &M : Moments)
      M.Bits = Met[identity(M.Element)];
  }

  static std::pair<const void *, const void *> identity(const CFGElement &Element) {
    if (const auto Statement = Element.getAs<CFGStmt>())
      return {Statement->getStmt(), nullptr};
    if (const auto End = Element.getAs<CFGLifetimeEnds>())
      return {End->getVarDecl(), End->getTriggerStmt()};
    return {};
  }

  std::vector<HeldLock> heldIn(const FlowGraph::Bits &Bits, llvm::ArrayRef<unsigned> Except = {}) const {
    std::vector<HeldLock> Result;
    for (unsigned I = 0; I < Holders.size(); ++I)
      if ((Bits[I] & Held) && !llvm::is_contained(Except, I))
        for (const LockName &Lock : Holders[I].Locks)
          Result.push_back({Lock, Holders[I].Since, Holders[I].Guard, !(Bits[I] & Free)});
    return Result;
  }

  void visit(const CFGElement &Element, const FlowGraph::Bits &Bits) {
    if (const auto End = Element.getAs<CFGLifetimeEnds>()) {
      if (auto Locked = heldIn(Bits); !Locked.empty() && !Guards.count(End->getVarDecl()))
        Events.push_back({LockEvent::Happening::Destroys, End->getTriggerStmt(), {}, false, false, std::move(Locked), End->getVarDecl()});
      return;
    }
    const auto Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      return;
    const Stmt *S = Statement->getStmt();
    if (const auto *Suspension = dyn_cast<CoroutineSuspendExpr>(S)) {
      auto Locked = heldIn(Bits, lentTo(*Suspension));
      const auto *Await = dyn_cast<CoawaitExpr>(S);
      if (!Locked.empty() && canSuspend(*Suspension) && !(Await && Await->isImplicit()))
        Events.push_back({LockEvent::Happening::Suspends, S, {}, false, false, std::move(Locked)});
    }
    if (isa<CallExpr>(S) || isa<CXXConstructExpr>(S) || isa<CoroutineSuspendExpr>(S)) {
      if (auto Locked = heldIn(Bits); !Locked.empty() && (!Actions.count(S) || givesUpForAWhile(*S)))
        Events.push_back({LockEvent::Happening::Calls, S, {}, false, false, std::move(Locked)});
    }
    if (const auto It = Actions.find(S); It != Actions.end())
      for (const Action &Does : It->second)
        if (Does.Takes)
          for (const LockName &Lock : Holders[Does.Which].Locks)
            Events.push_back({LockEvent::Happening::Acquires, S, Lock, Does.Tries,
                              Holders[Does.Which].Together || TakenTogether.contains(S),
                              heldIn(Bits, Does.Again ? llvm::ArrayRef(Does.Which) : llvm::ArrayRef<unsigned>())});
  }

  /// What it calls itself, such as the predicate of a wait, it calls with the lock.
  bool givesUpForAWhile(const Stmt &S) const {
    return llvm::any_of(Actions.lookup(&S), [](const Action &Does) { return Does.Again; });
  }

  llvm::SmallVector<unsigned, 1> lentTo(const CoroutineSuspendExpr &Suspension) const {
    llvm::SmallVector<unsigned, 1> Found;
    forEachEvaluated(Suspension.getOperand(), [&](const Stmt &S) {
      if (const auto *Call = dyn_cast<CallExpr>(&S))
        if (const auto It = Lent.find(Call); It != Lent.end())
          Found.append(It->second.begin(), It->second.end());
    });
    return Found;
  }

  void branch(const Expr &Condition, bool Holds, FlowGraph::Bits &Bits) const {
    const Expr *E = &Condition;
    for (;;) {
      E = withoutTemporaries(E);
      if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot) {
        E = Not->getSubExpr();
        Holds = !Holds;
      } else if (const auto *Compare = dyn_cast<BinaryOperator>(E); Compare && Compare->isEqualityOp()) {
        // pthread_mutex_trylock(&m) == 0
        if (!Compare->getRHS()->IgnoreParenImpCasts()->isNullPointerConstant(F.getASTContext(),
                                                                             Expr::NPC_ValueDependentIsNotNull))
          return;
        E = Compare->getLHS();
        Holds = Holds != (Compare->getOpcode() == BO_EQ);
      } else if (const VarDecl *Flag = localIn(E); Flag && Flag->getInit() && !Flag->getType()->isReferenceType() &&
                                                   !Guards.count(Flag)) {
        E = Flag->getInit(); // bool locked = m.try_lock(); if (locked)
        if (!Tests.count(dyn_cast<CallExpr>(withoutTemporaries(E))))
          return;
      } else {
        break;
      }
    }
    const auto It = Tests.find(dyn_cast<CallExpr>(E));
    if (It == Tests.end())
      return;
    Bits[It->second.Which] &= Holds != It->second.Negated ? Held : Free;
  }

  const FunctionDecl &F;
  const models::ModelSet &Models;
  std::vector<Holder> Holders;
  llvm::SmallVector<unsigned, 2> AtEntry;
  llvm::DenseMap<const VarDecl *, unsigned> Guards;
  llvm::DenseMap<const VarDecl *, unsigned> MovedFrom;                           ///< guard → the holder it was moved from
  llvm::DenseMap<const VarDecl *, llvm::SmallVector<unsigned, 1>> Adopted;       ///< guard → locks taken by hand before
  llvm::DenseMap<const Stmt *, llvm::SmallVector<Action, 1>> Actions;
  llvm::DenseMap<const CallExpr *, Test> Tests;
  llvm::DenseMap<const CallExpr *, llvm::SmallVector<unsigned, 1>> Lent;
  llvm::DenseMap<const Stmt *, llvm::SmallVector<unsigned, 1>> Perhaps; ///< holders that may be free after it, if held
  llvm::DenseSet<const Stmt *> TakenTogether; ///< calls
  std::vector<LockEvent> Events;
};

} // namespace

std::vector<LockEvent> lockEventsIn(const FunctionDecl &F, const models::ModelSet &Models) {
  return HeldLocksAnalysis(F, Models).run();
}

bool canSuspend(const CoroutineSuspendExpr &Await) {
  const auto *Ready = dyn_cast_or_null<CallExpr>(Await.getReadyExpr() ? Await.getReadyExpr()->IgnoreImplicit() : nullptr);
  const FunctionDecl *Callee = Ready ? Ready->getDirectCallee() : nullptr;
  const auto Constant = Callee ? constantBoolReturn(*Callee) : std::nullopt;
  return !(Constant && *Constant);
}

} // namespace asynctidy::facts
