#include "analyses/lost-work/unawaited-task.h"

#include "analyses/lost-work/unawaited-task-origin.h"
#include "analyses/lost-work/unawaited-task-uses.h"
#include "facts/calls/discards.h"
#include "facts/calls/droppable.h"
#include "facts/calls/run-to-end.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"

#include "clang/AST/Attr.h"
#include "clang/AST/DeclCXX.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::models::Means;

namespace asynctidy::analyses {
namespace {

struct Mention {
  const ValueDecl *Local;
  LocalUse What;
  const ValueDecl *Successor; ///< the local that is initialized from it, or null
};

/// The possible states of a local; sets of these are united where paths join.
enum State : unsigned char { Pending = 1, Consumed = 2, Empty = 4 };

struct Tracked {
  Work Holds;
  State AtStart;
  const CompoundStmt *Scope = nullptr;
  const ValueDecl *TakenFrom = nullptr; ///< the tracked local that it is initialized from, or null
  const Stmt *FirstConsumer = nullptr;
  bool Tested = false;
  const Stmt *Refilled = nullptr; ///< by this assignment, the first of several
  bool ExpectedToExit = false;    ///< used in a macro that expects it to throw: it takes every path that leads there
};

class LocalWorkAnalysis {
public:
  LocalWorkAnalysis(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit), Models(Unit.models()) {}

  std::vector<LocalWorkFate> run() {
    findLocals(writtenBody(F), nullptr);
    if (Locals.empty())
      return {};
    std::vector<const Stmt *> Parents;
    findUses(writtenBody(F), Parents);

    std::vector<LocalWorkFate> Lost;
    const FlowGraph *Graph = flowGraphOf(F, Unit);
    if (Graph)
      followPaths(*Graph);
    for (auto &[Local, Info] : Locals) {
      if (auto Awaited = AwaitedWhenEmpty.find(Local); Awaited != AwaitedWhenEmpty.end())
        Lost.push_back({Local, Info.Holds, LocalFate::AwaitedWhenEmpty, Awaited->second});
      else if (!mayHold(Local, Info) || isUsedOtherwise(Info))
        continue;
      else if (!Info.FirstConsumer) {
        // Eager work may be kept in a local on purpose while the function runs: it is lost only where the scope ends.
        if (Info.Holds.isLazy() || Info.Holds.Begins == Start::Unknown || EndsPending.count(Local))
          Lost.push_back({Local, Info.Holds, LocalFate::NeverConsumed, nullptr, Info.Tested});
      } else if (Info.Holds.Yields || Info.ExpectedToExit) {
        continue; // a generator is asked as often as its caller likes
      } else if (EndsPending.count(Local) && losesOnAnyPath(*Graph, Local)) {
        Lost.push_back({Local, Info.Holds,
                        Info.Tested ? LocalFate::UnconsumedWhenTested : LocalFate::UnconsumedAtScopeEnd,
                        Info.FirstConsumer, Info.Tested, Info.Refilled,
                        PathsAreKnown ? summaries::Assumptions() : summaries::Assumption::SearchGivenUp});
      } else if (auto Exit = ExitsEarlyPending.find(Local); Exit != ExitsEarlyPending.end()) {
        Lost.push_back({Local, Info.Holds, LocalFate::UnconsumedAtEarlyExit, Exit->second, Info.Tested});
      }
    }
    return Lost;
  }

private:
  void findLocals(const Stmt *S, const CompoundStmt *Scope) {
    if (!S)
      return;
    forEachDeclared(*S, [&](const VarDecl &V) { local(V, Scope); });
    if (const auto *Compound = dyn_cast<CompoundStmt>(S))
      Scope = Compound;
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { findLocals(Child, Scope); });
  }

  void local(const VarDecl &V, const CompoundStmt *Scope) {
    if (!V.hasLocalStorage() || V.isInvalidDecl() || !V.getInit() || V.isImplicit())
      return;
    if (const auto *Parts = dyn_cast<DecompositionDecl>(&V)) {
      if (isFreshFromCall(V.getInit()) && !mayBeDropped(*V.getInit(), Unit) && !V.getType()->isReferenceType())
        for (const BindingDecl *Part : Parts->bindings())
          if (const Work Holds = trackedWork(Part->getType(), /*FromCall=*/true))
            add(*Part, V, {Holds, Pending, Scope});
      return;
    }
    const bool Fresh = isFreshFromCall(V.getInit()) || isOperationMadeByName(V, Models);
    const ValueDecl *From = movedFromLocal(V);
    if (const Work Holds = trackedWork(V.getType(), Fresh)) {
      if ((Holds.Begins == Start::Eager && V.hasAttr<UnusedAttr>()) || mayBeDropped(*V.getInit(), Unit) ||
          runsToItsEnd(*V.getInit(), F, Unit))
        return; // kept alive on purpose, or not lost
      if (Fresh || From)
        add(V, V, {Holds, Pending, Scope, Locals.count(From) ? From : nullptr});
      else if (Holds.isTask() && isDefaultConstructed(V))
        add(V, V, {Holds, Empty, Scope});
    }
  }

  void add(const ValueDecl &Local, const VarDecl &Storage, Tracked Info) {
    Index[&Local] = Locals.size();
    Locals.insert({&Local, Info});
    Stored[&Storage].push_back(&Local);
  }

  /// A task counts wherever it comes from; another awaitable only when it is the result of a call, because a variable
  /// may also be an event that other coroutines wait for.
  Work trackedWork(QualType T, bool FromCall) const {
    if (T.isNull() || T->isDependentType() ||
        (T->isLValueReferenceType() && !FromCall)) // a new one has its lifetime extended
      return {};
    const Work Holds = workOf(T, Models);
    const bool Counts = Holds.isTask() || (Holds.Kind == WorkKind::Awaitable && FromCall);
    if (!Counts || joinsInDestructor(T, Models) || isModelled(T, Means::Droppable, Models))
      return {};
    return Holds;
  }

  /// Whether \p Local ever holds work that can be lost.
  bool mayHold(const ValueDecl *Local, const Tracked &Info) const {
    return Info.Refilled || (Info.AtStart == Pending && (!Info.TakenFrom || TakenPending.count(Local)));
  }

  /// An event, say: an awaitable without a promise whose state the function asks for.
  static bool isUsedOtherwise(const Tracked &Info) {
    return Info.Tested && Info.Holds.Kind == WorkKind::Awaitable && Info.Holds.Begins == Start::Unknown &&
           !Info.FirstConsumer;
  }

  void findUses(const Stmt *S, std::vector<const Stmt *> &Parents) {
    if (!S)
      return;
    if (const auto *Name = dyn_cast<DeclRefExpr>(S)) {
      if (auto It = Locals.find(Name->getDecl()); It != Locals.end())
        record(*Name, It->second, useOf(*Name, Parents, It->second.Holds), successorOf(*Name, Parents));
      return;
    }
    if (const auto *Lambda = dyn_cast<LambdaExpr>(S))
      captureUses(*Lambda, *Lambda->getBody());
    Parents.push_back(S);
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { findUses(Child, Parents); });
    Parents.pop_back();
  }

  /// A nested lambda captures the locals it mentions: they escape where the lambda is created.
  void captureUses(const LambdaExpr &Lambda, const Stmt &Below) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(&Below))
      if (auto It = Locals.find(Name->getDecl()); It != Locals.end()) {
        Captures[&Lambda].push_back(Name->getDecl());
        if (!It->second.FirstConsumer)
          It->second.FirstConsumer = &Lambda;
      }
    for (const Stmt *Child : Below.children())
      if (Child)
        captureUses(Lambda, *Child);
  }

  /// The local that is initialized from \p Name, or null.
  const ValueDecl *successorOf(const DeclRefExpr &Name, llvm::ArrayRef<const Stmt *> Parents) const {
    const ValueDecl *Successor = nullptr;
    for (const Stmt *Parent : Parents)
      if (isa<DeclStmt>(Parent))
        forEachDeclared(*Parent, [&](const VarDecl &V) {
          if (auto It = Locals.find(&V); It != Locals.end() && It->second.TakenFrom == Name.getDecl())
            Successor = &V;
        });
    return Successor;
  }

  void record(const DeclRefExpr &Name, Tracked &Info, std::pair<LocalUse, const Stmt *> Classified,
              const ValueDecl *Successor) {
    const auto [What, At] = Classified;
    Info.ExpectedToExit |= inMacroThatExpectsExit(Name.getBeginLoc(), Unit.context(), Models);
    Info.Tested |= What == LocalUse::Test;
    if (What == LocalUse::Refill && !Info.Refilled)
      Info.Refilled = At;
    if (What == LocalUse::Await || What == LocalUse::MoveAway || What == LocalUse::Consume)
      if (!Info.FirstConsumer)
        Info.FirstConsumer = &Name;
    // An assignment takes effect after its operands have been evaluated.
    Uses[What == LocalUse::Refill || What == LocalUse::Replace ? At : &Name].push_back(
        {Name.getDecl(), What, Successor});
  }

  void followPaths(const FlowGraph &Graph) {
    Graph.solve(
        FlowGraph::Bits(Locals.size(), 0),
        [this](const CFGElement &Element, FlowGraph::Bits &Bits) { transfer(Element, Bits); },
        [this](const CFGElement &Element, const FlowGraph::Bits &Bits) { visit(Element, Bits); });
  }

  void transfer(const CFGElement &Element, FlowGraph::Bits &Bits) const {
    const auto Statement = Element.getAs<CFGStmt>();
    if (!Statement)
      return;
    const Stmt *S = Statement->getStmt();
    if (const auto *Declarations = dyn_cast<DeclStmt>(S)) {
      for (const Decl *D : Declarations->decls())
        if (auto It = Stored.find(dyn_cast<VarDecl>(D)); It != Stored.end())
          for (const ValueDecl *Local : It->second)
            if (const Tracked &Info = Locals.find(Local)->second; !Info.TakenFrom)
              Bits.set(Index.lookup(Local), Info.AtStart);
      return;
    }
    if (auto It = Captures.find(dyn_cast<LambdaExpr>(S)); It != Captures.end())
      for (const ValueDecl *Local : It->second)
        Bits.set(Index.lookup(Local), Consumed);
    auto It = Uses.find(S);
    if (It == Uses.end())
      return;
    for (const auto &[Local, What, Successor] : It->second) {
      const unsigned I = Index.lookup(Local);
      if (Successor)
        Bits.set(Index.lookup(Successor), Bits[I]);
      if (What == LocalUse::Await || What == LocalUse::Consume || What == LocalUse::Replace)
        Bits.set(I, Consumed);
      else if (What == LocalUse::MoveAway)
        Bits.set(I, Empty);
      else if (What == LocalUse::Refill)
        Bits.set(I, Pending);
      else if (What == LocalUse::Test && Bits[I] == Empty)
        Bits.set(I, Empty | Consumed); // on this branch of the test there is no task to await
    }
  }

  void visit(const CFGElement &Element, const FlowGraph::Bits &Bits) {
    if (const auto Statement = Element.getAs<CFGStmt>()) {
      auto It = Uses.find(Statement->getStmt());
      if (It == Uses.end())
        return;
      for (const auto &[Local, What, Successor] : It->second) {
        if (What == LocalUse::Await && Bits[Index.lookup(Local)] == Empty)
          AwaitedWhenEmpty.try_emplace(Local, Statement->getStmt());
        if (Successor && (Bits[Index.lookup(Local)] & Pending))
          TakenPending.insert(Successor);
      }
      return;
    }
    if (const auto End = Element.getAs<CFGLifetimeEnds>()) {
      auto It = Stored.find(End->getVarDecl());
      if (It == Stored.end())
        return;
      for (const ValueDecl *Local : It->second) {
        if (!(Bits[Index.lookup(Local)] & Pending))
          continue;
        if (endsEarly(*End->getTriggerStmt(), Locals.find(Local)->second.Scope))
          ExitsEarlyPending.try_emplace(Local, End->getTriggerStmt());
        else
          EndsPending.insert({Local, true});
      }
    }
  }

  /// Repeats the question of followPaths() on feasible paths only, for all locals at once. A local that is initialized
  /// from another one is assumed to have got its work.
  void followFeasiblePaths(const FlowGraph &Graph) {
    HasFollowed = true;
    PathsAreKnown = solveOnFeasiblePaths(
        Graph, F.getASTContext(), FlowStates(Locals.size(), 0),
        [this](const CFGElement &Element, FlowStates &States) {
          const auto Statement = Element.getAs<CFGStmt>();
          transfer(Element, States);
          if (const auto It = Statement ? Uses.find(Statement->getStmt()) : Uses.end(); It != Uses.end())
            for (const Mention &Use : It->second)
              if (Use.Successor)
                States.set(Index.lookup(Use.Successor), Pending);
        },
        [this](const CFGElement &Element, const FlowStates &States) {
          const auto End = Element.getAs<CFGLifetimeEnds>();
          const auto It = End ? Stored.find(End->getVarDecl()) : Stored.end();
          if (It == Stored.end())
            return;
          for (const ValueDecl *Local : It->second)
            if ((States[Index.lookup(Local)] & Pending) &&
                !endsEarly(*End->getTriggerStmt(), Locals.find(Local)->second.Scope))
              EndsPendingOnFeasiblePath.insert(Local);
        });
  }

  /// Whether a feasible path ends the scope of \p Local with its work; also when there are too many paths.
  bool losesOnAnyPath(const FlowGraph &Graph, const ValueDecl *Local) {
    if (!HasFollowed)
      followFeasiblePaths(Graph);
    return !PathsAreKnown || EndsPendingOnFeasiblePath.contains(Local);
  }

  /// A jump out of the scope, unless it is the last statement of it.
  static bool endsEarly(const Stmt &Trigger, const CompoundStmt *Scope) {
    const bool Jumps = isa<ReturnStmt>(Trigger) || isa<CoreturnStmt>(Trigger) || isa<BreakStmt>(Trigger) ||
                       isa<ContinueStmt>(Trigger) || isa<GotoStmt>(Trigger);
    return Jumps && !(Scope && !Scope->body_empty() && Scope->body_back() == &Trigger);
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const models::ModelSet &Models;
  llvm::MapVector<const ValueDecl *, Tracked> Locals;
  llvm::DenseMap<const ValueDecl *, unsigned> Index; ///< into the bit sets
  llvm::DenseMap<const VarDecl *, llvm::SmallVector<const ValueDecl *, 1>>
      Stored; ///< by the variable that owns the storage
  llvm::DenseMap<const Stmt *, llvm::SmallVector<Mention, 1>> Uses;
  llvm::DenseMap<const LambdaExpr *, llvm::SmallVector<const ValueDecl *, 2>> Captures;
  llvm::DenseMap<const ValueDecl *, const Stmt *> AwaitedWhenEmpty;
  llvm::DenseMap<const ValueDecl *, const Stmt *> ExitsEarlyPending;
  llvm::SmallPtrSet<const ValueDecl *, 4> TakenPending; ///< locals that are initialized from a pending local
  llvm::DenseMap<const ValueDecl *, bool> EndsPending;
  llvm::SmallPtrSet<const ValueDecl *, 4> EndsPendingOnFeasiblePath;
  bool HasFollowed = false;
  bool PathsAreKnown = false; ///< false: there were too many, and each local is assumed to be lost on one
};

struct LostLocalsOfFunction : Analysis<const FunctionDecl *, std::vector<LocalWorkFate>> {
  static Result run(const FunctionDecl *F, TranslationUnit &Unit) { return LocalWorkAnalysis(*F, Unit).run(); }
};

} // namespace

const std::vector<LocalWorkFate> &lostLocals(const FunctionDecl &F, TranslationUnit &Unit) {
  return Unit.get<LostLocalsOfFunction>(&F);
}

} // namespace asynctidy::analyses
