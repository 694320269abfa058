#include "analyses/locks/stale-write.h"

#include "facts/aliases/mutation-index.h"
#include "facts/aliases/shared-accesses.h"
#include "facts/aliases/shared-writers.h"
#include "facts/calls/callers.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/locks/guarded-objects.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/leaving.h"
#include "facts/syntax/walk.h"

#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/STLExtras.h"

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
  bool isMadeOf(const Expr *E, const StatementSet &Reads) const { return isMadeOf(E, Reads, MaxDepth); }

private:
  static constexpr unsigned MaxDepth = 4;

  void assigned(const Expr *To, const Expr *Value) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(withoutTemporaries(To)))
      if (const auto *V = dyn_cast<VarDecl>(Name->getDecl()))
        Values[V].push_back(Value);
  }

  const llvm::SmallVector<const Expr *, 1> *valuesOf(const Stmt &S) const {
    const auto *Name = dyn_cast<DeclRefExpr>(&S);
    const ValueDecl *Declared = Name ? Name->getDecl() : nullptr;
    if (const auto *Binding = dyn_cast_or_null<BindingDecl>(Declared))
      Declared = Binding->getDecomposedDecl();
    const auto It = Values.find(dyn_cast_or_null<VarDecl>(Declared));
    return It == Values.end() ? nullptr : &It->second;
  }

  bool isMadeOf(const Stmt *S, const StatementSet &Reads, unsigned Depth) const {
    if (Reads.contains(S))
      return true;
    if (isa<CoawaitExpr>(S))
      return false;
    if (const auto *Known = Depth ? valuesOf(*S) : nullptr)
      return llvm::all_of(*Known, [&](const Expr *Value) { return isMadeOf(Value, Reads, Depth - 1); });
    bool Found = false;
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { Found |= isMadeOf(Child, Reads, Depth); });
    return Found;
  }

  llvm::DenseMap<const VarDecl *, llvm::SmallVector<const Expr *, 1>> Values;
};

class WriteSearch {
public:
  WriteSearch(const FunctionDecl &F, TranslationUnit &Unit)
      : F(F), Unit(Unit), State(sharedAccessesIn(F, Unit.models())), Locals(writtenBody(F)) {}

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
    Suspends = OfGuarded ? &*OfGuarded : &suspensionsIn(F, Unit);
    if (Suspends->all().empty())
      return;
    Accesses.clear();
    StatementSet Reads;
    for (const SharedAccess &Access : State.Accesses)
      if (Access.Object == Object) {
        Accesses[Access.At] = &Access;
        if (Access.Does == Kind::Reads)
          Reads.insert(Access.At);
      }
    for (const auto &[At, Access] : Accesses) {
      if (Access->Does != Kind::Overwrites)
        continue;
      if (Access->Value && Locals.isMadeOf(Access->Value, Reads)) {
        follow(StaleWrite::Kind::Value, *Access, feeding(*Access, Reads));
        continue;
      }
      StatementSet Tests;
      findTests(writtenBody(F), *Access, Reads, Tests);
      if (!Tests.empty())
        follow(StaleWrite::Kind::Test, *Access, Tests);
    }
  }

  /// Those of \p Reads that the written value is computed from.
  StatementSet feeding(const SharedAccess &Write, const StatementSet &Reads) const {
    StatementSet Feeding;
    for (const Stmt *Read : Reads) {
      StatementSet One;
      One.insert(Read);
      if (Locals.isMadeOf(Write.Value, One))
        Feeding.insert(Read);
    }
    return Feeding;
  }

  // ---- check, await, act

  /// Collects the reads in conditions of `if` on which \p Write is control-dependent: it stands in a branch, or after a
  /// branch that always leaves.
  void findTests(const Stmt *S, const SharedAccess &Write, const StatementSet &Reads, StatementSet &Tests) const {
    if (const auto *Block = dyn_cast<CompoundStmt>(S)) {
      for (auto It = Block->body_begin(); It != Block->body_end(); ++It)
        if (const auto *If = dyn_cast<IfStmt>(*It); If && alwaysLeaves(If->getThen()) && !isConstant(Write.Value))
          for (auto Next = It + 1; Next != Block->body_end(); ++Next)
            if (isAct(*Next, Write))
              testsIn(If->getCond(), Reads, Tests);
    }
    if (const auto *If = dyn_cast<IfStmt>(S); If && !alwaysThrows(If->getThen()))
      for (const Stmt *Branch : {If->getThen(), If->getElse()})
        if (Branch && isAct(Branch, Write))
          testsIn(If->getCond(), Reads, Tests);
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { findTests(Child, Write, Reads, Tests); });
  }

  /// True for a constant, and for no value at all: `reset()`.
  bool isConstant(const Expr *Value) const {
    return !Value || (!Value->isValueDependent() && Value->isEvaluatable(Unit.context()));
  }

  /// True when \p S always executes the write, unless it leaves before.
  static bool isAct(const Stmt *S, const SharedAccess &Write) {
    if (const auto *Block = dyn_cast<CompoundStmt>(S))
      return llvm::any_of(Block->body(), [&](const Stmt *Inner) { return isAct(Inner, Write); });
    if (const auto *Try = dyn_cast<CXXTryStmt>(S))
      return isAct(Try->getTryBlock(), Write);
    const auto *E = dyn_cast<Expr>(S);
    return E && withoutTemporaries(E) == Write.At;
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
    anyFeasiblePath(*Graph, Unit.context(), None, [&](const CFGElement &Element, unsigned char &Path) {
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
    if (Since)
      if (const auto Changed = changedMeanwhile(State.Objects[Write.Object]))
        Found.push_back({What, State.Objects[Write.Object], firstOf(From), Write.At, Since, *Changed});
  }

  /// What may write \p Object while this activation waits: another function, or another activation.
  std::optional<StaleWrite::Meanwhile> changedMeanwhile(const SharedObject &Object) const {
    const auto Again = overlapOf(F, Object, Unit);
    if (const auto *Parameter = dyn_cast<ParmVarDecl>(Object.Declared)) { // the caller may have it from anywhere
      const bool IsShared = mutationIndex(Unit).passedFor(*Parameter) == MutationIndex::Argument::Shared;
      return IsShared && Again && Again->Assumes.empty() ? StaleWrite::Meanwhile{{}, std::nullopt, Again->By}
                                                         : StaleWrite::Meanwhile{summaries::Assumption::UnseenChange};
    }
    if (const auto Other = changeOf(Object, Unit, [&](const FunctionDecl &By) { return !isPartOf(By, F, Unit); }))
      return StaleWrite::Meanwhile{{}, Other};
    if (Again)
      return StaleWrite::Meanwhile{Again->Assumes, std::nullopt, Again->By};
    return std::nullopt;
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
