#include "analyses/cancellation/swallowed-cancellation.h"

#include "analyses/cancellation/swallowed-cancellation-acts.h"
#include "analyses/cancellation/swallowed-cancellation-callers.h"
#include "analyses/cancellation/swallowed-cancellation-repeats.h"
#include "analyses/cancellation/swallowed-cancellation-results.h"
#include "facts/errors/error-passing.h"
#include "facts/errors/stop-tests.h"
#include "facts/flow/conditions.h"
#include "facts/flow/def-use.h"
#include "facts/flow/error-values.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/flow/handlers.h"
#include "facts/flow/value-tests.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;

namespace asynctidy::analyses {
namespace {

/// Each await traced to a handler costs a search of all paths to it; hand-written functions have fewer.
constexpr unsigned MostAsked = 100;

class SwallowSearch {
public:
  SwallowSearch(const FunctionDecl &F, TranslationUnit &Unit)
      : F(F), Unit(Unit), Types(cancellationTypes(Unit)), Index(indexOf(F, Unit)), StopTests(stopTestsIn(F, Unit)) {}

  std::vector<SwallowedCancellation> run() {
    bool Worth = false;
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) { Worth |= isa<CXXTryStmt>(S) || isLoop(S); });
    if (!Worth)
      return {};
    if (!Types.empty() && (Graph = flowGraphOf(F, Unit))) {
      noteReached();
      handlersIn(*writtenBody(F));
      ThrownBy.clear();
      OutcomeTests.clear();
      codesIn(*writtenBody(F));
    }
    for (const IgnoredResult &One : ignoredResults(F, Unit))
      add({nullptr, nullptr, nullptr, One.Await, {}, Continues::Ignores, One.Await, One.Assumes});
    if (!Found.empty() && Types.runsOnlyShielded(F))
      return {};
    return std::move(Found);
  }

private:
  using Source = CancellationTypes::Escaping;
  using Continues = SwallowedCancellation::Continues;

  // ---- the handlers

  void handlersIn(const Stmt &S) {
    if (const auto *Try = dyn_cast<CXXTryStmt>(&S)) {
      llvm::SmallVector<const CXXCatchStmt *, 2> Judged;
      std::vector<Source> Sources = Types.escapingFrom(*Try->getTryBlock());
      llvm::erase_if(Sources, [&](const Source &One) { return !Reached.contains(One.Await); });
      for (const Source &One : Sources)
        if (const CXXCatchStmt *Handler = handlerFor(*Try, *One.Type.Thrown);
            Handler && !llvm::is_contained(Judged, Handler)) {
          Judged.push_back(Handler);
          ThrownBy.clear();
          for (const Source &Other : Sources)
            if (++Asked <= MostAsked && handlerFor(*Try, *Other.Type.Thrown) == Handler)
              ThrownBy.insert(Other.Await);
          judge(*Try, *Handler, One);
        }
    }
    forEachEvaluatedChild(S, [&](const Stmt *Child) { handlersIn(*Child); });
  }

  /// Collects the blocks that are reachable from the entry or from a handler.
  void noteReached() {
    std::vector<const CFGBlock *> Pending = {&Graph->graph().getEntry()};
    for (const CFGBlock *Block : Graph->graph()) {
      if (const auto *Handler = dyn_cast_or_null<CXXCatchStmt>(Block->getLabel())) {
        BlockOf.try_emplace(Handler, Block);
        Pending.push_back(Block);
      }
      if (const auto *If = dyn_cast_or_null<IfStmt>(Block->getTerminatorStmt()))
        BlocksThatTest[If].push_back(Block);
    }
    llvm::DenseSet<const CFGBlock *> Seen;
    while (!Pending.empty()) {
      const CFGBlock *Block = Pending.back();
      Pending.pop_back();
      if (!Seen.insert(Block).second)
        continue;
      for (const CFGElement &Element : *Block)
        if (const auto Statement = Element.getAs<CFGStmt>())
          Reached.insert(Statement->getStmt());
      for (const CFGBlock::AdjacentBlock &Next : Block->succs())
        if (Next.getReachableBlock())
          Pending.push_back(Next.getReachableBlock());
    }
  }

  void judge(const CXXTryStmt &Try, const CXXCatchStmt &Handler, const Source &Thrown) {
    const CFGBlock *From = BlockOf.lookup(&Handler);
    const bool ByName = Thrown.Type.NothingElse && Handler.getExceptionDecl() &&
                        recordOf(Handler.getCaughtType())->getCanonicalDecl() == Thrown.Type.Thrown->getCanonicalDecl();
    Variables Error;
    if (const VarDecl *Named = Handler.getExceptionDecl())
      Error.insert(Named);
    Error = withDerived(std::move(Error), Handler.getHandlerBlock());
    if (!From || passesOn(Handler.getHandlerBlock(), F, Error, !Handler.getExceptionDecl(), Unit))
      return;

    // Later code learns the outcome of the try from variables that it, or its handler, has changed.
    const Variables Outcome = Index.withDerived(changedIn(Try.getTryBlock()));
    const Variables ByHandler = Index.withDerived(changedIn(Handler.getHandlerBlock()));
    Statements Handled;
    OutcomeTests.clear();
    forEachBranchOn(Error, [&](const FunctionIndex::Branch &Branch) {
      if (Branch.Is.IsLoop || Branch.leaves(Leaving::InAnyWay))
        addMentions(Branch.Is.Condition, Handled);
    });
    for (const Variables *Changed : {&Outcome, &ByHandler})
      forEachBranchOn(*Changed, [&](const FunctionIndex::Branch &Branch) {
        if (!Branch.Is.IsLoop && Branch.leaves(Leaving::ForGood))
          addMentions(Branch.Is.Condition, isa<SwitchStmt>(Branch.At) ? Handled : OutcomeTests);
      });
    forEachBranchOn(setFromVariablesIn(Handler.getHandlerBlock()), [&](const FunctionIndex::Branch &Branch) {
      if (Branch.Is.IsLoop)
        addMentions(Branch.Is.Condition, Handled);
    });
    addRuledOut(Handler, Handled);

    Statements Same;
    forEachEvaluated(Try.getTryBlock(), [&](const Stmt &S) {
      if (goesOnBy(S, Unit))
        Same.insert(&S);
    });
    bool Ends = false;
    const auto Add = [&](Continues How, const Stmt *Next, summaries::Assumptions Assumes = {}) {
      add({&Handler, nullptr, nullptr, Thrown.Await, Thrown.Type, How, Next, Assumes});
    };
    if (const Stmt *Next = nextSuspension(*From, Handled, &Same, nullptr))
      return Add(Continues::Retries, Next);
    if (!ByName) { // code that names the type may have requested the cancellation itself
      if (const Stmt *Next = nextSuspension(*From, Handled, nullptr, &Ends)) {
        if (!isTestedAfter(*Next, *From, ByHandler))
          Add(Continues::GoesOn, Next);
        return;
      }
      if (Ends)
        if (const Stmt *Caller = awaitThatGoesOn(F, /*Depth=*/3, Unit))
          return Add(Continues::InCaller, Caller);
    }
    const std::vector<const CoreturnStmt *> Returns = returnsAfter(*From, Handled);
    for (const CoreturnStmt *Return : Returns)
      if (const auto Repeated = awaitThatRepeats(F, *Return, Unit))
        return Add(Continues::Repeats, Repeated->Await,
                   mayCancel(F) ? Repeated->Assumes | Assumption::EndsLoop : Repeated->Assumes);
    if (!ByName)
      for (const CoreturnStmt *Return : Returns)
        if (const auto Next = awaitThatGoesOnGiven(F, *Return, Unit))
          return Add(Continues::InCaller, Next->Await, Next->Assumes);
    if (Ends)
      if (const Stmt *Act = nextAct(*From, Handled, Handler); Act && !isTestedAfter(*Act, *From, ByHandler))
        Add(Continues::Acts, Act, Assumption::NotForCancelled);
  }

  /// Adds what does not run after \p Handler, because a test behind it sees what the handler has set.
  void addRuledOut(const CXXCatchStmt &Handler, Statements &To) const {
    const auto *Block = dyn_cast<CompoundStmt>(Handler.getHandlerBlock());
    if (!Block)
      return;
    for (const ValueSet &Set : valuesSetBy(*Block, Unit.context()))
      for (const auto &Tested : BlocksThatTest)
        if (Index.numberOf(*Tested.first) > Index.numberOf(Handler) &&
            !Index.parents().isWithin(*Tested.first, Handler))
          if (const Stmt *Arm = armOnlyIf(*Tested.first, *Set.Of, !Set.Has))
            forEachEvaluated(Arm, [&](const Stmt &S) { To.insert(&S); });
  }

  void add(const SwallowedCancellation &One) { Found.push_back(One); }

  void forEachBranchOn(const Variables &Any, llvm::function_ref<void(const FunctionIndex::Branch &)> Visit) const {
    for (const ValueDecl *V : Any)
      for (const FunctionIndex::Branch *Branch : Index.branchesOn(*V))
        Visit(*Branch);
  }

  /// The locals that \p S sets to a value that is not constant.
  Variables setFromVariablesIn(const Stmt *S) const {
    Variables Set;
    forEachEvaluated(S, [&](const Stmt &Inner) {
      const Expr *Target = assignedBy(Inner);
      if (!Target || valueAssignedBy(Inner)->isEvaluatable(Unit.context()))
        return;
      if (const ValueDecl *Named = onlyNames(withoutTemporaries(Target)))
        Set.insert(Named);
    });
    return Set;
  }

  /// Whether a path from \p From to \p Next tests a flag of \p Flags that the handler has set.
  bool isTestedAfter(const Stmt &Next, const CFGBlock &From, const Variables &Flags) const {
    Statements Tests;
    forEachBranchOn(Flags, [&](const FunctionIndex::Branch &Branch) {
      if (!Branch.Is.IsLoop && Branch.leaves(Leaving::ForGood))
        addMentions(Branch.Is.Condition, Tests);
    });
    enum : unsigned char { Before = 0, After = 1 };
    return !Tests.empty() && anyFeasiblePathFrom(
                                 From, *Graph, Unit.context(), Before,
                                 [&](const CFGElement &Element, unsigned char &State) {
                                   const auto Statement = Element.getAs<CFGStmt>();
                                   const Stmt *S = Statement ? Statement->getStmt() : nullptr;
                                   if (S == &Next)
                                     State = After;
                                   return State == After && Tests.contains(S);
                                 },
                                 nullptr, ThrownBy);
  }

  // ---- what happens afterwards

  /// The first suspension on some path from \p From that evaluates none of \p Handled before it, nor any of
  /// OutcomeTests that the path does not already imply. With \p Among only one of these counts, if it is the first
  /// suspension. \p Ends is set when a path ends without a suspension.
  const Stmt *nextSuspension(const CFGBlock &From, const Statements &Handled, const Statements *Among,
                             bool *Ends) const {
    return next(From, Handled, Among, Ends, [&](const Stmt &S) { return goesOnBy(S, Unit); });
  }

  /// The same for what the coroutine does after \p Handler other than to await.
  const Stmt *nextAct(const CFGBlock &From, const Statements &Handled, const CXXCatchStmt &Handler) const {
    return next(From, Handled, nullptr, nullptr,
                [&](const Stmt &S) { return actsBy(S, Index.parents()) && !Index.parents().isWithin(S, Handler); });
  }

  /// The `co_return`s that paths from \p From reach in the same way, before any suspension.
  std::vector<const CoreturnStmt *> returnsAfter(const CFGBlock &From, const Statements &Handled) const {
    std::vector<const CoreturnStmt *> Returns;
    const Statements None;
    next(From, Handled, &None, nullptr, [&](const Stmt &S) {
      if (const auto *Return = dyn_cast<CoreturnStmt>(&S); Return && !llvm::is_contained(Returns, Return))
        Returns.push_back(Return);
      return goesOnBy(S, Unit);
    });
    return Returns;
  }

  /// The same for the first statement that \p Counts.
  const Stmt *next(const CFGBlock &From, const Statements &Handled, const Statements *Among, bool *Ends,
                   llvm::function_ref<bool(const Stmt &)> Counts) const {
    enum : unsigned char { GoesOn = 0, Stops = PathOver, Asks = 2 };
    const Stmt *Next = nullptr;
    anyFeasiblePathFrom(
        From, *Graph, Unit.context(), GoesOn,
        [&](const CFGElement &Element, unsigned char &State) {
          const auto Statement = Element.getAs<CFGStmt>();
          if (!Statement)
            return false;
          const Stmt *S = Statement->getStmt();
          if (Handled.contains(S) || StopTests.contains(S)) {
            State = Stops;
          } else if (OutcomeTests.contains(S)) {
            State = Asks;
          } else if (Counts(*S)) {
            if (State == GoesOn && (!Among || Among->contains(S))) {
              Next = S;
              return true;
            }
            State = Stops;
          }
          return false;
        },
        [&](unsigned char State) {
          if (Ends && State == GoesOn)
            *Ends = true;
          return false;
        },
        ThrownBy,
        [](bool IsKnown, unsigned char &State) {
          if (State == Asks)
            State = IsKnown ? GoesOn : Stops;
        });
    return Next;
  }

  // ---- cancellation as an error code

  void codesIn(const Stmt &S) {
    if (isa<WhileStmt>(S) || isa<ForStmt>(S) || isa<DoStmt>(S))
      loop(S);
    forEachEvaluatedChild(S, [&](const Stmt *Child) { codesIn(*Child); });
  }

  void loop(const Stmt &Loop) {
    llvm::SmallVector<const CoawaitExpr *, 2> Awaits;
    bool Knows = false;
    forEachEvaluated(&Loop, [&](const Stmt &S) {
      Knows |= Types.namesCancelledError(S);
      const auto *Await = dyn_cast<CoawaitExpr>(&S);
      // An operation that gives only an error waits for an event, and programs cancel it to wake the waiting coroutine.
      if (Await && Types.mayGiveCode(*Await) && canSuspend(*Await) && givesErrorAsValue(*Await, Unit.models()) &&
          !givesAtMostError(*Await, Unit.models()))
        Awaits.push_back(Await);
    });
    if (Knows)
      return;
    for (const CoawaitExpr *Await : Awaits)
      if (const ValueDecl *Code = errorVariableOf(*Await, F, Unit.models()))
        forEachEvaluated(&Loop, [&](const Stmt &S) {
          if (const auto *If = dyn_cast<IfStmt>(&S))
            test(*If, *Code, *Await);
        });
  }

  /// `if (ec)` and its opposite.
  void test(const IfStmt &If, const ValueDecl &Code, const CoawaitExpr &Await) {
    bool Negated = false;
    const Expr *Tested = withoutTemporaries(If.getCond());
    if (const auto *Not = dyn_cast<UnaryOperator>(Tested); Not && Not->getOpcode() == UO_LNot) {
      Negated = true;
      Tested = withoutTemporaries(Not->getSubExpr());
    }
    const auto *Asked = dyn_cast<CXXMemberCallExpr>(Tested);
    if (!Asked || Asked->getNumArgs() != 0 ||
        onlyNames(withoutTemporaries(Asked->getImplicitObjectArgument())) != &Code)
      return;
    for (const CFGBlock *Block : BlocksThatTest.lookup(&If)) {
      if (Block->succ_size() != 2 || !Graph->isReachable(*Block))
        continue;
      const CFGBlock *Arm = (Block->succ_begin() + (Negated ? 1 : 0))->getReachableBlock();
      const Stmt *ArmWritten = Negated ? If.getElse() : If.getThen();
      const Variables Error = withDerived({&Code}, ArmWritten);
      if (!Arm || passesOn(ArmWritten, F, Error, false, Unit))
        continue;
      Statements Handled;
      forEachBranchOn(Error, [&](const FunctionIndex::Branch &Branch) {
        if (Branch.At != &If && (Branch.Is.IsLoop || Branch.leaves(Leaving::InAnyWay)))
          addMentions(Branch.Is.Condition, Handled);
      });
      const Statements Same = {&Await};
      if (nextSuspension(*Arm, Handled, &Same, nullptr)) {
        Found.push_back({nullptr, &If, &Code, &Await, {nullptr, nullptr, false}, Continues::Retries, &Await});
        return;
      }
    }
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const CancellationTypes &Types;
  const FlowGraph *Graph = nullptr;
  const FunctionIndex &Index;
  const Statements &StopTests; ///< see stopTestsIn()
  llvm::DenseMap<const CXXCatchStmt *, const CFGBlock *> BlockOf;
  llvm::DenseMap<const IfStmt *, llvm::SmallVector<const CFGBlock *, 1>> BlocksThatTest;
  Statements Reached;
  Statements OutcomeTests; ///< parts of conditions on which it leaves because of the outcome of the current try
  unsigned Asked = 0;      ///< awaits that were traced to a handler so far
  Statements ThrownBy;     ///< the awaits with a cancellation that reaches the current handler; none for an error code
  std::vector<SwallowedCancellation> Found;
};

} // namespace

std::vector<SwallowedCancellation> swallowedCancellations(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  return SwallowSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
