#include "analyses/locks/stale-write.h"

#include "analyses/locks/stale-write-changes.h"
#include "facts/aliases/mutation-index.h"
#include "facts/aliases/shared-accesses.h"
#include "facts/aliases/shared-writers.h"
#include "facts/calls/callers.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/locks/guarded-objects.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/leaving.h"
#include "facts/syntax/walk.h"

#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

#include <map>
#include <set>
#include <utility>

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {
namespace {

using Kind = SharedAccess::Kind;
using StatementSet = llvm::DenseSet<const Stmt *>;

/// A test before a `throw` is a precondition of the function: concurrent calls would be a mistake of the callers.
bool alwaysThrows(const Stmt *S) {
  const Stmt *Last = lastOf(S);
  return Last && isa<CXXThrowExpr>(Last);
}

/// The expressions that the values of locals are computed from.
class Origins {
public:
  explicit Origins(const Stmt *Body) {
    forEachEvaluated(Body, [&](const Stmt &S) {
      forEachDeclared(S, [&](const VarDecl &V) {
        if (V.hasLocalStorage() && V.getInit())
          Values[&V].push_back(V.getInit());
      });
      if (const auto *Assign = dyn_cast<BinaryOperator>(&S); Assign && Assign->getOpcode() == BO_Assign) {
        assigned(Assign->getLHS(), Assign->getRHS());
      } else if (const auto *Call = dyn_cast<CXXOperatorCallExpr>(&S); Call && Call->getOperator() == OO_Equal) {
        assigned(Call->getArg(0), Call->getArg(1));
      }
    });
  }

  /// Whether \p E is computed from one of \p Reads, directly or through locals that are never assigned again. Arguments
  /// of an awaited operation do not count.
  bool isMadeOf(const Expr *E, const StatementSet &Reads) const {
    std::map<Followed, bool> Known;
    return isMadeOf(E, Reads, MaxDepth, Known);
  }

  /// Those of \p Reads that \p E isMadeOf(), each alone.
  StatementSet feeding(const Expr *E, const StatementSet &Reads) const {
    Fed By;
    std::map<Followed, StatementSet> Known;
    addFeeding(E, Reads, MaxDepth, Known, By);
    return std::move(By.Reads);
  }

private:
  static constexpr unsigned MaxDepth = 4;
  using Value = llvm::SmallVector<const Expr *, 1>;
  /// The values of a local, and how far these are followed.
  using Followed = std::pair<const Value *, unsigned>;
  struct Fed {
    StatementSet Reads;
    std::set<Followed> Through; ///< the locals with reads that are already among them
  };

  void assigned(const Expr *To, const Expr *From) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(withoutTemporaries(To)))
      if (const auto *V = dyn_cast<VarDecl>(Name->getDecl()))
        Values[V].push_back(From);
  }

  const Value *valuesOf(const Stmt &S) const {
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    const ValueDecl *Declared = Name ? Name->getDecl() : nullptr;
    if (const auto *Binding = dyn_cast_or_null<BindingDecl>(Declared))
      Declared = Binding->getDecomposedDecl();
    const auto It = Values.find(dyn_cast_or_null<VarDecl>(Declared));
    return It == Values.end() ? nullptr : &It->second;
  }

  bool isMadeOf(const Stmt *S, const StatementSet &Reads, unsigned Depth, std::map<Followed, bool> &Known) const {
    if (Reads.contains(S))
      return true;
    if (isa<CoawaitExpr>(S))
      return false;
    if (const Value *Of = Depth ? valuesOf(*S) : nullptr) {
      if (const auto It = Known.find({Of, Depth}); It != Known.end())
        return It->second;
      const bool Is = llvm::all_of(*Of, [&](const Expr *One) { return isMadeOf(One, Reads, Depth - 1, Known); });
      return Known[{Of, Depth}] = Is;
    }
    bool Found = false;
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { Found = Found || isMadeOf(Child, Reads, Depth, Known); });
    return Found;
  }

  void addFeeding(const Stmt *S, const StatementSet &Reads, unsigned Depth, std::map<Followed, StatementSet> &Known,
                  Fed &By) const {
    if (Reads.contains(S))
      By.Reads.insert(S);
    if (isa<CoawaitExpr>(S))
      return;
    const Value *Of = Depth ? valuesOf(*S) : nullptr;
    if (!Of)
      return forEachEvaluatedChild(*S, [&](const Stmt *Child) { addFeeding(Child, Reads, Depth, Known, By); });
    if (!By.Through.insert({Of, Depth}).second)
      return;
    if (!Known.count({Of, Depth}))
      Known[{Of, Depth}] = feedingAll(*Of, Reads, Depth - 1, Known);
    for (const Stmt *Read : Known[{Of, Depth}])
      By.Reads.insert(Read);
  }

  /// Those that feed each of the values \p Of.
  StatementSet feedingAll(const Value &Of, const StatementSet &Reads, unsigned Depth,
                          std::map<Followed, StatementSet> &Known) const {
    Fed First;
    addFeeding(Of.front(), Reads, Depth, Known, First);
    StatementSet Common = std::move(First.Reads);
    for (const Expr *One : llvm::drop_begin(Of)) {
      Fed Next;
      addFeeding(One, Reads, Depth, Known, Next);
      StatementSet Both;
      for (const Stmt *Read : Common)
        if (Next.Reads.contains(Read))
          Both.insert(Read);
      Common = std::move(Both);
    }
    return Common;
  }

  llvm::DenseMap<const VarDecl *, Value> Values;
};

class WriteSearch {
public:
  WriteSearch(const FunctionDecl &F, TranslationUnit &Unit)
      : F(F), Unit(Unit), State(sharedAccessesIn(F, Unit.models())), Locals(writtenBody(F)), Index(indexOf(F, Unit)),
        OfObject(State.Objects.size()) {
    for (const SharedAccess &Access : State.Accesses)
      OfObject[Access.Object].push_back(&Access);
  }

  std::vector<StaleWrite> run() {
    for (unsigned Object = 0; Object < State.Objects.size(); ++Object)
      if (matters(State.Objects[Object]))
        examine(Object);
    llvm::sort(Found, [](const StaleWrite &A, const StaleWrite &B) {
      return A.Write->getBeginLoc().getRawEncoding() < B.Write->getBeginLoc().getRawEncoding();
    });
    return std::move(Found);
  }

private:
  bool matters(const SharedObject &Object) const {
    if (Object.What == SharedObject::Kind::Captured)
      return false; // concurrent calls of the lambda are not visible here
    const auto *Parameter = dyn_cast<ParmVarDecl>(Object.Declared);
    return !Parameter || mutationIndex(Unit).passedFor(*Parameter) != MutationIndex::Argument::Owned;
  }

  void examine(unsigned Object) {
    const std::optional<Suspensions> OfGuarded = suspensionsOfGuarded(State.Objects[Object], F, Unit);
    const size_t Before = Found.size();
    examine(Object, OfGuarded ? *OfGuarded : suspensionsIn(F, Unit));
    if (OfGuarded || Found.size() > Before || isa<ParmVarDecl>(State.Objects[Object].Declared))
      return;
    if (const auto Others = suspensionsUnderOtherLocks(State.Objects[Object], F, Unit)) {
      WrittenMeanwhile[Object] = StaleWrite::Meanwhile{summaries::Assumption::WithoutThisLock, Others->By};
      examine(Object, Others->At);
    }
  }

  void examine(unsigned Object, const Suspensions &At) {
    if (At.all().empty())
      return;
    Suspends = &At;
    Accesses.clear();
    StatementSet Reads;
    for (const SharedAccess *Access : OfObject[Object]) {
      Accesses[Access->At] = Access;
      if (Access->Does == Kind::Reads)
        Reads.insert(Access->At);
    }
    const Conditions Asked = conditionsWith(Reads);
    for (const auto &[At, Access] : Accesses) {
      if (Access->Does != Kind::Overwrites)
        continue;
      if (Access->Value && Locals.isMadeOf(Access->Value, Reads)) {
        follow(StaleWrite::Kind::Value, *Access, Locals.feeding(Access->Value, Reads));
        continue;
      }
      StatementSet Tests;
      findTests(*Access, Asked, Reads, Tests);
      if (!Tests.empty())
        follow(StaleWrite::Kind::Test, *Access, Tests);
    }
  }

  // ---- check, await, act

  /// The `if` statements that read the object in their conditions.
  struct Conditions {
    llvm::DenseSet<const IfStmt *> All;
    /// By the block that they stand in: those that always leave, so that what follows them depends on them.
    llvm::DenseMap<const Stmt *, llvm::SmallVector<const IfStmt *, 1>> Leaving;
  };

  Conditions conditionsWith(const StatementSet &Reads) const {
    Conditions Found;
    for (const Stmt *Read : Reads) {
      const Stmt *Child = Read, *Above = Index.parents().of(*Read);
      for (; Above && isa<Expr>(Above); Above = Index.parents().of(*Above))
        Child = Above;
      const auto *If = dyn_cast_or_null<IfStmt>(Above);
      if (If && If->getCond() == Child && Found.All.insert(If).second && alwaysLeaves(If->getThen()))
        if (const auto *Block = dyn_cast_or_null<CompoundStmt>(Index.parents().of(*If)))
          Found.Leaving[Block].push_back(If);
    }
    return Found;
  }

  /// Collects the reads in conditions of \p Asked on which \p Write is control-dependent: it stands in a branch, or
  /// after a branch that always leaves. Only what always executes the write, unless it leaves before, counts as a place
  /// of it.
  void findTests(const SharedAccess &Write, const Conditions &Asked, const StatementSet &Reads,
                 StatementSet &Tests) const {
    const Parents &Up = Index.parents();
    const Stmt *Act = Write.At;
    for (const Stmt *Above = Up.of(*Act); Above; Above = Up.of(*Act)) {
      if (const auto *If = dyn_cast<IfStmt>(Above)) {
        const bool IsBranch = Act == If->getThen() || Act == If->getElse();
        if (IsBranch && Asked.All.contains(If) && !alwaysThrows(If->getThen()))
          testsIn(If->getCond(), Reads, Tests);
        return;
      }
      if (const auto It = Asked.Leaving.find(Above); It != Asked.Leaving.end() && !isConstant(Write.Value))
        for (const IfStmt *Before : It->second)
          if (Index.numberOf(*Before) < Index.numberOf(*Act) && !isRefreshedAfter(*Before, Write, Reads))
            testsIn(Before->getCond(), Reads, Tests);
      const auto *Try = dyn_cast<CXXTryStmt>(Above);
      const auto *E = dyn_cast<Expr>(Above);
      if (!isa<CompoundStmt>(Above) && !(Try && Try->getTryBlock() == Act) && !(E && withoutTemporaries(E) == Write.At))
        return;
      Act = Above;
    }
  }

  /// `if (up && fast) co_return; up = co_await state();`: whether \p Write, behind \p Leaving, brings a number up to
  /// date. It is reached with every value of the object, since more is asked than that.
  bool isRefreshedAfter(const IfStmt &Leaving, const SharedAccess &Write, const StatementSet &Reads) const {
    const auto *Both = dyn_cast<BinaryOperator>(withoutTemporaries(Leaving.getCond()));
    if (!Both || Both->getOpcode() != BO_LAnd || !Write.Value || !Write.Value->getType()->isArithmeticType())
      return false;
    StatementSet Left, Right;
    addReads(*Both->getLHS(), Reads, Left);
    addReads(*Both->getRHS(), Reads, Right);
    return Left.empty() != Right.empty();
  }

  /// True for a constant, and for no value at all: `reset()`.
  bool isConstant(const Expr *Value) const {
    return !Value || (!Value->isValueDependent() && Value->isEvaluatable(Unit.context()));
  }

  /// Collects the reads in tests like `m`, `!m`, `m == nullptr`, `m.has_value()`, `m != Ready`, also as operands of &&
  /// and ||.
  void testsIn(const Expr *Condition, const StatementSet &Reads, StatementSet &Tests) const {
    if (!Condition)
      return;
    const Expr *E = Condition->IgnoreParens();
    if (const auto *Full = dyn_cast<FullExpr>(E))
      return testsIn(Full->getSubExpr(), Reads, Tests);
    if (const auto *Both = dyn_cast<BinaryOperator>(E); Both && Both->isLogicalOp()) {
      testsIn(Both->getLHS(), Reads, Tests);
      return testsIn(Both->getRHS(), Reads, Tests);
    }
    if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot)
      return testsIn(Not->getSubExpr(), Reads, Tests);
    const Expr *Plain = withoutTemporaries(E);
    if (const auto *Compare = dyn_cast<BinaryOperator>(Plain)) {
      if (Compare->isEqualityOp() && (isConstant(Compare->getLHS()) || isConstant(Compare->getRHS())))
        addReads(*Compare, Reads, Tests);
    } else if (const auto *Compare = dyn_cast<CXXOperatorCallExpr>(Plain)) {
      if (Compare->isComparisonOp() && Compare->getNumArgs() == 2 && isConstant(Compare->getArg(1)))
        addReads(*Compare, Reads, Tests);
    } else {
      for (const Expr *Wrapped = E; Wrapped && Wrapped != Plain;) { // the read is an implicit cast
        if (Reads.contains(Wrapped))
          Tests.insert(Wrapped);
        const auto *Cast = dyn_cast<CastExpr>(Wrapped);
        Wrapped = Cast ? Cast->getSubExpr()->IgnoreParens() : nullptr;
      }
      if (Reads.contains(Plain))
        Tests.insert(Plain);
    }
  }

  static void addReads(const Stmt &S, const StatementSet &Reads, StatementSet &Tests) {
    forEachEvaluated(&S, [&](const Stmt &Inner) {
      if (Reads.contains(&Inner))
        Tests.insert(&Inner);
    });
  }

  // ---- along the paths

  /// The state of the object on a path: not read, read, or the index of the suspension since.
  enum : unsigned char { None = 0, Known = 1, FirstSuspension = 2 };
  static constexpr size_t MaxSuspensions = 250; // the state is one byte

  void follow(StaleWrite::Kind What, const SharedAccess &Write, const StatementSet &From) {
    if (Suspends->all().size() > MaxSuspensions)
      return;
    if (!Graph && !(Graph = flowGraphOf(F, Unit)))
      return;
    const CoawaitExpr *Since = nullptr;
    const llvm::SmallVector<const Stmt *, 4> Begins(From.begin(), From.end());
    anyFeasiblePathAfter(Begins, *Graph, Unit.context(), None, [&](const CFGElement &Element, unsigned char &Path) {
      const auto Statement = Element.getAs<CFGStmt>();
      if (!Statement)
        return false;
      const Stmt *S = Statement->getStmt();
      if (S == Write.At && Path >= FirstSuspension) {
        Since = Suspends->all()[Path - FirstSuspension];
        return true;
      }
      if (Accesses.count(S))
        Path = From.contains(S) ? Known : None;
      if (const auto Index = Path == Known ? Suspends->indexOf(S) : std::nullopt)
        Path = FirstSuspension + *Index;
      return false;
    });
    if (!Since)
      return;
    auto Changed = changedMeanwhile(Write.Object);
    if (Changed && Changed->Other && setsToSame(*Changed->Other, Write.Value, Unit.context())) {
      if (Changed->Assumes.contains(summaries::Assumption::WithoutThisLock))
        return;
      Changed = analyses::changedMeanwhile(State.Objects[Write.Object], F, Unit, Write.Value);
    }
    if (Changed)
      Found.push_back({What, State.Objects[Write.Object], firstOf(From), Write.At, Since, *Changed});
  }

  /// What may write the object while this activation waits: another function, or another activation.
  const std::optional<StaleWrite::Meanwhile> &changedMeanwhile(unsigned Object) {
    const auto [It, New] = WrittenMeanwhile.try_emplace(Object);
    if (New)
      It->second = analyses::changedMeanwhile(State.Objects[Object], F, Unit);
    return It->second;
  }

  static const Expr *firstOf(const StatementSet &Reads) {
    const Stmt *First = *Reads.begin();
    for (const Stmt *Read : Reads)
      if (Read->getBeginLoc().getRawEncoding() < First->getBeginLoc().getRawEncoding())
        First = Read;
    return cast<Expr>(First);
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const SharedAccesses State;
  const Origins Locals;
  const FunctionIndex &Index;
  std::vector<std::vector<const SharedAccess *>> OfObject;                         ///< the accesses of each
  llvm::DenseMap<unsigned, std::optional<StaleWrite::Meanwhile>> WrittenMeanwhile; ///< by object, as far as known
  const Suspensions *Suspends = nullptr; ///< at which the current object may change
  const FlowGraph *Graph = nullptr;
  llvm::DenseMap<const Stmt *, const SharedAccess *> Accesses; ///< of the current object
  std::vector<StaleWrite> Found;
};

} // namespace

std::vector<StaleWrite> staleWrites(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  return WriteSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
