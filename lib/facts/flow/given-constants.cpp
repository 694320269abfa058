#include "facts/flow/given-constants.h"

#include "facts/syntax/expressions.h"
#include "facts/types/class-shape.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

GivenConstant numbered(int64_t Number) { return {Number != 0, Number}; }

GivenConstant empty() {
  GivenConstant None{false, std::nullopt};
  None.IsEmpty = true;
  return None;
}

/// What `{}` makes of a \p T.
std::optional<GivenConstant> valueInitialized(QualType T) {
  T = T.getNonReferenceType();
  if (T->isBooleanType() || T->isIntegerType())
    return numbered(0);
  if (T->isPointerType() || T->isNullPtrType())
    return empty();
  const CXXRecordDecl *Class = recordOf(T);
  if (Class && !methodsNamed(Class, "has_value").empty() && methodsNamed(Class, "error").empty())
    return empty(); // an optional; a value or an error is a value
  return std::nullopt;
}

bool isNullopt(const Expr &E) {
  const CXXRecordDecl *Class = recordOf(E.getType());
  return Class && Class->isInStdNamespace() && Class->getDeclName().isIdentifier() && Class->getName() == "nullopt_t";
}

std::optional<bool> areEqual(const GivenConstant &One, const GivenConstant &Other) {
  if (One.Enumerator && Other.Enumerator)
    return One.Enumerator == Other.Enumerator || One.Enumerator->getInitVal() == Other.Enumerator->getInitVal();
  if (One.Number && Other.Number)
    return *One.Number == *Other.Number;
  if (One.IsEmpty && Other.IsEmpty)
    return true;
  if (One.IsEmpty != Other.IsEmpty) // an empty optional equals no value
    return false;
  return std::nullopt;
}

} // namespace

std::optional<GivenConstant> givenConstant(const Expr &E) {
  const Expr *Value = withoutTemporaries(&E);
  if (isNullopt(*Value) || isa<CXXNullPtrLiteralExpr>(Value))
    return empty();
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(Value); Cast && !Cast->getType()->isRecordType())
    return givenConstant(*Cast->getSubExpr());
  if (const auto *Bool = dyn_cast<CXXBoolLiteralExpr>(Value))
    return numbered(Bool->getValue());
  if (const auto *Number = dyn_cast<IntegerLiteral>(Value))
    return Number->getValue().getActiveBits() < 64
               ? std::optional(numbered(static_cast<int64_t>(Number->getValue().getZExtValue())))
               : std::nullopt;
  if (const auto *Minus = dyn_cast<UnaryOperator>(Value); Minus && Minus->getOpcode() == UO_Minus) {
    const auto Positive = givenConstant(*Minus->getSubExpr());
    return Positive && Positive->Number ? std::optional(numbered(-*Positive->Number)) : std::nullopt;
  }
  if (const auto *Name = dyn_cast<DeclRefExpr>(Value))
    if (const auto *Enumerator = dyn_cast<EnumConstantDecl>(Name->getDecl())) {
      GivenConstant Known;
      Known.Enumerator = Enumerator;
      if (!Enumerator->getType()->isScopedEnumeralType())
        Known.Truth = Enumerator->getInitVal() != 0;
      return Known;
    }
  if (const auto *Init = dyn_cast<InitListExpr>(Value); Init && Init->getNumInits() == 0)
    return valueInitialized(Init->getType());
  if (isa<CXXScalarValueInitExpr>(Value))
    return valueInitialized(Value->getType());
  if (const auto *Made = dyn_cast<CXXConstructExpr>(Value)) {
    if (Made->getNumArgs() == 0)
      return valueInitialized(Made->getType());
    if (Made->getNumArgs() == 1 && isNullopt(*withoutTemporaries(Made->getArg(0))))
      return empty();
  }
  return std::nullopt;
}

std::optional<GivenConstant> givenConstant(const CoreturnStmt &Return) {
  const Expr *Value = Return.getOperand();
  if (!Value)
    return std::nullopt;
  // Braces initialize the parameter of the promise.
  const auto *Call = Return.getPromiseCall() ? dyn_cast<CallExpr>(Return.getPromiseCall()->IgnoreImplicit()) : nullptr;
  if (isa<InitListExpr>(Value) && Call && Call->getNumArgs() == 1)
    Value = Call->getArg(0);
  return givenConstant(*Value);
}

std::optional<bool> truthOf(const Expr &Condition, const GivenConstant &Given,
                            llvm::function_ref<bool(const Expr &)> IsResult) {
  const Expr *E = withoutTemporaries(&Condition);
  if (IsResult(*E))
    return Given.Truth;
  if (const auto *Not = dyn_cast<UnaryOperator>(E); Not && Not->getOpcode() == UO_LNot) {
    const auto Inner = truthOf(*Not->getSubExpr(), Given, IsResult);
    return Inner ? std::optional(!*Inner) : std::nullopt;
  }
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const CXXMethodDecl *Method = Call->getMethodDecl();
    const bool Asks =
        isa_and_nonnull<CXXConversionDecl>(Method) ||
        (Method && Method->getDeclName().isIdentifier() && Method->getName() == "has_value" && Call->getNumArgs() == 0);
    return Asks && IsResult(*withoutTemporaries(Call->getImplicitObjectArgument())) ? Given.Truth : std::nullopt;
  }
  const Expr *Left = nullptr, *Right = nullptr;
  bool IsEqual = false;
  if (const auto *Rewritten = dyn_cast<CXXRewrittenBinaryOperator>(E)) {
    const auto Form = Rewritten->getDecomposedForm();
    if (Form.Opcode == BO_EQ || Form.Opcode == BO_NE) {
      Left = Form.LHS;
      Right = Form.RHS;
      IsEqual = Form.Opcode == BO_EQ;
    }
  } else if (const auto *Compare = dyn_cast<BinaryOperator>(E); Compare && Compare->isEqualityOp()) {
    Left = Compare->getLHS();
    Right = Compare->getRHS();
    IsEqual = Compare->getOpcode() == BO_EQ;
  } else if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E);
             Operator && Operator->getNumArgs() == 2 &&
             (Operator->getOperator() == OO_EqualEqual || Operator->getOperator() == OO_ExclaimEqual)) {
    Left = Operator->getArg(0);
    Right = Operator->getArg(1);
    IsEqual = Operator->getOperator() == OO_EqualEqual;
  }
  if (!Left)
    return std::nullopt;
  const bool IsLeft = IsResult(*withoutTemporaries(Left));
  if (!IsLeft && !IsResult(*withoutTemporaries(Right)))
    return std::nullopt;
  const auto Other = givenConstant(IsLeft ? *Right : *Left);
  const auto Equal = Other ? areEqual(Given, *Other) : std::nullopt;
  return Equal ? std::optional(*Equal == IsEqual) : std::nullopt;
}

} // namespace asynctidy::facts
