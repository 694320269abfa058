#include "facts/aliases/borrowed-objects.h"

#include "facts/aliases/borrowed-objects-finder.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/views.h"

#include "clang/AST/Attr.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Views of views of references to views: deeper than what is written by hand.
constexpr unsigned MaxDepth = 12;

} // namespace

void BorrowedObjectsFinder::object(const Expr *E, unsigned Depth) {
  if (!E || Depth-- == 0)
    return;
  E = E->IgnoreParens();
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return object(Full->getSubExpr(), Depth);
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return object(Default->getExpr(), Depth);
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return temporary(*Temporary, Depth);
  if (const auto *Cast = dyn_cast<CastExpr>(E)) {
    if (Cast->getSubExpr()->isGLValue())
      return object(Cast->getSubExpr(), Depth);
    if (Cast->getSubExpr()->getType()->isPointerType())
      return value(Cast->getSubExpr(), Depth);
    return;
  }
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return variable(*Name, Depth);
  if (const auto *Member = dyn_cast<MemberExpr>(E))
    return member(*Member, Depth);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->getOpcode() == UO_Deref)
      return value(Unary->getSubExpr(), Depth);
    return object(Unary->getSubExpr(), Depth);
  }
  if (const auto *Subscript = dyn_cast<ArraySubscriptExpr>(E))
    return value(Subscript->getBase(), Depth);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    object(Choice->getTrueExpr(), Depth);
    return object(Choice->getFalseExpr(), Depth);
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return object(Binary->getOpcode() == BO_Comma ? Binary->getRHS() : Binary->getLHS(), Depth);
  if (const Expr *Moved = movedFrom(E))
    return object(Moved, Depth);
  if (const auto *Operator = dyn_cast<CXXOperatorCallExpr>(E))
    return objectOfOperator(*Operator, Depth);
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return objectOfMethod(*Call, Depth);
  if (const auto *Call = dyn_cast<CallExpr>(E)) {
    if (Call->getNumArgs() == 1 && Call->getBuiltinCallee() == Builtin::BIas_const)
      return object(Call->getArg(0), Depth);
    return passedOn(*Call, Depth);
  }
}

void BorrowedObjectsFinder::value(const Expr *E, unsigned Depth) {
  if (!E || Depth-- == 0)
    return;
  E = E->IgnoreParens();
  if (const auto *Full = dyn_cast<FullExpr>(E))
    return value(Full->getSubExpr(), Depth);
  if (const auto *Default = dyn_cast<CXXDefaultArgExpr>(E))
    return value(Default->getExpr(), Depth);
  if (const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(E))
    return value(Temporary->getSubExpr(), Depth);
  if (const auto *Temporary = dyn_cast<CXXBindTemporaryExpr>(E))
    return value(Temporary->getSubExpr(), Depth);
  if (const auto *Cast = dyn_cast<CastExpr>(E))
    return Cast->getCastKind() == CK_ArrayToPointerDecay ? object(Cast->getSubExpr(), Depth)
                                                         : value(Cast->getSubExpr(), Depth);
  if (isa<CXXThisExpr>(E))
    return add(BorrowedObject::Kind::This, E, nullptr);
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return read(*Name, Depth);
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    return captures(*Lambda, Depth);
  if (const auto *Unary = dyn_cast<UnaryOperator>(E)) {
    if (Unary->getOpcode() == UO_AddrOf)
      object(Unary->getSubExpr(), Depth);
    return;
  }
  if (const auto *Binary = dyn_cast<BinaryOperator>(E))
    return value(Binary->getOpcode() == BO_Comma ? Binary->getRHS() : Binary->getLHS(), Depth);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    value(Choice->getTrueExpr(), Depth);
    return value(Choice->getFalseExpr(), Depth);
  }
  if (const auto *Elements = dyn_cast<CXXStdInitializerListExpr>(E))
    return object(Elements->getSubExpr(), Depth); // the array behind the list
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return members(*List, Depth);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return construction(*Construct, Depth);
  if (const Expr *Moved = movedFrom(E))
    return value(Moved, Depth);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return valueOfCall(*Call, Depth);
}

void BorrowedObjectsFinder::add(BorrowedObject::Kind Life, const Expr *Named, const VarDecl *Variable) {
  const BorrowedObject Seen{Life, Named, Variable};
  if (!llvm::is_contained(Found, Seen))
    Found.push_back(Seen);
}

void BorrowedObjectsFinder::temporary(const MaterializeTemporaryExpr &Temporary, unsigned Depth) {
  if (Temporary.getStorageDuration() == SD_Static || Temporary.getStorageDuration() == SD_Thread)
    return;
  const CXXRecordDecl *Record = Temporary.getType()->getAsCXXRecordDecl();
  if (Record && Record->hasDefinition() && Record->isEmpty())
    return; // a tag, a lambda that captures nothing: nothing of it can be read
  if (const auto *Extending = dyn_cast_or_null<VarDecl>(Temporary.getExtendingDecl()))
    add(BorrowedObject::Kind::Local, &Temporary, Extending);
  else
    add(BorrowedObject::Kind::Temporary, &Temporary, nullptr);
  value(Temporary.getSubExpr(), Depth);
}

/// Whether \p V is one of this function's own.
bool BorrowedObjectsFinder::isOwn(const VarDecl &V) const {
  const DeclContext *Of = V.getParentFunctionOrMethod();
  return Of && cast<Decl>(Of)->getCanonicalDecl() == F.getCanonicalDecl();
}

/// Whether the closure, the object of this call operator, holds \p V.
bool BorrowedObjectsFinder::isCapturedByCopy(const VarDecl &V) const {
  const auto *Method = dyn_cast<CXXMethodDecl>(&F);
  if (!Method || !Method->getParent()->isLambda())
    return false;
  for (const LambdaCapture &Capture : Method->getParent()->captures())
    if (Capture.capturesVariable() && Capture.getCapturedVar() == &V)
      return Capture.getCaptureKind() == LCK_ByCopy; // of a reference: what it refers to is copied
  return false;
}

void BorrowedObjectsFinder::variable(const DeclRefExpr &Name, unsigned Depth) {
  const ValueDecl *Declared = Name.getDecl();
  if (const auto *Binding = dyn_cast<BindingDecl>(Declared)) {
    const auto *Whole = dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl());
    if (!Whole || Whole->hasGlobalStorage() || !isOwn(*Whole))
      return;
    if (!Whole->getType()->isReferenceType())
      return add(BorrowedObject::Kind::Local, &Name, Whole);
    return object(Whole->getInit(), Depth);
  }
  const auto *V = dyn_cast<VarDecl>(Declared);
  if (!V || V->hasGlobalStorage())
    return;
  if (!isOwn(*V)) {
    if (isCapturedByCopy(*V))
      add(BorrowedObject::Kind::This, &Name, nullptr);
    return;
  }
  if (!V->getType()->isReferenceType())
    return add(BorrowedObject::Kind::Local, &Name, V);
  if (isa<ParmVarDecl>(V))
    return add(BorrowedObject::Kind::Borrowed, &Name, V);
  object(V->getInit(), Depth);
}

/// A pointer or view is read from the variable \p Name: what it was made from, as long as the function tells.
void BorrowedObjectsFinder::read(const DeclRefExpr &Name, unsigned Depth) {
  const auto *V = dyn_cast<VarDecl>(Name.getDecl());
  if (!V || V->hasGlobalStorage() || !isOwn(*V))
    return;
  const QualType T = V->getType().getNonReferenceType();
  if (!isBorrowing(T) && !isClosure(T))
    return;
  if (!isa<ParmVarDecl>(V))
    value(V->getInit(), Depth);
  else if (!V->getType()->isReferenceType()) // a view behind a reference may look at anything
    add(BorrowedObject::Kind::Borrowed, &Name, V);
}

void BorrowedObjectsFinder::member(const MemberExpr &Member, unsigned Depth) {
  const auto *Field = dyn_cast<FieldDecl>(Member.getMemberDecl());
  if (!Field || Field->getType()->isReferenceType())
    return;
  if (Member.isArrow())
    value(Member.getBase(), Depth);
  else
    object(Member.getBase(), Depth);
}

void BorrowedObjectsFinder::captures(const LambdaExpr &Lambda, unsigned Depth) {
  auto Init = Lambda.capture_init_begin();
  for (const LambdaCapture &Capture : Lambda.captures()) {
    const Expr *From = *Init++;
    if (!From)
      continue;
    if (Capture.capturesThis()) {
      if (Capture.getCaptureKind() == LCK_This)
        add(BorrowedObject::Kind::This, From, nullptr);
    } else if (Capture.capturesVariable()) {
      if (Capture.getCaptureKind() == LCK_ByRef)
        object(From, Depth);
      else if (isBorrowing(From->getType()) || isClosure(From->getType()))
        value(From, Depth);
    }
  }
}

void BorrowedObjectsFinder::members(const InitListExpr &List, unsigned Depth) {
  const CXXRecordDecl *Record = List.getType()->getAsCXXRecordDecl();
  if (!Record || !Record->hasDefinition()) {
    for (const Expr *Element : List.inits())
      value(Element, Depth);
    return;
  }
  auto Field = Record->field_begin();
  for (unsigned I = Record->getNumBases(); I < List.getNumInits() && Field != Record->field_end(); ++I, ++Field) {
    if (Field->getType()->isReferenceType())
      object(List.getInit(I), Depth);
    else
      value(List.getInit(I), Depth);
  }
}

/// \p Argument initializes part of a view: it is looked at when it owns something, and passed on when it is itself a
/// view.
void BorrowedObjectsFinder::lookedAt(const Expr *Argument, unsigned Depth) {
  if (isBorrowing(Argument->getType()))
    return value(Argument, Depth);
  const QualType T = Argument->getType();
  if (Argument->isGLValue() && (T->isRecordType() || T->isArrayType()) && !isSmartPointer(T))
    object(Argument, Depth);
}

void BorrowedObjectsFinder::construction(const CXXConstructExpr &Construct, unsigned Depth) {
  const CXXConstructorDecl *Constructor = Construct.getConstructor();
  if (Construct.getNumArgs() == 0)
    return;
  if (Constructor->isCopyOrMoveConstructor())
    return value(Construct.getArg(0), Depth);
  const bool View = isBorrowing(Construct.getType());
  for (unsigned I = 0; I < Construct.getNumArgs(); ++I) {
    const Expr *Argument = Construct.getArg(I);
    const Expr *Value = withoutTemporaries(Argument);
    if (View)
      lookedAt(Argument, Depth);
    else if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(Value))
      value(List->getSubExpr(), Depth); // std::vector<std::string_view>{...}
    else if (isClosure(Value->getType()))
      value(Argument, Depth); // std::function<...>(lambda)
    else if (I < Constructor->getNumParams() && Constructor->getParamDecl(I)->hasAttr<LifetimeBoundAttr>())
      referTo(Argument, Constructor->getParamDecl(I)->getType(), Depth);
  }
}

void BorrowedObjectsFinder::referTo(const Expr *Argument, QualType As, unsigned Depth) {
  if (As->isReferenceType())
    object(Argument, Depth);
  else
    value(Argument, Depth);
}

BorrowedObjects objectsBorrowedBy(const Expr &From, QualType To, const FunctionDecl &F, const TranslationUnit &Unit) {
  BorrowedObjectsFinder Find(F, Unit);
  if (To->isReferenceType())
    Find.object(&From, MaxDepth);
  else
    Find.value(&From, MaxDepth);
  return std::move(Find.Found);
}

BorrowedObjects objectsNamedBy(const Expr &E, const FunctionDecl &F, const TranslationUnit &Unit) {
  BorrowedObjectsFinder Find(F, Unit);
  if (E.getType()->isPointerType() && !E.isGLValue())
    Find.value(&E, MaxDepth);
  else
    Find.object(&E, MaxDepth);
  return std::move(Find.Found);
}

} // namespace asynctidy::facts
