#include "facts/aliases/access-step.h"

#include "facts/syntax/expressions.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/ownership.h"
#include "facts/types/views.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

using Kind = AccessStep::Kind;

bool sameClass(QualType A, QualType B) {
  return A.getNonReferenceType().getCanonicalType().getUnqualifiedType() ==
         B.getNonReferenceType().getCanonicalType().getUnqualifiedType();
}

/// True when iterators of the container \p T are of type \p Iterator.
bool hasIterator(QualType T, QualType Iterator) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  return Record && llvm::any_of(llvm::ArrayRef<llvm::StringRef>{"begin", "end"}, [&](llvm::StringRef Name) {
           return llvm::any_of(methodsNamed(Record, Name), [&](const CXXMethodDecl *Method) {
             return sameClass(Method->getReturnType(), Iterator);
           });
         });
}

bool isIteratorLike(QualType T) { return isIterator(T) || isPairWithIterator(T); }

/// The operations by which a container gives a reference to one element.
bool givesElement(llvm::StringRef Name) {
  return Name == "at" || Name == "front" || Name == "back" || Name == "top" || Name.contains("emplace") ||
         Name.starts_with("insert");
}

const Expr *withoutImplicitCasts(const Expr *E) {
  while (const auto *Cast = dyn_cast<ImplicitCastExpr>(E->IgnoreParens()))
    E = Cast->getSubExpr();
  return E;
}

/// What a member function of \p Object, of type \p T, gives.
AccessStep ofMethod(const CXXMemberCallExpr &Call, const CXXMethodDecl &Method, const Expr &Object, QualType T) {
  const llvm::StringRef Name = Method.getDeclName().isIdentifier() ? Method.getName() : llvm::StringRef();
  const bool GivesReference = Call.isGLValue();
  if (isa<CXXConversionDecl>(Method)) {
    if (GivesReference)
      return {Kind::Pointee, &Object}; // std::reference_wrapper and its kind
    return isBorrowing(Call.getType()) ? AccessStep{Kind::Into, &Object} : AccessStep();
  }
  const bool Refers = isSmartPointer(T) || isView(T); // a future's get() gives what its maker likes
  if (Name == "get" && Refers && Call.getNumArgs() == 0 && (GivesReference || Call.getType()->isPointerType()))
    return {Kind::Pointee, &Object};
  if (GivesReference) {
    if (Name == "value")
      return {Kind::Pointee, &Object};
    return givesElement(Name) ? AccessStep{Kind::Element, &Object} : AccessStep();
  }
  if (Name == "data" || Name == "c_str" || isIteratorLike(Call.getType()) || hasIterator(T, Call.getType()))
    return {Kind::Into, &Object};
  return isView(T) && isView(Call.getType()) ? AccessStep{Kind::Into, &Object} : AccessStep();
}

AccessStep ofMemberCall(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  const Expr *Object = Call.getImplicitObjectArgument();
  if (!Method || !Object)
    return {};
  Object = withoutImplicitCasts(Object); // to the base that has the function
  const QualType T = Object->getType();
  AccessStep Step = ofMethod(Call, *Method, *Object, T->isPointerType() ? T->getPointeeType() : T);
  Step.ThroughPointer = T->isPointerType();
  return Step;
}

AccessStep ofOperator(const CXXOperatorCallExpr &Call) {
  const Expr *First = withoutImplicitCasts(Call.getArg(0)); // without the cast to a base that has the operator
  switch (Call.getOperator()) {
  case OO_Arrow:
    return {Kind::Pointee, First};
  case OO_Star:
    return Call.getNumArgs() == 1 ? AccessStep{Kind::Pointee, First} : AccessStep();
  case OO_Subscript:
    return {Kind::Element, First};
  case OO_Plus:
  case OO_Minus:
    return isIterator(Call.getType()) ? AccessStep{Kind::Into, First} : AccessStep();
  case OO_Equal:
  case OO_PlusEqual:
  case OO_PlusPlus:
  case OO_MinusMinus:
    return Call.isGLValue() ? AccessStep{Kind::Same, First} : AccessStep();
  default:
    return {};
  }
}

AccessStep ofCall(const CallExpr &Call) {
  if (Call.getNumArgs() == 0)
    return {};
  const Expr *First = Call.getArg(0);
  const unsigned Builtin = Call.getBuiltinCallee();
  if (Call.getNumArgs() == 1 && Builtin == Builtin::BIas_const)
    return {Kind::Same, First};
  const FunctionDecl *Callee = Call.getDirectCallee();
  const bool IsNamed = Callee && Callee->getDeclName().isIdentifier() && Callee->isInStdNamespace();
  if (Call.getNumArgs() == 1 &&
      (Builtin == Builtin::BIaddressof ||
       (IsNamed && (Callee->getName() == "ref" || Callee->getName() == "cref" || Callee->getName() == "addressof"))))
    return {Kind::Address, First};
  if (Call.isGLValue())
    return {};
  if (IsNamed && Callee->getName() == "data" && Call.getNumArgs() == 1 && Call.getType()->isPointerType())
    return {Kind::Into, First};
  if (isIteratorLike(Call.getType()) && sameClass(First->getType(), Call.getType()))
    return {Kind::Into, First}; // std::next(it), std::find(begin, end, x)
  return hasIterator(First->getType(), Call.getType()) ? AccessStep{Kind::Into, First} : AccessStep();
}

AccessStep ofCast(const CastExpr &Cast) {
  return {Cast.getCastKind() == CK_ArrayToPointerDecay ? Kind::Into : Kind::Same, Cast.getSubExpr()};
}

AccessStep ofUnary(const UnaryOperator &Unary) {
  switch (Unary.getOpcode()) {
  case UO_AddrOf:
    return {Kind::Address, Unary.getSubExpr()};
  case UO_Deref:
    return {Kind::Pointee, Unary.getSubExpr()};
  default:
    return Unary.isGLValue() ? AccessStep{Kind::Same, Unary.getSubExpr()} : AccessStep();
  }
}

AccessStep ofBinary(const BinaryOperator &Binary) {
  if (Binary.getOpcode() == BO_Comma)
    return {Kind::Same, Binary.getRHS()};
  if (Binary.isAssignmentOp())
    return {Kind::Same, Binary.getLHS()};
  if (!Binary.isAdditiveOp() || !Binary.getType()->isPointerType())
    return {};
  return {Kind::Into, Binary.getLHS()->getType()->isPointerType() ? Binary.getLHS() : Binary.getRHS()};
}

AccessStep ofMember(const MemberExpr &Member) {
  if (isa<VarDecl>(Member.getMemberDecl()))
    return {Kind::Name, nullptr, nullptr, Member.getMemberDecl()};
  if (!isa<FieldDecl>(Member.getMemberDecl()))
    return {};
  return {Kind::Member, Member.getBase(), nullptr, Member.getMemberDecl(), Member.isArrow()};
}

/// Whether \p Braces make an object of several parts, other than `auto &x{y}`.
bool isAggregate(const InitListExpr &Braces) {
  return !Braces.isGLValue() && (Braces.getType()->isRecordType() || Braces.getType()->isArrayType());
}

AccessStep ofSubscript(const ArraySubscriptExpr &Subscript) {
  const auto *Decayed = dyn_cast<ImplicitCastExpr>(Subscript.getBase()->IgnoreParens());
  const bool IsArray = Decayed && Decayed->getCastKind() == CK_ArrayToPointerDecay;
  return {Kind::Element, IsArray ? Decayed->getSubExpr() : Subscript.getBase()};
}

} // namespace

QualType AccessStep::type() const {
  const QualType T = Of->getType();
  return ThroughPointer && T->isPointerType() ? T->getPointeeType() : T;
}

AccessStep accessStep(const Expr *E) {
  E = E->IgnoreParens();
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return {Kind::Same, Full->getSubExpr()};
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return {Kind::Same, Default->getExpr()};
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return {Kind::Temporary, Temporary->getSubExpr()};
  if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(E))
    return {Kind::Same, Temporary->getSubExpr()};
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return ofCast(*Cast);
  if (const Expr *Moved = movedFrom(E))
    return {Kind::Same, Moved};
  if (const auto *Braces = dyn_cast<InitListExpr>(E); Braces && Braces->getNumInits() == 1 && !isAggregate(*Braces))
    return {Kind::Same, Braces->getInit(0)};
  if (isa<CXXThisExpr>(E))
    return {Kind::This};
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return {Kind::Name, nullptr, nullptr, Name->getDecl()};
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return ofMember(*Member);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E))
    return ofUnary(*Unary);
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
    return ofSubscript(*Subscript);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E))
    return {Kind::Choice, Choice->getTrueExpr(), Choice->getFalseExpr()};
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return ofBinary(*Binary);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return Construct->getNumArgs() > 0 && Construct->getConstructor()->isCopyOrMoveConstructor()
               ? AccessStep{Kind::Copy, Construct->getArg(0)}
               : AccessStep();
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
    return ofOperator(*Operator);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return ofMemberCall(*Call);
  const auto *Call = dyn_cast<CallExpr>(E);
  return Call ? ofCall(*Call) : AccessStep();
}

bool onlyAccesses(const CallExpr &Call, const Expr &Argument) {
  const FunctionDecl *Callee = Call.getDirectCallee();
  if (!Callee || isa<CXXOperatorCallExpr>(Call) ||
      (Callee->getDeclName().isIdentifier() && effectOfNamed(Callee->getName()) != Effect::None))
    return false;
  const AccessStep Step = accessStep(&Call);
  if (Step.Does != Kind::Into && Step.Does != Kind::Element && Step.Does != Kind::Pointee)
    return false;
  return Step.Of == &Argument || Step.Of == withoutImplicitCasts(&Argument);
}

bool isPairWithIterator(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record)
    return false;
  for (const FieldDecl *Field : Record->fields())
    return isIterator(Field->getType()); // the first one
  return false;
}

} // namespace asynctidy::facts
