#include "facts/aliases/borrowed-objects.h"

#include "facts/aliases/borrowed-objects-finder.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/declared-lifetimes.h"
#include "facts/types/ownership.h"
#include "facts/types/views.h"

#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// Views of views of references to views: deeper than what is written by hand.
constexpr unsigned MaxDepth = 12;

/// Whether a \p T keeps a value of type \p Kept in itself: made of one, it has a copy and does not refer to it.
bool keepsCopyOf(QualType T, QualType Kept) {
  return visitWithBases(recordOf(T), [&](const CXXRecordDecl &Part) {
    return llvm::any_of(Part.fields(), [&](const FieldDecl *Field) {
      return Field->getType().getCanonicalType().getUnqualifiedType() ==
             Kept.getNonReferenceType().getCanonicalType().getUnqualifiedType();
    });
  });
}

} // namespace

void BorrowedObjectsFinder::object(const Expr *E, unsigned Depth) {
  if (!E || Depth-- == 0)
    return;
  E = E->IgnoreParens();
  const AccessStep Step = accessStep(E);
  switch (Step.Does) {
  case AccessStep::Kind::Same:
    if (Step.Of->isGLValue())
      return object(Step.Of, Depth);
    return Step.type()->isPointerType() ? value(Step.Of, Depth) : void();
  case AccessStep::Kind::Temporary:
    return temporary(*cast<MaterializeTemporaryExpr>(E), Depth);
  case AccessStep::Kind::Choice:
    object(Step.Of, Depth);
    return object(Step.Other, Depth);
  case AccessStep::Kind::Name:
    return variable(*E, *Step.Declared, Depth);
  case AccessStep::Kind::Member:
    return Step.Declared->getType()->isReferenceType() ? void() : whole(Step, Depth);
  case AccessStep::Kind::Pointee:
  case AccessStep::Kind::Element:
    return element(Step, Depth);
  default:
    if (const auto *Call = dyn_cast<CallExpr>(E))
      passedOn(*Call, Depth);
  }
}

void BorrowedObjectsFinder::value(const Expr *E, unsigned Depth) {
  if (!E || Depth-- == 0)
    return;
  E = E->IgnoreParens();
  const AccessStep Step = accessStep(E);
  switch (Step.Does) {
  case AccessStep::Kind::Same:
  case AccessStep::Kind::Copy:
  case AccessStep::Kind::Temporary:
    return value(Step.Of, Depth);
  case AccessStep::Kind::Choice:
    value(Step.Of, Depth);
    return value(Step.Other, Depth);
  case AccessStep::Kind::This:
    return add(BorrowedObject::Kind::This, E, nullptr);
  case AccessStep::Kind::Name:
    return read(*E, *Step.Declared, Depth);
  case AccessStep::Kind::Member: // a pointer or view that is kept in an object: nothing is known of it
    return;
  case AccessStep::Kind::Address:
    return object(Step.Of, Depth);
  case AccessStep::Kind::Pointee: // so is one that is kept in a container or behind a pointer
  case AccessStep::Kind::Element:
    return E->isGLValue() ? void() : element(Step, Depth);
  case AccessStep::Kind::Into:
    if (const auto *Call = dyn_cast<CallExpr>(E); Call && isUsersOwn(*Call))
      return passedOn(*Call, Depth); // its body tells
    return element(Step, Depth);
  case AccessStep::Kind::Computed:
    break;
  }
  if (const auto *Lambda = dyn_cast<LambdaExpr>(E))
    return captures(*Lambda, Depth);
  if (const auto *Elements = dyn_cast<CXXStdInitializerListExpr>(E))
    return object(Elements->getSubExpr(), Depth); // the array behind the list
  if (const auto *List = dyn_cast<InitListExpr>(E))
    return members(*List, Depth);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return construction(*Construct, Depth);
  if (const auto *Call = dyn_cast<CallExpr>(E))
    return valueOfCall(*Call, Depth);
}

/// The object that a step starts from.
void BorrowedObjectsFinder::whole(const AccessStep &Step, unsigned Depth) {
  if (Step.ThroughPointer)
    value(Step.Of, Depth);
  else
    object(Step.Of, Depth);
}

void BorrowedObjectsFinder::add(BorrowedObject::Kind Life, const Expr *Named, const VarDecl *Variable) {
  if (Known.insert({Life, Named, Variable}).second)
    Found.push_back({Life, Named, Variable});
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

void BorrowedObjectsFinder::variable(const Expr &Name, const ValueDecl &Declared, unsigned Depth) {
  if (const auto *Binding = dyn_cast<BindingDecl>(&Declared)) {
    const auto *Whole = dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl());
    if (!Whole || Whole->hasGlobalStorage() || !isOwn(*Whole))
      return;
    if (!Whole->getType()->isReferenceType())
      return add(BorrowedObject::Kind::Local, &Name, Whole);
    return object(Whole->getInit(), Depth);
  }
  const auto *V = dyn_cast<VarDecl>(&Declared);
  if (!V || V->hasGlobalStorage())
    return;
  const LambdaCapture *Capture = captureOf(*V, F);
  if (!isOwn(*V) || (V->isInitCapture() && Capture)) {      // Clang makes an init-capture a local of the call operator
    if (Capture && Capture->getCaptureKind() == LCK_ByCopy) // of a reference: what it refers to is copied
      add(BorrowedObject::Kind::This, &Name, nullptr);
    return;
  }
  if (!V->getType()->isReferenceType())
    return add(BorrowedObject::Kind::Local, &Name, V);
  if (isa<ParmVarDecl>(V))
    return add(BorrowedObject::Kind::Borrowed, &Name, V);
  object(V->getInit(), Depth);
}

/// A pointer or view is read from a variable: what it was made from, as long as the function tells.
void BorrowedObjectsFinder::read(const Expr &Name, const ValueDecl &Declared, unsigned Depth) {
  const auto *V = dyn_cast<VarDecl>(&Declared);
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
    const ParmVarDecl *Parameter = I < Constructor->getNumParams() ? Constructor->getParamDecl(I) : nullptr;
    if (Parameter && isNotKept(*Parameter))
      continue;
    if (View)
      keepsCopyOf(Construct.getType(), Argument->getType()) ? value(Argument, Depth) : lookedAt(Argument, Depth);
    else if (const auto *List = dyn_cast<CXXStdInitializerListExpr>(Value))
      value(List->getSubExpr(), Depth); // std::vector<std::string_view>{...}
    else if (isClosure(Value->getType()))
      value(Argument, Depth); // std::function<...>(lambda)
    else if (Parameter && isBound(*Parameter))
      referTo(Argument, Parameter->getType(), Depth);
  }
}

void BorrowedObjectsFinder::referTo(const Expr *Argument, QualType As, unsigned Depth) {
  if (As->isReferenceType())
    object(Argument, Depth);
  else
    value(Argument, Depth);
}

BorrowedObjects objectsBorrowedBy(const Expr &From, QualType To, const FunctionDecl &F, TranslationUnit &Unit) {
  BorrowedObjectsFinder Find(F, Unit);
  if (To->isReferenceType())
    Find.object(&From, MaxDepth);
  else
    Find.value(&From, MaxDepth);
  return Find.take();
}

BorrowedObjects objectsNamedBy(const Expr &E, const FunctionDecl &F, TranslationUnit &Unit) {
  BorrowedObjectsFinder Find(F, Unit);
  if (E.getType()->isPointerType() && !E.isGLValue())
    Find.value(&E, MaxDepth);
  else
    Find.object(&E, MaxDepth);
  return Find.take();
}

} // namespace asynctidy::facts
