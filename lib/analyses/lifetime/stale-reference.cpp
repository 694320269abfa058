#include "analyses/lifetime/stale-reference.h"

#include "facts/calls/callers.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/locks/guarded-objects.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/ownership.h"
#include "facts/types/unchanged.h"
#include "facts/types/views.h"

#include "llvm/ADT/DenseSet.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

class StaleSearch {
public:
  StaleSearch(const FunctionDecl &F, TranslationUnit &Unit) : F(F), Unit(Unit), Borrowed(F, Unit.models()) {}

  std::vector<StaleReference> run() {
    findLocals(writtenBody(F), nullptr);
    if (Locals.empty())
      return {};
    std::vector<const Stmt *> Parents;
    findUses(writtenBody(F), Parents);
    Locals.remove_if([](const auto &Entry) { return !Entry.second.anyBorrow(); });
    const FlowGraph *Graph = Locals.empty() ? nullptr : flowGraphOf(F, Unit);
    if (!Graph)
      return {};
    std::vector<StaleReference> Found;
    llvm::DenseSet<const VarDecl *> OfStaleLoop; // the loop has been reported
    for (auto &[Local, Info] : Locals)
      if (auto Stale = OfStaleLoop.contains(Local) ? std::nullopt : follow(*Graph, *Local, Info)) {
        if (Stale->Loop)
          OfStaleLoop.insert(Stale->Loop->getLoopVariable());
        Found.push_back(std::move(*Stale));
      }
    return Found;
  }

private:
  struct Use {
    const Stmt *At;
    bool Reassigns = false;
    std::optional<ContainerBorrow> Value = std::nullopt; ///< of an assignment
  };
  struct Tracked {
    std::optional<ContainerBorrow> AtDeclaration;
    const CXXForRangeStmt *Loop;
    const Stmt *DeclaredAt;
    std::vector<Use> Uses;

    const ContainerBorrow *anyBorrow() const {
      if (AtDeclaration)
        return &*AtDeclaration;
      for (const Use &U : Uses)
        if (U.Value)
          return &*U.Value;
      return nullptr;
    }
  };

  /// Collects the locals that may refer into a container, from their initializer or a later assignment.
  void findLocals(const Stmt *S, const CXXForRangeStmt *Loop) {
    forEachDeclared(*S, [&](const VarDecl &V) { consider(V, *S, Loop); });
    const auto *Range = dyn_cast<CXXForRangeStmt>(S);
    forEachEvaluatedChild(
        *S, [&](const Stmt *Child) { findLocals(Child, Range && Child == Range->getBeginStmt() ? Range : nullptr); });
  }

  void consider(const VarDecl &V, const Stmt &At, const CXXForRangeStmt *Loop) {
    const bool IsHidden = V.isImplicit() && !isa<DecompositionDecl>(V);
    if (V.isInvalidDecl() || !V.hasLocalStorage() || V.getType()->isDependentType() || (IsHidden && !Loop))
      return;
    auto Borrow = Borrowed.borrowOf(V);
    if (Borrow && !evidence(*Borrow).Matters)
      Borrow = std::nullopt;
    const QualType T = V.getType();
    const bool MayBeAssigned = !T->isReferenceType() && (T->isPointerType() || isIterator(T) || isView(T));
    if (Borrow || (MayBeAssigned && !IsHidden))
      Locals.insert({&V, {std::move(Borrow), Loop, &At, {}}});
  }

  // ---- mutations of the container

  struct Evidence {
    bool Matters;
    const Mutation *Seen = nullptr;
    Assumptions Assumes = {};
  };

  /// Whether the container that \p Borrow refers into may be changed while this coroutine is suspended.
  Evidence evidence(const ContainerBorrow &Borrow) {
    const SharedObject &From = Borrow.From;
    if (From.What == SharedObject::Kind::Parameter)
      return ofParameter(Borrow, *cast<ParmVarDecl>(From.Declared));
    Evidence Best{false};
    for (const Mutation &Seen : mutationIndex(Unit).of(*From.Declared))
      if (const auto Assumes = endsBorrow(Seen, Borrow))
        if (!Best.Matters || (Assumes->empty() && !Best.Assumes.empty()))
          Best = {true, &Seen, *Assumes | Borrow.Assumes};
    if (Best.Matters && Best.Assumes.empty())
      return Best;
    // An enclosing object may be replaced as a whole.
    for (const AccessPath::Step Outer : From.Path.Steps)
      if (Outer && Outer != From.Declared)
        for (const Mutation &Seen : mutationIndex(Unit).of(*Outer))
          if (Seen.Does == Effect::Removes && !Seen.Across.References && !isPartOf(*Seen.In, F, Unit))
            return {true, &Seen, Borrow.Assumes};
    if (Best.Matters)
      return Best;
    return {!Borrow.IsStable && isChangedOutOfSight(From), nullptr, Assumption::UnseenChange};
  }

  /// A parameter that the function itself changes, and for which no call is visible, is taken for an output parameter.
  Evidence ofParameter(const ContainerBorrow &Borrow, const ParmVarDecl &Parameter) {
    const auto Passed = mutationIndex(Unit).passedFor(Parameter);
    const auto Own = mutationIndex(Unit).of(Parameter);
    const bool IsShared = Passed == MutationIndex::Argument::Shared;
    if (const auto Again = IsShared ? overlapOf(F, Borrow.From, Unit) : std::nullopt; Again && Again->Assumes.empty())
      for (const Mutation &Seen : Own)
        if (endsBorrow(Seen, Borrow))
          return {true, &Seen};
    const bool MayBeShared = IsShared || (Passed == MutationIndex::Argument::Unknown && Own.empty());
    return {!Borrow.IsStable && MayBeShared, nullptr, Assumption::UnseenChange};
  }

  /// What \p Seen must be assumed to do to end \p Borrow during a suspension; nothing when it cannot.
  std::optional<Assumptions> endsBorrow(const Mutation &Seen, const ContainerBorrow &Borrow) {
    if (Seen.StepsBehind > Borrow.From.StepsBehind)
      return std::nullopt; // of an element: it does not move
    if (Borrow.IsOfObject && (!ends(*Seen.At, *Borrow.From.Declared) || runInTurn(*Seen.In, F, Unit)))
      return std::nullopt;
    const bool OfContainer = Seen.StepsBehind == Borrow.From.StepsBehind;
    if (OfContainer ? staysValid(Borrow.As, Seen.Across) : Seen.Across.References)
      return std::nullopt;
    const bool IsStable =
        OfContainer ? Borrow.IsStable : stabilityOf(Borrow.From.Declared->getType(), Unit.models()).References;
    if (Borrow.From.What == SharedObject::Kind::Captured && Seen.In == Borrow.From.Declared->getDeclContext())
      return std::nullopt;                          // outside of the lambda, so before or after it
    const bool IsOwn = isPartOf(*Seen.In, F, Unit); // done by this activation, or by another of this coroutine
    const auto Again = IsOwn ? overlapOf(F, Borrow.From, Unit) : std::nullopt;
    if ((IsOwn && !Again) || (IsStable && (Seen.Does != Effect::Removes || IsOwn)))
      return std::nullopt;
    if (!IsOwn && replacesAll(*Seen.At) && !runsBeside(*Seen.In, F, Unit))
      return Assumption::CalledMeanwhile;
    return (Seen.ByCaller ? Assumption::UnseenChange : Assumptions()) | (Again ? Again->Assumes : Assumptions());
  }

  /// An assignment, as in a setter, which may be meant for the time before the coroutine starts.
  static bool replacesAll(const Stmt &Change) {
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Change);
    const auto *Assign = dyn_cast<BinaryOperator>(&Change);
    const auto *Call = dyn_cast<CallExpr>(&Change);
    return (Operator && Operator->getOperator() == OO_Equal) || (Assign && Assign->isAssignmentOp()) ||
           (Call && isSwap(*Call));
  }

  /// Whether \p Change is an operation of \p Object itself: what is moved from it goes on elsewhere.
  static bool ends(const Stmt &Change, const ValueDecl &Object) {
    const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&Change);
    const auto *Method = dyn_cast<CXXMemberCallExpr>(&Change);
    const Expr *Of = Method ? Method->getImplicitObjectArgument() : nullptr;
    if (Operator && Operator->getOperator() == OO_Equal && !keepsValue(*Operator))
      Of = Operator->getArg(0);
    const auto *Swap = dyn_cast<CallExpr>(&Change);
    if (Swap && isSwap(*Swap))
      return llvm::any_of(Swap->arguments(), [&](const Expr *One) {
        const ValueDecl *Swapped = innermostOf(accessPath(One)).first;
        return Swapped && Swapped->getLocation() == Object.getLocation();
      });
    const ValueDecl *Changed = Of ? innermostOf(accessPath(Of)).first : nullptr;
    return Changed && Changed->getLocation() == Object.getLocation();
  }

  bool isChangedOutOfSight(const SharedObject &From) const {
    if (From.What == SharedObject::Kind::Member) {
      const auto *Class = dyn_cast<CXXRecordDecl>(cast<FieldDecl>(From.Declared)->getParent());
      return Class && !isWholeClassVisible(*Class, Unit.models());
    }
    const auto *Global = dyn_cast<VarDecl>(From.Declared);
    return From.What == SharedObject::Kind::Global && Global && !Global->hasDefinition();
  }

  // ---- uses

  void findUses(const Stmt *S, std::vector<const Stmt *> &Parents) {
    if (const auto *Name = dyn_cast<DeclRefExpr>(S)) {
      const ValueDecl *Declared = Name->getDecl();
      if (const auto *Binding = dyn_cast<BindingDecl>(Declared))
        Declared = Binding->getDecomposedDecl();
      if (const auto It = Locals.find(dyn_cast<VarDecl>(Declared)); It != Locals.end())
        classify(*Name, Parents, *It->first, It->second);
      return;
    }
    Parents.push_back(S);
    forEachEvaluatedChild(*S, [&](const Stmt *Child) { findUses(Child, Parents); });
    Parents.pop_back();
  }

  /// Finds the expression that accesses the object \p Name refers to: in `f(x, co_await g())` this is the call, not
  /// `x`.
  void classify(const DeclRefExpr &Name, llvm::ArrayRef<const Stmt *> Parents, const VarDecl &Local, Tracked &Info) {
    const QualType T = Local.getType();
    const bool IsPointer = T.getNonReferenceType()->isPointerType();
    bool Loaded = !IsPointer;
    const Stmt *Child = &Name;
    for (size_t I = Parents.size(); I-- > 0; Child = Parents[I]) {
      const Stmt *Parent = Parents[I];
      if (const auto *Cast = dyn_cast<CastExpr>(Parent)) {
        if (Cast->getCastKind() == CK_ToVoid || Cast->getCastKind() == CK_PointerToBoolean)
          return; // does not access the referenced object
        if (Cast->getCastKind() != CK_LValueToRValue || !std::exchange(Loaded, true))
          continue;
        return Info.Uses.push_back({Parent});
      }
      if (isa<ParenExpr>(Parent) || isa<MaterializeTemporaryExpr>(Parent) || isa<CXXBindTemporaryExpr>(Parent) ||
          isa<FullExpr>(Parent) || isa<MemberExpr>(Parent) || isa<ArraySubscriptExpr>(Parent))
        continue;
      if (const auto *Operator = dyn_cast<UnaryOperator>(Parent)) {
        if (Operator->getOpcode() == UO_Deref || Operator->getOpcode() == UO_AddrOf)
          continue;
        return Info.Uses.push_back({Parent});
      }
      if (const auto *Operator = dyn_cast<BinaryOperator>(Parent)) {
        if (Operator->getOpcode() == BO_Assign && Operator->getLHS() == Child && Child == &Name &&
            !T->isReferenceType())
          return assigned(*Parent, *Operator->getRHS(), Local, Info);
        if (IsPointer && Operator->isEqualityOp() && comparesWithNull(*Operator))
          return;
        return Info.Uses.push_back({Operator->isCommaOp() ? Child : Parent});
      }
      if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Parent)) {
        if (Operator->getOperator() == OO_Star || Operator->getOperator() == OO_Arrow)
          continue;
        if (Operator->getOperator() == OO_Equal && Operator->getArg(0) == Child && Child == &Name &&
            !T->isReferenceType())
          return assigned(*Parent, *Operator->getArg(1), Local, Info);
        return Info.Uses.push_back({Parent});
      }
      if (const auto *Construct = dyn_cast<CXXConstructExpr>(Parent)) {
        if (isIterator(Construct->getType()) || isView(Construct->getType()))
          continue; // a copy refers to the same object
        return Info.Uses.push_back({Parent});
      }
      const bool Consumes = isa<CallExpr>(Parent) || isa<DeclStmt>(Parent) || isa<LambdaExpr>(Parent) ||
                            isa<ReturnStmt>(Parent) || isa<InitListExpr>(Parent);
      return Info.Uses.push_back({Consumes ? Parent : Child});
    }
  }

  static bool comparesWithNull(const BinaryOperator &Compare) {
    return isa<CXXNullPtrLiteralExpr>(Compare.getLHS()->IgnoreParenImpCasts()) ||
           isa<CXXNullPtrLiteralExpr>(Compare.getRHS()->IgnoreParenImpCasts());
  }

  void assigned(const Stmt &At, const Expr &Value, const VarDecl &Local, Tracked &Info) {
    auto Borrow = Borrowed.borrowOf(Local, &Value);
    if (Borrow && !evidence(*Borrow).Matters)
      Borrow = std::nullopt;
    Info.Uses.push_back({&At, true, std::move(Borrow)});
  }

  // ---- along the paths

  /// The state of a local on a path: unknown, refers into a container, or the index of the suspension since.
  enum : unsigned char { None = 0, Fresh = 1, FirstSuspension = 2 };
  static constexpr size_t MaxSuspensions = 250; // the state is one byte

  std::optional<StaleReference> follow(const FlowGraph &Graph, const VarDecl &Local, Tracked &Info) {
    const ContainerBorrow *Borrow = Info.anyBorrow();
    const std::optional<Suspensions> OfGuarded = suspensionsOfGuarded(Borrow->From, F, Unit);
    const Suspensions &Suspends = OfGuarded ? *OfGuarded : suspensionsIn(F, Unit);
    llvm::DenseMap<const Stmt *, llvm::SmallVector<const Use *, 1>> ByStatement;
    llvm::SmallVector<const Stmt *, 2> Begins;
    for (const Use &U : Info.Uses) {
      ByStatement[U.At].push_back(&U);
      if (U.Value)
        Begins.push_back(U.At);
    }
    if (Info.AtDeclaration)
      Begins.push_back(Info.DeclaredAt);
    if (Suspends.all().size() > MaxSuspensions)
      return std::nullopt;
    const Use *First = nullptr;
    const CoawaitExpr *Since = nullptr;
    anyFeasiblePathAfter(Begins, Graph, Unit.context(), None, [&](const CFGElement &Element, unsigned char &State) {
      if (const auto End = Element.getAs<CFGLifetimeEnds>(); End && End->getVarDecl() == &Local)
        State = None;
      const auto Statement = Element.getAs<CFGStmt>();
      if (!Statement)
        return false;
      const Stmt *S = Statement->getStmt();
      if (const auto It = ByStatement.find(S); It != ByStatement.end())
        for (const Use *Now : It->second) {
          if (Now->Reassigns)
            State = Now->Value ? Fresh : None;
          else if (State >= FirstSuspension && (!First || Now < First)) {
            First = Now;
            Since = Suspends.all()[State - FirstSuspension];
          }
        }
      if (const auto *Declarations = dyn_cast<DeclStmt>(S);
          Declarations && llvm::is_contained(Declarations->decls(), &Local))
        State = Info.AtDeclaration ? Fresh : None;
      if (State == Fresh)
        if (const auto Index = Suspends.indexOf(S))
          State = FirstSuspension + *Index;
      if (State != None && Borrow->IsStable && looksUpAgain(*S, *Borrow))
        State = Fresh;
      return false;
    });
    if (!First)
      return std::nullopt;
    const Evidence Changed = evidence(*Borrow);
    return StaleReference{&Local, *Borrow, First->At, Since, Info.Loop, Changed.Seen, Changed.Assumes};
  }

  /// Whether \p S looks up the element in the container again, and so tests whether it still exists.
  bool looksUpAgain(const Stmt &S, const ContainerBorrow &Borrow) const {
    const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
    const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
    if (!Method || !Method->getDeclName().isIdentifier())
      return false;
    const llvm::StringRef Name = Method->getName();
    if (Name != "find" && Name != "contains" && Name != "count" && Name != "at")
      return false;
    const auto Asked = sharedObject(Call->getImplicitObjectArgument(), F);
    return Asked && Asked->Declared == Borrow.From.Declared;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  ContainerBorrows Borrowed;
  llvm::MapVector<const VarDecl *, Tracked> Locals;
};

} // namespace

std::vector<StaleReference> staleReferences(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  return StaleSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
