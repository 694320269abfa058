#include "facts/locks/held-locks.h"

#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/locks/lock-actions.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"

#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include <map>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Of more locks than that, held at once in a generated function, only the first are told, because each event tells all
/// that are held at it.
constexpr size_t MostHeld = 64;

/// Computes the held locks by data flow over the lock actions.
class HeldLocksAnalysis : LockActions {
public:
  HeldLocksAnalysis(const FunctionDecl &F, LockActions Read, TranslationUnit &Unit)
      : LockActions(std::move(Read)), F(F), Unit(Unit) {}

  std::vector<LockEvent> run() {
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (!Graph)
      return {};
    FlowGraph::Bits AtStart(Holders.size(), Free);
    for (unsigned I : AtEntry)
      AtStart.set(I, Held);
    std::vector<Moment> Moments;
    Graph->solve(
        AtStart, [this](const CFGElement &Element, FlowGraph::Bits &Bits) { transfer(Element, Bits); },
        [&](const CFGElement &Element, const FlowGraph::Bits &Bits) { Moments.push_back({Element, Bits}); },
        [this](const Expr &Condition, bool Holds, FlowGraph::Bits &Bits) { branch(Condition, Holds, Bits); });
    keepFeasible(*Graph, AtStart, Moments);
    for (const Moment &M : Moments)
      visit(M.Element, M.Bits);
    return std::move(Events);
  }

private:
  /// A program point with the state just before it.
  struct Moment {
    CFGElement Element;
    FlowGraph::Bits Bits;
  };

  void transfer(const CFGElement &Element, FlowGraph::Bits &Bits) const {
    if (const auto End = Element.getAs<CFGLifetimeEnds>()) {
      if (const auto It = Guards.find(End->getVarDecl()); It != Guards.end())
        Bits.set(It->second, Free);
      return;
    }
    const auto Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      return;
    if (const auto It = MayRelease.find(Statement->getStmt()); It != MayRelease.end())
      for (unsigned I : It->second)
        if (Bits[I] & Held)
          Bits.set(I, Either);
    if (const auto It = UnknownAfter.find(Statement->getStmt()); It != UnknownAfter.end())
      for (unsigned I : It->second)
        Bits.set(I, Free); // unknown: not reported
    const auto It = Actions.find(Statement->getStmt());
    if (It == Actions.end())
      return;
    for (const HoldAction &Does : It->second) {
      const VarDecl *Guard = Holders[Does.Which].Guard;
      const bool Declared = isa<DeclStmt>(Statement->getStmt());
      if (const auto Moved = MovedFrom.find(Guard); Declared && Moved != MovedFrom.end()) {
        Bits.set(Does.Which, Bits[Moved->second]);
        Bits.set(Moved->second, Free);
        continue;
      }
      Bits.set(Does.Which, Does.Leaves);
      if (const auto Taken = Adopted.find(Guard); Declared && Taken != Adopted.end())
        for (unsigned I : Taken->second)
          Bits.set(I, Free);
    }
  }

  /// Removes states that only infeasible paths reach: `if (b) m.lock(); … if (b) m.unlock();`.
  void keepFeasible(const FlowGraph &Graph, const FlowGraph::Bits &AtStart, std::vector<Moment> &Moments) const {
    std::vector<FlowGraph::Bits> States = {AtStart}; // numbered, because the state of a path is one byte
    bool TooMany = false;
    auto Enter = [&](FlowGraph::Bits Bits, unsigned char &State) {
      if (Bits == States[State])
        return;
      const size_t Number = llvm::find(States, Bits) - States.begin();
      TooMany |= Number >= PathOver;
      if (Number == States.size())
        States.push_back(std::move(Bits));
      State = static_cast<unsigned char>(Number);
    };
    std::map<std::pair<const void *, const void *>, FlowGraph::Bits> Met;
    TooMany |= anyFeasiblePath(
        Graph, F.getASTContext(), 0,
        [&](const CFGElement &Element, unsigned char &State) {
          FlowGraph::Bits Bits = States[State];
          if (const auto [Known, New] = Met.try_emplace(identity(Element), Bits); !New)
            Known->second.unite(Bits);
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
    Bits.forEachUnusual([&](size_t I, unsigned char State) { // usually it is free
      if ((State & Held) && !llvm::is_contained(Except, I))
        for (const LockName &Lock : Holders[I].Locks)
          Result.push_back({Lock, Holders[I].Since, Holders[I].Guard, !(State & Free)});
      return Result.size() < MostHeld;
    });
    return Result;
  }

  void visit(const CFGElement &Element, const FlowGraph::Bits &Bits) {
    if (const auto End = Element.getAs<CFGLifetimeEnds>()) {
      if (auto Locked = heldIn(Bits); !Locked.empty() && !Guards.count(End->getVarDecl()))
        Events.push_back({LockEvent::Happening::Destroys,
                          End->getTriggerStmt(),
                          {},
                          false,
                          false,
                          std::move(Locked),
                          End->getVarDecl()});
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
      if (auto Locked = heldIn(Bits); !Locked.empty() && (!Actions.count(S) || releasesTemporarily(*S)))
        Events.push_back({LockEvent::Happening::Calls, S, {}, false, false, std::move(Locked)});
    }
    // A guard that owns its lock does not wait for it again: its lock() throws.
    const auto IsOwn = [&](const HoldAction &Does) { return Does.Again || Holders[Does.Which].Guard; };
    if (const auto It = Actions.find(S); It != Actions.end())
      for (const HoldAction &Does : It->second)
        if (Does.Takes)
          for (const LockName &Lock : Holders[Does.Which].Locks)
            Events.push_back({LockEvent::Happening::Acquires, S, Lock, Does.Tries,
                              Holders[Does.Which].Together || TakenTogether.contains(S),
                              heldIn(Bits, IsOwn(Does) ? llvm::ArrayRef(Does.Which) : llvm::ArrayRef<unsigned>())});
  }

  /// Whether \p S releases a lock and takes it again, as a wait does. It calls its predicate with the lock held.
  bool releasesTemporarily(const Stmt &S) const {
    return llvm::any_of(Actions.lookup(&S), [](const HoldAction &Does) { return Does.Again; });
  }

  /// The variable that \p Argument passes so that the callee may change it: moved, or as a non-const lvalue; or null.
  static const VarDecl *guardGivenBy(const Expr &Argument) {
    const auto *Name = dyn_cast<DeclRefExpr>(withoutMoves(&Argument));
    return Name && !Argument.getType().isConstQualified() ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
  }

  llvm::SmallVector<unsigned, 1> lentTo(const CoroutineSuspendExpr &Suspension) const {
    llvm::SmallVector<unsigned, 1> Found;
    forEachEvaluated(Suspension.getOperand(), [&](const Stmt &S) {
      if (const auto *Call = dyn_cast<CallExpr>(&S))
        if (const auto It = Lent.find(Call); It != Lent.end())
          Found.append(It->second.begin(), It->second.end());
      if (const auto *Awaiter = dyn_cast<CXXConstructExpr>(&S))
        for (const Expr *Argument : Awaiter->arguments())
          if (const auto It = Guards.find(guardGivenBy(*Argument)); It != Guards.end())
            Found.push_back(It->second);
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
      } else if (const VarDecl *Flag = localIn(E);
                 Flag && Flag->getInit() && !Flag->getType()->isReferenceType() && !Guards.count(Flag)) {
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
    const unsigned I = It->second.Which;
    Bits.set(I, Bits[I] & (Holds != It->second.Negated ? Held : Free));
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  std::vector<LockEvent> Events;
};

struct LockEventsOfFunction : Analysis<const FunctionDecl *, std::vector<LockEvent>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) {
    if (!writtenBody(*F) || F->isDependentContext())
      return {};
    LockActions Read = lockActionsIn(*F, Unit.models());
    return Read.Holders.empty() ? Result() : HeldLocksAnalysis(*F, std::move(Read), Unit).run();
  }
};

} // namespace

const std::vector<LockEvent> &lockEventsIn(const FunctionDecl &F, TranslationUnit &Unit) {
  return Unit.get<LockEventsOfFunction>(&F);
}

} // namespace asynctidy::facts
