#include "facts/aliases/container-borrows.h"

#include "facts/aliases/access-step.h"
#include "facts/syntax/expressions.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/ownership.h"
#include "facts/types/views.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/Support/SaveAndRestore.h"

#include <tuple>

using namespace clang;

namespace asynctidy::facts {
namespace {

using Form = ContainerBorrow::Form;

/// References may be bound to each other for a while, but not without end: `auto &a = a;` is accepted by a compiler.
constexpr unsigned MaxDepth = 16;

QualType classOf(const Expr *Object) {
  const QualType T = Object->getType().getNonReferenceType();
  return T->isPointerType() ? T->getPointeeType() : T;
}

/// True when a reference prolongs the life of a temporary, which then belongs to the frame.
bool isBoundToTemporary(const Expr *E) {
  for (;;) {
    if (const auto *Full = dyn_cast<FullExpr>(E))
      E = Full->getSubExpr();
    else if (const auto *Cast = dyn_cast<ImplicitCastExpr>(E))
      E = Cast->getSubExpr();
    else if (const auto *Parens = dyn_cast<ParenExpr>(E))
      E = Parens->getSubExpr();
    else
      return isa<MaterializeTemporaryExpr>(E);
  }
}

/// What a local reference is bound to, or \p E itself.
const Expr *referredTo(const Expr *E) {
  for (unsigned Depth = 0; Depth < MaxDepth; ++Depth) {
    E = withoutTemporaries(E);
    const auto *Name = dyn_cast<DeclRefExpr>(E);
    const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    if (!V || !V->hasLocalStorage() || !V->getType()->isReferenceType() || !V->getInit())
      break;
    E = V->getInit();
  }
  return E;
}

/// The container at the beginning of `container | adaptor | adaptor`, or of a local that was made so.
const Expr *adaptedBy(const Expr *E, const models::ModelSet &Models) {
  for (unsigned Depth = 0; Depth < MaxDepth; ++Depth) {
    E = referredTo(E);
    const auto *Name = dyn_cast<DeclRefExpr>(E);
    const auto *V = Name ? dyn_cast<VarDecl>(Name->getDecl()) : nullptr;
    const auto *Pipe = dyn_cast<CXXOperatorCallExpr>(E);
    if (V && V->hasLocalStorage() && V->getInit() && !isContainer(V->getType(), Models))
      E = V->getInit();
    else if (Pipe && Pipe->getOperator() == OO_Pipe)
      E = Pipe->getArg(0);
    else
      break;
  }
  return E;
}

} // namespace

bool staysValid(ContainerBorrow::Form As, Stability Of) {
  return As == ContainerBorrow::Form::Iterator || As == ContainerBorrow::Form::View ? Of.Iterators : Of.References;
}

std::optional<ContainerBorrow> ContainerBorrows::borrowOf(const VarDecl &V, const Expr *Value) {
  if (!Value || !V.hasLocalStorage() || Value->isTypeDependent() || Depth > MaxDepth)
    return std::nullopt;
  const llvm::SaveAndRestore Deeper(Depth, Depth + 1);
  const QualType T = V.getType();
  if (T->isReferenceType() && !isBoundToTemporary(Value)) {
    Found Borrow = place(Value, Form::Reference);
    if (!Borrow)
      Borrow = part(Value, Form::Reference);
    if (Borrow)
      Borrow->As = Form::Reference;
    return Borrow;
  }
  if (T.getNonReferenceType()->isPointerType()) {
    Found Borrow = pointer(Value);
    return Borrow ? Borrow : part(Value, Form::Pointer);
  }
  if (isIterator(T) || isPairWithIterator(T))
    return iterator(Value);
  return isView(T) ? view(Value) : std::nullopt;
}

/// What a glvalue that names (a part of) an element refers into; also a pointer that an operation of an element gives.
ContainerBorrows::Found ContainerBorrows::place(const Expr *E, Form As) {
  const AccessStep Step = accessStep(E = withoutTemporaries(E));
  switch (Step.Does) {
  case AccessStep::Kind::Name:
    return variable(*Step.Declared, As);
  case AccessStep::Kind::Same:
    return place(Step.Of, As);
  case AccessStep::Kind::Choice: {
    const Found First = place(Step.Of, As);
    return First ? First : place(Step.Other, As);
  }
  case AccessStep::Kind::Member:
    return Step.Declared->getType()->isReferenceType() ? std::nullopt : whole(Step, As);
  case AccessStep::Kind::Element:
    if (Step.type()->isPointerType())
      return pointer(Step.Of);
    if (Step.type()->isArrayType())
      return whole(Step, As);
    if (isView(Step.type()))
      return seenThrough(view(Step.Of), As);
    if (const Found Within = container(Step.Of, As))
      return Within;
    return accessed(E, As); // a function of the user's is called like that of a container
  case AccessStep::Kind::Pointee:
    if (Step.type()->isPointerType())
      return pointer(Step.Of);
    if (isOwningPointer(Step.type()))
      return owned(whole(Step, As));
    return isIterator(Step.type()) ? seenThrough(iterator(Step.Of), As) : whole(Step, As);
  default:
    return accessed(E, As);
  }
}

/// What the object that a step starts from refers into.
ContainerBorrows::Found ContainerBorrows::whole(const AccessStep &Step, Form As) {
  return Step.ThroughPointer ? pointer(Step.Of) : place(Step.Of, As);
}

/// From now on it does not matter what becomes of the iterator or view.
ContainerBorrows::Found ContainerBorrows::seenThrough(Found Through, Form As) const {
  if (Through) {
    Through->As = As;
    Through->IsStable |= stabilityOf(Through->From.Type, Models).References;
  }
  return Through;
}

bool ContainerBorrows::isStable(QualType Container, Form As) const {
  const Stability Stays = stabilityOf(Container, Models);
  return As == Form::Iterator || As == Form::View ? Stays.Iterators : Stays.References;
}

/// What an operation of \p Object that gives a reference, an iterator or a view refers into.
ContainerBorrows::Found ContainerBorrows::container(const Expr *Object, Form As) {
  const QualType T = classOf(Object);
  if (!isContainer(T, Models))
    return std::nullopt;
  if (auto Shared = sharedObject(Object, F))
    return ContainerBorrow{std::move(*Shared), As, isStable(T, As)};
  Found Outer = place(Object, As); // a container in a container
  const auto *Member = dyn_cast<MemberExpr>(referredTo(Object));
  const auto *Field = Outer && Member ? dyn_cast<FieldDecl>(Member->getMemberDecl()) : nullptr;
  if (!Field)
    return Outer;
  SharedObject &Inner = Outer->From;
  Inner.Path.Steps.append({nullptr, Field->getCanonicalDecl()});
  std::tie(Inner.Declared, Inner.StepsBehind) = innermostOf(Inner.Path);
  Inner.What = isa<FieldDecl>(Inner.Declared) ? SharedObject::Kind::Member : Inner.What;
  Inner.Type = T;
  Outer->IsStable = isStable(T, As);
  return Outer;
}

/// The object that an owning pointer in a container points to stays where it is when the pointer moves.
ContainerBorrows::Found ContainerBorrows::owned(Found Through) const {
  if (Through)
    Through->IsStable = true;
  return Through;
}

ContainerBorrows::Found ContainerBorrows::iterator(const Expr *E) {
  const AccessStep Step = accessStep(E = withoutTemporaries(E));
  switch (Step.Does) {
  case AccessStep::Kind::Name:
    return variable(*Step.Declared, Form::Iterator);
  case AccessStep::Kind::Same:
  case AccessStep::Kind::Copy:
    return iterator(Step.Of);
  case AccessStep::Kind::Member: // insert(x).first
    return isPairWithIterator(Step.type()) ? iterator(Step.Of) : std::nullopt;
  case AccessStep::Kind::Into:
    if (isIterator(Step.type()) || isPairWithIterator(Step.type()))
      return iterator(Step.Of);
    if (const Found Within =
            container(isContainer(Step.type(), Models) ? Step.Of : adaptedBy(Step.Of, Models), Form::Iterator))
      return Within;
    return accessed(E, Form::Iterator);
  default:
    const auto *Construct = dyn_cast<CXXConstructExpr>(E);
    return Construct && Construct->getNumArgs() >= 1 ? iterator(Construct->getArg(0)) : accessed(E, Form::Iterator);
  }
}

ContainerBorrows::Found ContainerBorrows::pointer(const Expr *E) {
  const AccessStep Step = accessStep(E = withoutTemporaries(E));
  switch (Step.Does) {
  case AccessStep::Kind::Name:
    return E->getType()->isPointerType() ? variable(*Step.Declared, Form::Pointer) : std::nullopt;
  case AccessStep::Kind::Same:
    return pointer(Step.Of);
  case AccessStep::Kind::Address:
    return place(Step.Of, Form::Pointer);
  case AccessStep::Kind::Choice: {
    const Found First = pointer(Step.Of);
    return First ? First : pointer(Step.Other);
  }
  case AccessStep::Kind::Pointee: // a pointer that is kept in an element is a value of its own
    return E->isGLValue() ? std::nullopt : place(E, Form::Pointer);
  case AccessStep::Kind::Into:
    if (Step.type()->isPointerType())
      return pointer(Step.Of);
    return Step.type()->isArrayType() ? place(Step.Of, Form::Pointer) : container(Step.Of, Form::Pointer);
  default:
    return accessed(E, Form::Pointer);
  }
}

ContainerBorrows::Found ContainerBorrows::view(const Expr *E) {
  const AccessStep Step = accessStep(E = withoutTemporaries(E));
  if (isContainer(E->getType(), Models))
    return E->isLValue() ? container(E, Form::View) : std::nullopt;
  switch (Step.Does) {
  case AccessStep::Kind::Name:
    return variable(*Step.Declared, Form::View);
  case AccessStep::Kind::Same:
    return view(Step.Of);
  case AccessStep::Kind::Into:
    return isContainer(Step.type(), Models) ? container(Step.Of, Form::View) : view(Step.Of);
  default:
    break;
  }
  const auto *Construct = dyn_cast<CXXConstructExpr>(E);
  if (!Construct || Construct->getNumArgs() == 0)
    return accessed(E, Form::View);
  const Expr *First = Construct->getArg(0);
  Found From = First->getType()->isPointerType() ? pointer(First)
               : isIterator(First->getType())    ? iterator(First)
                                                 : view(First);
  if (From)
    From->As = Form::View;
  return From;
}

/// What another variable of the function refers into.
ContainerBorrows::Found ContainerBorrows::variable(const ValueDecl &Declared, Form As) {
  const VarDecl *V = dyn_cast<VarDecl>(&Declared);
  if (const auto *Binding = dyn_cast<BindingDecl>(&Declared))
    V = dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl());
  if (!V || isa<ParmVarDecl>(V) || V->getDeclContext() != &F)
    return std::nullopt;
  Found Borrow = borrowOf(*V);
  if (Borrow && Borrow->As != Form::Iterator)
    Borrow->As = As;
  return Borrow;
}

} // namespace asynctidy::facts
