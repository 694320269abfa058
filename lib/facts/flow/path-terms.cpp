#include "facts/flow/path-terms.h"

#include "facts/syntax/expressions.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {

PathTerms::PathTerms(const CFG &Graph, ASTContext &Context) : Context(Context) {
  for (const CFGBlock *Block : Graph)
    for (const CFGElement &Element : *Block) {
      const auto Statement = Element.getAs<CFGStmt>();
      const auto *Lambda = Statement ? dyn_cast<LambdaExpr>(Statement->getStmt()) : nullptr;
      if (!Lambda)
        continue;
      for (const LambdaCapture &Capture : Lambda->captures())
        if (Capture.capturesVariable() && Capture.getCaptureKind() == LCK_ByRef)
          Shared.insert(Capture.getCapturedVar());
    }
}

Term PathTerms::termOf(const Expr *E) {
  E = withoutTemporaries(E);
  Variables Mentioned;
  if (!isStable(E, Mentioned) || Mentioned.empty())
    return 0;
  llvm::FoldingSetNodeID Id;
  E->Profile(Id, Context, /*Canonical=*/true);
  const auto [It, New] = Terms.try_emplace(std::move(Id), Terms.size() + 1);
  if (New) {
    for (const ValueDecl *Variable : Mentioned)
      if (auto &With = Mentions[Variable]; !llvm::is_contained(With, It->second))
        With.push_back(It->second);
    if (const auto *Name = dyn_cast<DeclRefExpr>(E))
      Names[Name->getDecl()] = It->second;
  }
  return It->second;
}

bool PathTerms::isStable(const Expr *E, Variables &Mentioned) const {
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

std::optional<int64_t> PathTerms::constant(const Expr *E) const {
  Expr::EvalResult Result;
  if (!E || E->isValueDependent() || !E->getType()->isIntegralOrEnumerationType() ||
      !E->EvaluateAsInt(Result, Context) || !Result.Val.getInt().isRepresentableByInt64())
    return std::nullopt;
  return Result.Val.getInt().getExtValue();
}

std::optional<Condition> PathTerms::conditionOf(const Expr *E) {
  if (const auto Known = Conditions.find(E); Known != Conditions.end())
    return Known->second;
  return Conditions[E] = readCondition(E);
}

std::optional<Condition> PathTerms::readCondition(const Expr *E) {
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

llvm::ArrayRef<Term> PathTerms::mentioning(const ValueDecl &Variable) const {
  const auto Known = Mentions.find(&Variable);
  return Known == Mentions.end() ? llvm::ArrayRef<Term>() : Known->second;
}

} // namespace asynctidy::facts
