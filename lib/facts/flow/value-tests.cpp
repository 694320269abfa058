#include "facts/flow/value-tests.h"

#include "facts/flow/def-use.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ASTContext.h"
#include "clang/AST/ExprCXX.h"

#include <optional>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// `nullptr`, `std::nullopt`.
bool isNothing(const Expr *E) {
  const Expr *Value = withoutTemporaries(E);
  const CXXRecordDecl *Record = recordOf(Value->getType());
  return isa<CXXNullPtrLiteralExpr, GNUNullExpr>(Value) || (Record && qualifiedName(*Record) == "std::nullopt_t");
}

/// `{}`, `std::string()`, `""`.
bool isMadeEmpty(const Expr *E) {
  const Expr *Value = valueIn(E);
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(Value))
    Value = valueIn(Cast->getSubExpr());
  if (const auto *Text = dyn_cast<StringLiteral>(Value))
    return Text->getLength() == 0;
  if (const auto *List = dyn_cast<InitListExpr>(Value))
    return List->getNumInits() == 0;
  const auto *Made = dyn_cast<CXXConstructExpr>(Value);
  if (!Made)
    return isa<CXXScalarValueInitExpr>(Value);
  return Made->getNumArgs() == 0 || isa<CXXDefaultArgExpr>(Made->getArg(0)) || isNothing(Made->getArg(0)) ||
         (Made->getNumArgs() == 1 && isMadeEmpty(Made->getArg(0)));
}

/// Whether \p Assigned is a value rather than nothing for a variable of type \p To, as far as it shows.
std::optional<bool> isValue(const Expr &Assigned, QualType To, const ASTContext &Context) {
  if (isNothing(&Assigned) || isMadeEmpty(&Assigned))
    return false;
  if (To->isScalarType()) {
    bool Holds = false;
    if (!Assigned.isValueDependent() && Assigned.EvaluateAsBooleanCondition(Holds, Context))
      return Holds;
    return std::nullopt;
  }
  return onlyNames(valueIn(&Assigned)) ? std::nullopt : std::optional(true); // a copy may be of nothing
}

/// Whether \p V has a value where \p Condition turned out as \p Holds.
std::optional<bool> impliedValue(const Expr &Condition, bool Holds, const ValueDecl &V) {
  const Expr *Tested = withoutTemporaries(&Condition);
  const auto IsV = [&](const Expr *E) { return onlyNames(withoutTemporaries(E)) == &V; };
  if (const auto *Not = dyn_cast<UnaryOperator>(Tested); Not && Not->getOpcode() == UO_LNot)
    return impliedValue(*Not->getSubExpr(), !Holds, V);
  const auto Compared = [&](BinaryOperatorKind Operator, const Expr *Left, const Expr *Right) -> std::optional<bool> {
    if ((Operator != BO_EQ && Operator != BO_NE) ||
        !((IsV(Left) && isNothing(Right)) || (IsV(Right) && isNothing(Left))))
      return std::nullopt;
    return Holds == (Operator == BO_NE);
  };
  if (const auto *Binary = dyn_cast<BinaryOperator>(Tested)) {
    if (Binary->getOpcode() != (Holds ? BO_LAnd : BO_LOr))
      return Compared(Binary->getOpcode(), Binary->getLHS(), Binary->getRHS());
    const auto Left = impliedValue(*Binary->getLHS(), Holds, V);
    return Left ? Left : impliedValue(*Binary->getRHS(), Holds, V);
  }
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(Tested))
    return Compared(Rewritten->getOperator(), Rewritten->getLHS(), Rewritten->getRHS());
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(Tested); Operator && Operator->getNumArgs() == 2)
    return Compared(Operator->getOperator() == OO_EqualEqual     ? BO_EQ
                    : Operator->getOperator() == OO_ExclaimEqual ? BO_NE
                                                                 : BO_Comma,
                    Operator->getArg(0), Operator->getArg(1));
  if (const auto *Asked = dyn_cast<CXXMemberCallExpr>(Tested)) {
    const CXXMethodDecl *Method = Asked->getMethodDecl();
    if (!Method || Asked->getNumArgs() != 0 || !IsV(Asked->getImplicitObjectArgument()))
      return std::nullopt;
    const llvm::StringRef Name = simpleNameOf(Method);
    if (Name == "empty")
      return !Holds;
    return isa<CXXConversionDecl>(Method) || Name == "has_value" ? std::optional(Holds) : std::nullopt;
  }
  return IsV(Tested) && Tested->getType()->isScalarType() ? std::optional(Holds) : std::nullopt;
}

} // namespace

llvm::SmallVector<ValueSet, 2> valuesSetBy(const CompoundStmt &Block, const ASTContext &Context) {
  llvm::SmallVector<ValueSet, 2> Found;
  for (const Stmt *S : Block.body()) {
    const auto *Whole = dyn_cast<Expr>(S);
    const Expr *Assignment = Whole ? withoutTemporaries(Whole) : nullptr;
    const Expr *Target = Assignment ? assignedBy(*Assignment) : nullptr;
    const ValueDecl *Named = Target ? onlyNames(withoutTemporaries(Target)) : nullptr;
    if (!Named)
      continue;
    llvm::erase_if(Found, [&](const ValueSet &Earlier) { return Earlier.Of == Named; });
    if (const auto Has = isValue(*valueAssignedBy(*Assignment), Target->getType(), Context))
      Found.push_back({Named, *Has});
  }
  return Found;
}

const Stmt *armOnlyIf(const IfStmt &If, const ValueDecl &V, bool Has) {
  if (!If.getCond())
    return nullptr;
  if (impliedValue(*If.getCond(), true, V) == Has)
    return If.getThen();
  return impliedValue(*If.getCond(), false, V) == Has ? If.getElse() : nullptr;
}

} // namespace asynctidy::facts
