#include "facts/aliases/container-borrows.h"

#include "facts/syntax/expressions.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/Support/SaveAndRestore.h"

#include <tuple>

using namespace clang;

namespace asynctidy::facts {
namespace {

/// References may be bound to each other for a while, but not for ever: `auto &a = a;` is accepted by a compiler.
constexpr unsigned MaxDepth = 16;

QualType classOf(const Expr *Object) {
  const QualType T = Object->getType().getNonReferenceType();
  return T->isPointerType() ? T->getPointeeType() : T;
}

bool sameType(QualType A, QualType B) {
  return A.getNonReferenceType().getCanonicalType().getUnqualifiedType() ==
         B.getNonReferenceType().getCanonicalType().getUnqualifiedType();
}

/// True when iterators of the container \p T are of type \p Iterator.
bool hasIterator(QualType T, QualType Iterator) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record)
    return false;
  for (llvm::StringRef Name : {"begin", "end"})
    for (const CXXMethodDecl *Method : methodsNamed(Record, Name))
      if (sameType(Method->getReturnType(), Iterator))
        return true;
  return false;
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

/// The operations by which a container gives a reference to one element.
bool givesElement(const CXXMemberCallExpr &Call) {
  const CXXMethodDecl *Method = Call.getMethodDecl();
  if (!Call.isGLValue() || !Method || !Method->getDeclName().isIdentifier())
    return false;
  const llvm::StringRef Name = Method->getName();
  return Name == "at" || Name == "front" || Name == "back" || Name == "top" || Name.contains("emplace") ||
         Name.starts_with("insert");
}

/// `pair<iterator, bool>`, as insertions return it.
bool isPairWithIterator(QualType T) {
  const CXXRecordDecl *Record = readable(recordOf(T));
  if (!Record)
    return false;
  for (const FieldDecl *Field : Record->fields())
    return isIterator(Field->getType()); // the first one
  return false;
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
    Found Borrow = place(Value, ContainerBorrow::Form::Reference);
    if (Borrow)
      Borrow->As = ContainerBorrow::Form::Reference;
    return Borrow;
  }
  if (T.getNonReferenceType()->isPointerType())
    return pointer(Value);
  if (isIterator(T) || isPairWithIterator(T))
    return iterator(Value);
  return isView(T) ? view(Value) : std::nullopt;
}

/// What a glvalue that names (a part of) an element refers into.
ContainerBorrows::Found ContainerBorrows::place(const Expr *E, ContainerBorrow::Form As) {
  E = withoutTemporaries(E);
  if (const Expr *Moved = movedFrom(E))
    return place(Moved, As);
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return variable(*Name->getDecl(), As);
  if (const auto *Member = dyn_cast<MemberExpr>(E); Member && isa<FieldDecl>(Member->getMemberDecl())) {
    if (Member->getMemberDecl()->getType()->isReferenceType())
      return std::nullopt;
    return Member->isArrow() ? pointer(Member->getBase()) : place(Member->getBase(), As);
  }
  if (const auto *Operator = dyn_cast<UnaryOperator>(E); Operator && Operator->getOpcode() == UO_Deref)
    return pointer(Operator->getSubExpr());
  if (const auto *Cast = dyn_cast<CXXNamedCastExpr>(E))
    return place(Cast->getSubExpr(), As);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    const Found First = place(Choice->getTrueExpr(), As);
    return First ? First : place(Choice->getFalseExpr(), As);
  }
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E))
    return givesElement(*Call) ? container(Call->getImplicitObjectArgument(), As) : std::nullopt;
  const auto *Call = dyn_cast<CXXOperatorCallExpr>(E);
  if (!Call)
    return std::nullopt;
  if (Call->getOperator() == OO_Subscript)
    return container(Call->getArg(0), As);
  if (Call->getOperator() != OO_Star && Call->getOperator() != OO_Arrow)
    return std::nullopt;
  if (isOwningPointer(Call->getArg(0)->getType()))
    return owned(place(Call->getArg(0), As));
  Found Through = iterator(Call->getArg(0));
  if (Through) { // from now on it does not matter what becomes of the iterator
    Through->As = As;
    Through->IsStable |= stabilityOf(Through->From.Type, Models).References;
  }
  return Through;
}

bool ContainerBorrows::isStable(QualType Container, ContainerBorrow::Form As) const {
  return staysValid(As, stabilityOf(Container, Models));
}

/// What an operation of \p Object that gives a reference, an iterator or a view refers into.
ContainerBorrows::Found ContainerBorrows::container(const Expr *Object, ContainerBorrow::Form As) {
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
  E = withoutTemporaries(E);
  if (const Expr *Moved = movedFrom(E))
    return iterator(Moved);
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return variable(*Name->getDecl(), ContainerBorrow::Form::Iterator);
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E))
    return Construct->getNumArgs() >= 1 ? iterator(Construct->getArg(0)) : std::nullopt;
  if (const auto *Member = dyn_cast<MemberExpr>(E)) // insert(x).first
    return isPairWithIterator(Member->getBase()->getType()) ? iterator(Member->getBase()) : std::nullopt;
  const auto *Call = dyn_cast<CallExpr>(E);
  if (!Call || (!isIterator(Call->getType()) && !isPairWithIterator(Call->getType())))
    return std::nullopt;
  if (const auto *Method = dyn_cast<CXXMemberCallExpr>(Call)) {
    const Expr *Object = Method->getImplicitObjectArgument();
    return container(isContainer(classOf(Object), Models) ? Object : adaptedBy(Object, Models),
                     ContainerBorrow::Form::Iterator);
  }
  if (Call->getNumArgs() == 0)
    return std::nullopt;
  const Expr *First = Call->getArg(0);
  if (sameType(First->getType(), Call->getType())) // it + 1, std::next(it), std::find(begin, end, x)
    return iterator(First);
  return hasIterator(First->getType(), Call->getType()) ? container(First, ContainerBorrow::Form::Iterator)
                                                        : std::nullopt;
}

ContainerBorrows::Found ContainerBorrows::pointer(const Expr *E) {
  E = withoutTemporaries(E);
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return Name->getType()->isPointerType() ? variable(*Name->getDecl(), ContainerBorrow::Form::Pointer) : std::nullopt;
  if (const auto *Operator = dyn_cast<UnaryOperator>(E))
    return Operator->getOpcode() == UO_AddrOf ? place(Operator->getSubExpr(), ContainerBorrow::Form::Pointer)
                                              : std::nullopt;
  if (const auto *Sum = dyn_cast<BinaryOperator>(E); Sum && Sum->isAdditiveOp())
    return pointer(Sum->getLHS()->getType()->isPointerType() ? Sum->getLHS() : Sum->getRHS());
  if (const auto *Cast = dyn_cast<ExplicitCastExpr>(E))
    return pointer(Cast->getSubExpr());
  if (const auto *Choice = dyn_cast<ConditionalOperator>(E)) {
    const Found First = pointer(Choice->getTrueExpr());
    return First ? First : pointer(Choice->getFalseExpr());
  }
  if (const auto *Arrow = dyn_cast<CXXOperatorCallExpr>(E); Arrow && Arrow->getOperator() == OO_Arrow)
    return place(Arrow, ContainerBorrow::Form::Pointer);
  const auto *Call = dyn_cast<CXXMemberCallExpr>(E);
  if (!Call || Call->isGLValue()) // a pointer that is an element is a value of its own
    return std::nullopt;
  const Expr *Object = Call->getImplicitObjectArgument();
  if (isOwningPointer(classOf(Object)))
    return owned(place(Object, ContainerBorrow::Form::Pointer));
  const CXXMethodDecl *Method = Call->getMethodDecl();
  const bool IsNamed = Method && Method->getDeclName().isIdentifier();
  if (IsNamed && (Method->getName() == "data" || Method->getName() == "c_str"))
    return container(Object, ContainerBorrow::Form::Pointer);
  return hasIterator(classOf(Object), Call->getType()) ? container(Object, ContainerBorrow::Form::Iterator)
                                                       : std::nullopt;
}

ContainerBorrows::Found ContainerBorrows::view(const Expr *E) {
  E = withoutTemporaries(E);
  if (const auto *Name = dyn_cast<DeclRefExpr>(E))
    return isContainer(Name->getType(), Models) ? container(Name, ContainerBorrow::Form::View)
                                                : variable(*Name->getDecl(), ContainerBorrow::Form::View);
  if (const auto *Cast = dyn_cast<CXXFunctionalCastExpr>(E))
    return view(Cast->getSubExpr());
  if (const auto *Construct = dyn_cast<CXXConstructExpr>(E)) {
    if (Construct->getNumArgs() == 0)
      return std::nullopt;
    const Expr *First = Construct->getArg(0);
    Found From = First->getType()->isPointerType() ? pointer(First)
                 : isIterator(First->getType())    ? iterator(First)
                                                   : view(First);
    if (From)
      From->As = ContainerBorrow::Form::View;
    return From;
  }
  if (const auto *Call = dyn_cast<CXXMemberCallExpr>(E)) {
    const Expr *Object = Call->getImplicitObjectArgument();
    if (isContainer(classOf(Object), Models))
      return isa<CXXConversionDecl>(Call->getMethodDecl()) ? container(Object, ContainerBorrow::Form::View)
                                                           : std::nullopt;
    return isView(classOf(Object)) && isView(Call->getType()) ? view(Object) : std::nullopt; // substr(), first()
  }
  return isContainer(E->getType(), Models) && E->isLValue() ? container(E, ContainerBorrow::Form::View) : std::nullopt;
}

/// What another variable of the function refers into.
ContainerBorrows::Found ContainerBorrows::variable(const ValueDecl &Declared, ContainerBorrow::Form As) {
  const VarDecl *V = dyn_cast<VarDecl>(&Declared);
  if (const auto *Binding = dyn_cast<BindingDecl>(&Declared))
    V = dyn_cast_or_null<VarDecl>(Binding->getDecomposedDecl());
  if (!V || isa<ParmVarDecl>(V) || V->getDeclContext() != &F)
    return std::nullopt;
  Found Borrow = borrowOf(*V);
  if (Borrow && Borrow->As != ContainerBorrow::Form::Iterator)
    Borrow->As = As;
  return Borrow;
}

} // namespace asynctidy::facts
