#include "facts/flow/feasible-paths.h"

#include "facts/syntax/expressions.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/FoldingSet.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallSet.h"

#include <map>
#include <optional>
#include <set>
#include <tuple>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// More states than any function a person reads; a generated one may have as many as it likes.
constexpr size_t MaxStates = 20000;
/// The same for what led to a handler, which is asked for each.
constexpr size_t MaxStatesBefore = 1000;

/// A number for each expression whose value changes only when a variable that it mentions does.
using Term = unsigned;

/// `Value Operator Constant`, the operator being ==, < or >. Every condition is one of these or the opposite of one:
/// `x` is the opposite of `x == 0`.
struct Comparison {
  Term Value;
  BinaryOperatorKind Operator;
  int64_t Constant;

  auto key() const { return std::tuple(Value, Operator, Constant); }
  bool operator<(const Comparison &Other) const { return key() < Other.key(); }
  bool isTrueOf(int64_t Known) const {
    return Operator == BO_EQ ? Known == Constant : Operator == BO_LT ? Known < Constant : Known > Constant;
  }
};

struct Condition {
  Comparison Compares;
  bool Negated;
};

/// What a path has found out or decided.
struct Knowledge {
  std::map<Term, int64_t> Values;
  std::map<Comparison, bool> Truths;

  bool operator<(const Knowledge &Other) const {
    return std::tie(Values, Truths) < std::tie(Other.Values, Other.Truths);
  }
  /// False when that contradicts what is known.
  bool assume(const Comparison &Compared, bool Truth) {
    if (const auto Value = Values.find(Compared.Value); Value != Values.end())
      return Compared.isTrueOf(Value->second) == Truth;
    const auto [It, New] = Truths.try_emplace(Compared, Truth);
    if (Truth && Compared.Operator == BO_EQ)
      Values[Compared.Value] = Compared.Constant;
    return New || It->second == Truth;
  }
  bool decides(const Comparison &Compared) const { return Values.count(Compared.Value) || Truths.count(Compared); }
  void forget(Term Gone) {
    Values.erase(Gone);
    std::erase_if(Truths, [Gone](const auto &Entry) { return Entry.first.Value == Gone; });
  }
};

class PathWalk {
public:
  PathWalk(const FlowGraph &Graph, ASTContext &Context,
           llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step,
           llvm::function_ref<void(const Expr &, bool, unsigned char &)> Branch,
           llvm::function_ref<bool(unsigned char)> AtExit,
           llvm::function_ref<void(bool IsKnown, unsigned char &)> Decided)
      : Graph(Graph.graph()), Context(Context), Step(Step), Branch(Branch), AtExit(AtExit), Decided(Decided) {
    for (const CFGBlock *Block : this->Graph) {
      for (const CFGElement &Element : *Block)
        if (const auto Statement = Element.getAs<CFGStmt>())
          noteShared(*Statement->getStmt());
      if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(Block->getTerminatorStmt()))
        ++TimesTested[termOf(Switch->getCond())];
      else if (const Expr *Tested = testedBy(*Block))
        if (const auto Read = conditionOf(Tested))
          ++TimesTested[Read->Compares.Value];
    }
  }

  bool run(unsigned char AtStart) { return followFrom({{&Graph.getEntry(), AtStart, {}}}); }

  bool run(const CFGBlock &From, unsigned char AtStart, const llvm::DenseSet<const Stmt *> &ThrownBy) {
    std::vector<Place> Begins;
    for (const Knowledge &Known : knownAt(ThrownBy))
      Begins.push_back({&From, AtStart, Known});
    if (Begins.empty())
      Begins.push_back({&From, AtStart, {}});
    return followFrom(std::move(Begins));
  }

private:
  struct Place {
    const CFGBlock *Block;
    unsigned char State;
    Knowledge Known;
  };
  using Visitor = llvm::function_ref<bool(const CFGElement &, Place &)>;

  bool followFrom(std::vector<Place> Begins) {
    return walk(
        std::move(Begins), [this](const CFGElement &Element, Place &Here) { return Step(Element, Here.State); },
        AtExit);
  }

  /// What paths from the entry may know where one of \p Points is evaluated.
  std::set<Knowledge> knownAt(const llvm::DenseSet<const Stmt *> &Points) {
    std::set<Knowledge> Found;
    const auto Note = [&](const CFGElement &Element, Place &Here) {
      if (const auto Statement = Element.getAs<CFGStmt>(); Statement && Points.contains(Statement->getStmt()))
        Found.insert(Here.Known);
      return false;
    };
    if (!Points.empty() && walk({{&Graph.getEntry(), 0, {}}}, Note, nullptr, MaxStatesBefore)) // too many paths
      Found.clear();
    return Found;
  }

  bool walk(std::vector<Place> Pending, Visitor Visit, llvm::function_ref<bool(unsigned char)> AtExit,
            size_t Most = MaxStates) {
    std::set<std::tuple<unsigned, unsigned char, Knowledge>> Seen;
    while (!Pending.empty()) {
      Place Here = std::move(Pending.back());
      Pending.pop_back();
      if (!Seen.insert({Here.Block->getBlockID(), Here.State, Here.Known}).second)
        continue;
      if (Seen.size() > Most)
        return true;
      if (AtExit && Here.Block == &Graph.getExit() && AtExit(Here.State))
        return true;
      for (const CFGElement &Element : *Here.Block) {
        if (Visit(Element, Here))
          return true;
        if (const auto Statement = Element.getAs<CFGStmt>())
          change(*Statement->getStmt(), Here.Known);
      }
      if (!FlowGraph::throws(*Here.Block) && !Here.Block->hasNoReturnElement())
        follow(Here, Pending);
    }
    return false;
  }

  void noteShared(const Stmt &S) {
    if (const auto *Lambda = dyn_cast<LambdaExpr>(&S))
      for (const LambdaCapture &Capture : Lambda->captures())
        if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef)
          Shared.insert(Capture.getCapturedVar());
  }

  // ---- terms and conditions

  /// 0 for an expression that may change by itself.
  Term termOf(const Expr *E) {
    E = withoutTemporaries(E);
    llvm::SmallVector<const ValueDecl *, 2> Mentioned;
    if (!isStable(E, Mentioned) || Mentioned.empty())
      return 0;
    llvm::FoldingSetNodeID Id;
    E->Profile(Id, Context, /*Canonical=*/true);
    for (size_t I = 0; I < Terms.size(); ++I)
      if (Terms[I].Id == Id)
        return I + 1;
    const auto *Name = dyn_cast<DeclRefExpr>(E);
    Terms.push_back({Id, std::move(Mentioned), Name ? Name->getDecl() : nullptr});
    return Terms.size();
  }

  bool isStable(const Expr *E, llvm::SmallVectorImpl<const ValueDecl *> &Mentioned) const {
    E = withoutTemporaries(E);
    if (const auto *Name = dyn_cast<DeclRefExpr>(E)) {
      if (isa<FunctionDecl>(Name->getDecl()))
        return true;
      Mentioned.push_back(Name->getDecl());
      return !Shared.count(Name->getDecl()) && !Name->getType().isVolatileQualified();
    }
    if (const auto *Member = dyn_cast<MemberExpr>(E)) {
      if (!isa<CXXMethodDecl>(Member->getMemberDecl()))
        Mentioned.push_back(Member->getMemberDecl());
      return isStable(Member->getBase(), Mentioned);
    }
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
      const CXXMethodDecl *Method = Call->getMethodDecl();
      return Method && Method->isConst() && Call->getNumArgs() == 0 && isStable(Call->getCallee(), Mentioned);
    }
    if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
      return Operator->getOperator() != OO_Call && !Operator->isAssignmentOp() &&
             Operator->getOperator() != OO_PlusPlus && Operator->getOperator() != OO_MinusMinus &&
             llvm::all_of(Operator->arguments(), [&](const Expr *A) { return isStable(A, Mentioned); });
    if (const auto *Operator = dyn_cast<BinaryOperator>(E))
      return !Operator->isAssignmentOp() && isStable(Operator->getLHS(), Mentioned) &&
             isStable(Operator->getRHS(), Mentioned);
    if (const auto *Operator = dyn_cast<UnaryOperator>(E))
      return !Operator->isIncrementDecrementOp() && isStable(Operator->getSubExpr(), Mentioned);
    if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
      return isStable(Cast->getSubExpr(), Mentioned);
    return isa<CXXThisExpr>(E) || isa<IntegerLiteral>(E) || isa<CXXBoolLiteralExpr>(E) || isa<CharacterLiteral>(E) ||
           isa<CXXNullPtrLiteralExpr>(E) || isa<StringLiteral>(E);
  }

  std::optional<int64_t> constant(const Expr *E) const {
    Expr::EvalResult Result;
    if (!E || E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() ||
        !E->EvaluateAsInt(Result, Context) || !Result.Val.getInt().isRepresentableByInt64())
      return std::nullopt;
    return Result.Val.getInt().getExtValue();
  }

  std::optional<Condition> conditionOf(const Expr *E) {
    bool Negated = false;
    for (;;) {
      E = withoutTemporaries(E);
      const auto *Not = dyn_cast<UnaryOperator>(E);
      if (!Not || Not->getOpcode() != UO_LNot)
        break;
      E = Not->getSubExpr();
      Negated = !Negated;
    }
    if (const auto *Compare = dyn_cast<BinaryOperator>(E); Compare && Compare->isComparisonOp()) {
      const Expr *Left = Compare->getLHS(), *Right = Compare->getRHS();
      BinaryOperatorKind Operator = Compare->getOpcode();
      if (!constant(Right)) {
        std::swap(Left, Right);
        Operator = BinaryOperator::reverseComparisonOp(Operator);
      }
      const auto Constant = constant(Right);
      const Term Value = Constant ? termOf(Left) : 0;
      if (Value && Operator != BO_Cmp) {
        if (Operator == BO_LE || Operator == BO_GE || Operator == BO_NE) {
          Operator = BinaryOperator::negateComparisonOp(Operator);
          Negated = !Negated;
        }
        return Condition{{Value, Operator, *Constant}, Negated};
      }
    }
    const Term Value = termOf(E);
    return Value ? std::optional(Condition{{Value, BO_EQ, 0}, !Negated}) : std::nullopt;
  }

  // ---- what statements change

  void forget(const ValueDecl *Variable, Knowledge &Known) const {
    for (size_t I = 0; I < Terms.size(); ++I)
      if (llvm::is_contained(Terms[I].Mentions, Variable))
        Known.forget(I + 1);
  }

  void forgetNamed(const Expr *E, Knowledge &Known) const {
    if (const ValueDecl *Variable = onlyNames(withoutTemporaries(E)))
      forget(Variable, Known);
  }

  void change(const Stmt &S, Knowledge &Known) {
    if (const auto *Declarations = dyn_cast<DeclStmt>(&S)) {
      for (const Decl *D : Declarations->decls())
        if (const auto *V = dyn_cast<VarDecl>(D)) {
          forget(V, Known);
          assign(*V, V->getInit(), Known);
        }
    } else if (const auto *Operator = dyn_cast<BinaryOperator>(&S); Operator && Operator->isAssignmentOp()) {
      forgetNamed(Operator->getLHS(), Known);
      const auto *Name = dyn_cast<DeclRefExpr>(Operator->getLHS()->IgnoreParens());
      const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
      if (V && Operator->getOpcode() == BO_Assign)
        assign(*V, Operator->getRHS(), Known);
    } else if (const auto *Operator = dyn_cast<UnaryOperator>(&S)) {
      if (Operator->isIncrementDecrementOp() || Operator->getOpcode() == UO_AddrOf)
        forgetNamed(Operator->getSubExpr(), Known);
    } else if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S)) {
      lend(Construct->getConstructor(), llvm::ArrayRef(Construct->getArgs(), Construct->getNumArgs()), Known);
    } else if (const auto *Call = dyn_cast<CallExpr>(&S)) {
      if (const auto *Member = dyn_cast<CXXMemberCallExpr>(Call)) {
        if (const CXXMethodDecl *Method = Member->getMethodDecl(); Method && !Method->isConst() && !Method->isStatic())
          forgetNamed(Member->getImplicitObjectArgument(), Known);
        return lend(Call->getDirectCallee(), llvm::ArrayRef(Call->getArgs(), Call->getNumArgs()), Known);
      }
      llvm::ArrayRef<const Expr *> Arguments(Call->getArgs(), Call->getNumArgs());
      const auto *Method = dyn_cast_or_null<CXXMethodDecl>(Call->getDirectCallee());
      if (isa<CXXOperatorCallExpr>(Call) && Method && !Arguments.empty()) {
        if (!Method->isConst())
          forgetNamed(Arguments.front(), Known);
        Arguments = Arguments.drop_front();
      }
      lend(Call->getDirectCallee(), Arguments, Known);
    }
  }

  /// Whatever is bound to a reference that is not const may change.
  void lend(const FunctionDecl *Callee, llvm::ArrayRef<const Expr *> Arguments, Knowledge &Known) const {
    for (size_t I = 0; I < Arguments.size(); ++I) {
      const QualType Parameter = Callee && I < Callee->getNumParams() ? Callee->getParamDecl(I)->getType() : QualType();
      const bool Reads =
          !Parameter.isNull() && (!Parameter->isReferenceType() || Parameter->getPointeeType().isConstQualified());
      if (!Reads && Arguments[I]->isGLValue())
        forgetNamed(Arguments[I], Known);
    }
  }

  void assign(const VarDecl &V, const Expr *Value, Knowledge &Known) const {
    const auto Constant = constant(Value);
    if (!Constant || V.getType()->isReferenceType())
      return;
    for (size_t I = 0; I < Terms.size(); ++I) // the variable itself, if any condition tests it
      if (Terms[I].Names == &V)
        Known.Values[I + 1] = *Constant;
  }

  // ---- where a path goes on

  static const Expr *testedBy(const CFGBlock &Block) {
    return isa_and_nonnull<CXXForRangeStmt>(Block.getTerminatorStmt()) ? nullptr : FlowGraph::decidingCondition(Block);
  }

  void follow(const Place &Here, std::vector<Place> &Pending) {
    if (const auto *Switch = dyn_cast_or_null<SwitchStmt>(Here.Block->getTerminatorStmt()))
      return followSwitch(*Switch, Here, Pending);
    const auto *Range = dyn_cast_or_null<CXXForRangeStmt>(Here.Block->getTerminatorStmt());
    const Expr *Tested = testedBy(*Here.Block);
    const auto Read = Tested ? conditionOf(Tested) : std::nullopt;
    const bool IsKnown = Read && Here.Known.decides(Read->Compares);
    bool Truth = true;
    for (const CFGBlock::AdjacentBlock &Next : Here.Block->succs()) {
      const bool Taken = std::exchange(Truth, false);
      const CFGBlock *Successor = Next.getReachableBlock();
      if (!Successor)
        continue;
      Place There{Successor, Here.State, Here.Known};
      if (Range && cannotBeEmpty(*Range)) {
        const Term Entered = numberOf(*Range);
        if (Taken)
          There.Known.Values[Entered] = 1;
        else if (!There.Known.Values.erase(Entered))
          continue; // it runs at least once
      }
      if (Read && !decide(*Read, Taken, There.Known))
        continue;
      if (Tested && Branch)
        Branch(*Tested, Taken, There.State);
      if (Tested && Decided)
        Decided(IsKnown, There.State);
      Pending.push_back(std::move(There));
    }
  }

  /// A condition that is tested once is worth no memory: so many of them would make too many states.
  bool decide(const Condition &Read, bool Taken, Knowledge &Known) const {
    Knowledge Tried = Known;
    if (!Tried.assume(Read.Compares, Taken != Read.Negated))
      return false;
    if (const auto Times = TimesTested.find(Read.Compares.Value); Times != TimesTested.end() && Times->second > 1)
      Known = std::move(Tried);
    return true;
  }

  void followSwitch(const SwitchStmt &Switch, const Place &Here, std::vector<Place> &Pending) {
    const Term Value = termOf(Switch.getCond());
    const auto Known = Here.Known.Values.find(Value);
    const bool IsKnown = Known != Here.Known.Values.end();
    llvm::SmallSet<int64_t, 8> Cases;
    bool HasRange = false;
    for (const SwitchCase *Case = Switch.getSwitchCaseList(); Case; Case = Case->getNextSwitchCase())
      if (const auto *One = dyn_cast<CaseStmt>(Case)) {
        HasRange |= One->getRHS() != nullptr;
        if (const auto Label = constant(One->getLHS()))
          Cases.insert(*Label);
      }
    const QualType T = Switch.getCond()->IgnoreParenImpCasts()->getType();
    const bool OneFits =
        !HasRange && ((T->isBooleanType() && Cases.size() == 2) || (IsKnown && Cases.count(Known->second)));
    for (const CFGBlock::AdjacentBlock &Next : Here.Block->succs()) {
      const CFGBlock *Successor = Next.getReachableBlock();
      if (!Successor)
        continue;
      const auto *Case = dyn_cast_or_null<CaseStmt>(Successor->getLabel());
      const auto Label = Case && !Case->getRHS() ? constant(Case->getLHS()) : std::nullopt;
      if (!Case && OneFits)
        continue;
      Place There{Successor, Here.State, Here.Known};
      if (Label && Value && !There.Known.assume({Value, BO_EQ, *Label}, true))
        continue;
      Pending.push_back(std::move(There));
    }
  }

  static bool cannotBeEmpty(const CXXForRangeStmt &Range) {
    const Expr *Over = withoutTemporaries(Range.getRangeInit());
    if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(Over))
      Over = withoutTemporaries(List->getSubExpr());
    const auto *Array = dyn_cast<ConstantArrayType>(Over->getType().getNonReferenceType().getCanonicalType());
    return Array && !Array->getSize().isZero();
  }

  /// A number that no expression has.
  Term numberOf(const Stmt &Loop) { return Loops.try_emplace(&Loop, ~Loops.size()).first->second; }

  struct StableExpression {
    llvm::FoldingSetNodeID Id;
    llvm::SmallVector<const ValueDecl *, 2> Mentions;
    const ValueDecl *Names = nullptr; ///< the variable, if it is nothing more
  };

  const CFG &Graph;
  ASTContext &Context;
  llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step;
  llvm::function_ref<void(const Expr &, bool, unsigned char &)> Branch;
  llvm::function_ref<bool(unsigned char)> AtExit;
  llvm::function_ref<void(bool, unsigned char &)> Decided;
  llvm::DenseSet<const ValueDecl *> Shared; ///< captured by reference: others may change them at any time
  std::vector<StableExpression> Terms;      ///< the term N is at N - 1
  std::map<Term, unsigned> TimesTested;
  llvm::DenseMap<const Stmt *, Term> Loops;
};

} // namespace

bool anyFeasiblePath(const FlowGraph &Graph, ASTContext &Context, unsigned char AtStart,
                     llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step,
                     llvm::function_ref<void(const Expr &, bool, unsigned char &)> Branch) {
  return PathWalk(Graph, Context, Step, Branch, nullptr, nullptr).run(AtStart);
}

bool anyFeasiblePathFrom(const CFGBlock &From, const FlowGraph &Graph, ASTContext &Context, unsigned char AtStart,
                         llvm::function_ref<bool(const CFGElement &, unsigned char &)> Step,
                         llvm::function_ref<bool(unsigned char)> AtExit, const llvm::DenseSet<const Stmt *> &ThrownBy,
                         llvm::function_ref<void(bool, unsigned char &)> Decided) {
  return PathWalk(Graph, Context, Step, nullptr, AtExit, Decided).run(From, AtStart, ThrownBy);
}

} // namespace asynctidy::facts
