#include "analyses/lifetime/stale-reference-emptied.h"

#include "facts/calls/callers.h"
#include "facts/flow/feasible-paths.h"
#include "facts/flow/flow-graph.h"
#include "facts/flow/function-index.h"
#include "facts/locks/suspensions.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumption;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

bool mayBeEmpty(QualType T) { return T->isPointerType() || isSmartPointer(T) || isOptional(T); }

/// The member that \p E names, of whatever object; null when it may not be empty.
const FieldDecl *memberIn(const Expr *E) {
  const auto *Member = dyn_cast<MemberExpr>(withoutTemporaries(E));
  const auto *Field = Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  return Field && mayBeEmpty(Field->getType()) ? Field : nullptr;
}

bool isEmptyValue(const Expr *E) {
  E = withoutTemporaries(E);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E); Construct && Construct->getNumArgs() == 1)
    return isEmptyValue(Construct->getArg(0));
  const CXXRecordDecl *Class = recordOf(E->getType());
  return isa<CXXNullPtrLiteralExpr, GNUNullExpr, CXXDefaultArgExpr>(E) || E->getType()->isNullPtrType() ||
         (Class && Class->getIdentifier() && Class->getName() == "nullopt_t");
}

/// What a statement does to a member as a whole.
struct Assigned {
  const FieldDecl *Member = nullptr;
  bool IsEmpty = false; ///< afterwards
};

Assigned assignedBy(const Stmt &S) {
  if (const auto *Operator = dyn_cast<BinaryOperator>(&S); Operator && Operator->getOpcode() == BO_Assign)
    return {memberIn(Operator->getLHS()), isEmptyValue(Operator->getRHS())};
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(&S); Operator && Operator->getOperator() == OO_Equal)
    return {memberIn(Operator->getArg(0)), isEmptyValue(Operator->getArg(1))};
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&S);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || !Method->getDeclName().isIdentifier())
    return {};
  if (Method->getName() == "reset")
    return {memberIn(Call->getImplicitObjectArgument()), Call->getNumArgs() == 0 || isEmptyValue(Call->getArg(0))};
  return Method->getName() == "emplace" ? Assigned{memberIn(Call->getImplicitObjectArgument())} : Assigned();
}

struct Emptying {
  const FunctionDecl *In;
  const Expr *At;
};

/// The places that empty members, by the member's location. A function that fills the member again at once is none.
struct EmptyingsOfUnit : Analysis<WholeUnit, llvm::DenseMap<SourceLocation, std::vector<Emptying>>> {
  static Result run(WholeUnit, TranslationUnit &Unit) {
    Result Found;
    for (const FunctionDecl *F : Unit.userCode().Functions) {
      if (F->isDependentContext() || makesReplacesOrEndsObject(*F))
        continue;
      llvm::MapVector<const FieldDecl *, const Expr *> Empties;
      forEachEvaluated(writtenBody(*F), [&](const Stmt &S) {
        const Assigned By = assignedBy(S);
        if (!By.Member)
          return;
        if (By.IsEmpty)
          Empties.insert({By.Member, cast<Expr>(&S)});
        else if (!isCoroutine(*F)) // a coroutine may be suspended in between
          Empties.erase(By.Member);
      });
      for (const auto &[Member, At] : Empties)
        Found[Member->getLocation()].push_back({F, At});
    }
    return Found;
  }
};

class EmptiedSearch {
public:
  EmptiedSearch(const FunctionDecl &F, TranslationUnit &Unit)
      : F(F), Unit(Unit), Index(indexOf(F, Unit)), Up(Index.parents()) {}

  std::vector<EmptiedPointer> run() {
    const auto &Emptyings = Unit.get<EmptyingsOfUnit>({});
    if (Emptyings.empty())
      return {};
    forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
      const auto *Member = dyn_cast<MemberExpr>(&S);
      const FieldDecl *Field =
          Member && isa<CXXThisExpr>(Member->getBase()->IgnoreParenImpCasts()) ? memberIn(Member) : nullptr;
      if (Field && Emptyings.count(Field->getLocation()))
        Mentions[Field].push_back(Member);
    });
    std::vector<EmptiedPointer> Found;
    for (const auto &[Field, Names] : Mentions)
      if (auto Emptied = follow(*Field, Names, Emptyings.find(Field->getLocation())->second))
        Found.push_back(*Emptied);
    return Found;
  }

private:
  enum class Does : unsigned char { Nothing, Tests, Fills, Uses };

  /// What a mention does, and where on the path.
  std::pair<Does, const Stmt *> meaningOf(const MemberExpr &Name) const {
    const Stmt *Child = &Name;
    bool Asks = false; // operator bool, has_value(), a comparison with null
    for (const Stmt *Above = Up.of(Name); Above; Child = Above, Above = Up.of(*Above)) {
      if (isa<ParenExpr, ImplicitCastExpr, FullExpr>(Above))
        continue;
      if (const Assigned By = assignedBy(*Above); By.Member && !Asks)
        return {Does::Fills, Above};
      if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Above)) {
        if (Operator->getOperator() == OO_Arrow || (Operator->getOperator() == OO_Star && !Asks))
          return {Does::Uses, Above};
        Asks |= Operator->isComparisonOp();
        continue;
      }
      if (const auto *Member = dyn_cast<MemberExpr>(Above)) {
        if (Member->isArrow())
          return {Does::Uses, Above};
        const auto *Method = dyn_cast<CXXMethodDecl>(Member->getMemberDecl());
        const bool IsAsked = Method && (isa<CXXConversionDecl>(Method) ||
                                        (Method->getDeclName().isIdentifier() && Method->getName() == "has_value"));
        if (!IsAsked)
          return {Does::Nothing, nullptr};
        Asks = true;
        continue;
      }
      if (const auto *Unary = dyn_cast<UnaryOperator>(Above)) {
        if (Unary->getOpcode() == UO_Deref)
          return {Does::Uses, Above};
        continue;
      }
      if (const auto *Binary = dyn_cast<BinaryOperator>(Above);
          Binary && (Binary->isLogicalOp() || Binary->isEqualityOp()))
        continue;
      if (isa<CXXMemberCallExpr>(Above) && Asks)
        continue;
      const bool Tests = (isa<IfStmt>(Above) && cast<IfStmt>(Above)->getCond() == Child) ||
                         (isa<WhileStmt>(Above) && cast<WhileStmt>(Above)->getCond() == Child);
      return {Tests ? Does::Tests : Does::Nothing, &Name};
    }
    return {Does::Nothing, nullptr};
  }

  enum : unsigned char { None = 0, Tested = 1, FirstSuspension = 2 };
  static constexpr size_t MaxSuspensions = 250; // the state is one byte

  std::optional<EmptiedPointer> follow(const FieldDecl &Field, llvm::ArrayRef<const MemberExpr *> Names,
                                       llvm::ArrayRef<Emptying> Emptyings) {
    const auto Best = meanwhile(Emptyings);
    const Suspensions &Suspends = suspensionsIn(F, Unit);
    if (!Best || Suspends.all().empty() || Suspends.all().size() > MaxSuspensions)
      return std::nullopt;
    llvm::DenseMap<const Stmt *, Does> Meanings;
    llvm::SmallVector<const Stmt *, 4> Tests;
    for (const MemberExpr *Name : Names) {
      const auto [Meaning, At] = meaningOf(*Name);
      if (Meaning == Does::Nothing)
        continue;
      Meanings[At] = Meaning;
      if (Meaning == Does::Tests)
        Tests.push_back(At);
    }
    const FlowGraph *Graph = Tests.empty() ? nullptr : flowGraphOf(F, Unit);
    if (!Graph)
      return std::nullopt;
    EmptiedPointer Found{&Field, nullptr, nullptr, nullptr, Best->first.In, Best->first.At, Best->second};
    const bool Seen =
        anyFeasiblePathAfter(Tests, *Graph, Unit.context(), None, [&](const CFGElement &Element, unsigned char &State) {
          const auto Statement = Element.getAs<CFGStmt>();
          if (!Statement)
            return false;
          const Stmt *S = Statement->getStmt();
          const Does Meaning = Meanings.lookup(S);
          if (Meaning == Does::Uses && State >= FirstSuspension) {
            Found.Use = S;
            Found.Suspension = Suspends.all()[State - FirstSuspension];
            return true;
          }
          if (Meaning == Does::Tests) {
            State = Tested;
            Found.Test = S;
          } else if (Meaning == Does::Fills) {
            State = None;
          }
          if (State == Tested)
            if (const auto Number = Suspends.indexOf(S))
              State = FirstSuspension + *Number;
          return false;
        }).Found;
    return Seen ? std::optional(Found) : std::nullopt;
  }

  /// The place that empties the member while \p F is suspended, and what that assumes.
  std::optional<std::pair<Emptying, Assumptions>> meanwhile(llvm::ArrayRef<Emptying> Emptyings) const {
    std::optional<std::pair<Emptying, Assumptions>> Best;
    for (const Emptying &Each : Emptyings) {
      if (isPartOf(*Each.In, F, Unit) || runInTurn(*Each.In, F, Unit))
        continue;
      const Assumptions Makes =
          runsBeside(*Each.In, F, Unit) ? Assumptions() : Assumptions(Assumption::CalledMeanwhile);
      if (!Best || (Makes.empty() && !Best->second.empty()))
        Best = {Each, Makes};
    }
    return Best;
  }

  const FunctionDecl &F;
  TranslationUnit &Unit;
  const FunctionIndex &Index;
  const Parents &Up;
  llvm::MapVector<const FieldDecl *, std::vector<const MemberExpr *>> Mentions;
};

} // namespace

std::vector<EmptiedPointer> emptiedPointers(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isa<CXXMethodDecl>(F) || !isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return {};
  return EmptiedSearch(F, Unit).run();
}

} // namespace asynctidy::analyses
