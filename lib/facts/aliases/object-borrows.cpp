// Pointers and references into an object that is no container, but may be replaced as a whole.
#include "facts/aliases/access-path.h"
#include "facts/aliases/accessors.h"
#include "facts/aliases/container-borrows.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/types/class-shape.h"
#include "facts/types/ownership.h"
#include "facts/types/reference-counting.h"
#include "facts/types/views.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::summaries::Assumption;

namespace asynctidy::facts {
namespace {

/// Longer chains of accessors and members are not written by hand.
constexpr unsigned MaxSteps = 12;

/// Whether a part of the object that holds many, as `std::map<int, Value>` or `std::vector<std::unique_ptr<Value>>`,
/// owns objects of the class of \p Value.
bool ownsMany(const CXXRecordDecl &Class, QualType Value, const models::ModelSet &Models) {
  const CXXRecordDecl *Wanted = recordOf(Value);
  if (!Wanted)
    return false;
  auto IsWanted = [&](QualType T) {
    const CXXRecordDecl *Held = recordOf(isOwningPointer(T) ? typeArgumentOf(T) : T);
    return Held && Held->getCanonicalDecl() == Wanted->getCanonicalDecl();
  };
  return visitWithBases(&Class, [&](const CXXRecordDecl &Part) {
    return llvm::any_of(Part.fields(), [&](const FieldDecl *Field) {
      const auto *Many = isContainer(Field->getType(), Models)
                             ? dyn_cast<ClassTemplateSpecializationDecl>(recordOf(Field->getType()))
                             : nullptr;
      return Many && llvm::any_of(Many->getTemplateArgs().asArray(), [&](const TemplateArgument &Argument) {
               return Argument.getKind() == TemplateArgument::Type && IsWanted(Argument.getAsType());
             });
    });
  });
}

/// What the whole body of an accessor returns, or null.
const Expr *returnedBy(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(bodyOf(F));
  const auto *Return = Body && Body->size() == 1 ? dyn_cast<ReturnStmt>(Body->body_back()) : nullptr;
  return Return ? Return->getRetValue() : nullptr;
}

/// An accessor of an object, by which a caller gets at one of its elements.
struct Accessor {
  const Expr *Object = nullptr; ///< null: it is none, or gives a member, which stays where it is
  summaries::Assumptions Assumes = {};
};

Accessor accessorIn(const Expr &E, const models::ModelSet &Models) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || isa<CXXConversionDecl>(Method) || !(Call->isGLValue() || Call->getType()->isPointerType()))
    return {};
  const QualType T = Call->getObjectType();
  const CXXRecordDecl *Class = readable(recordOf(T));
  if (!Class || isSmartPointer(T) || isView(T) || isIterator(T) || isContainer(T, Models) || Class->isInStdNamespace())
    return {};
  const Expr *Object = Call->getImplicitObjectArgument();
  const QualType Value = Call->isGLValue() ? Call->getType() : Call->getType()->getPointeeType();
  if (bodyOf(*Method)) {
    const Expr *Returned = returnedBy(*Method);
    const AccessPath Path = Returned ? accessPath(Returned) : AccessPath();
    if (Path.From == AccessPath::Root::This && llvm::is_contained(Path.Steps, nullptr))
      return {Object};
    // An iterator, a loop over the elements, a test before the return: told by what the class owns.
    const bool MayBeElement = !Path && (Returned || Call->getNumArgs() > 0);
    return MayBeElement && ownsMany(*Class, Value, Models) ? Accessor{Object} : Accessor();
  }
  if (Call->getNumArgs() == 0)
    return {};
  if (ownsMany(*Class, Value, Models))
    return {Object};
  return {Object, Assumption::RefersInto};
}

/// Whether a plain pointer that \p E gives, an operand of `*` or `->`, comes from `this`, a smart pointer or an
/// accessor.
bool isMadeHere(const Expr *E) { return isa<CXXThisExpr, CallExpr>(withoutTemporaries(E)); }

} // namespace

/// \p E points into an object: it was got by an accessor, or through a pointer or optional that owns it. What
/// replaces the object or the pointer ends that.
ContainerBorrows::Found ContainerBorrows::part(const Expr *E, Form As) {
  summaries::Assumptions Assumes;
  bool Through = false;
  for (unsigned Steps = 0; E && Steps < MaxSteps; ++Steps) {
    E = withoutTemporaries(E);
    if (const auto *Cast = dyn_cast<CastExpr>(E); Cast && Cast->getCastKind() == CK_LValueToRValue)
      return std::nullopt;
    const QualType T = E->getType();
    if (Through && E->isGLValue() && (isOwningPointer(T) || isOptional(T) || T->isRecordType())) {
      auto Shared = sharedObject(E, F);
      const bool IsHere =
          Shared && (Shared->What == SharedObject::Kind::Member || Shared->What == SharedObject::Kind::Global);
      const ValueDecl *Declared = IsHere ? Shared->Declared : nullptr;
      if (Declared && Shared->StepsBehind == 0 && E->getType()->isRecordType() && onlyNames(E) == Declared) {
        ContainerBorrow Borrow{std::move(*Shared), As, /*IsStable=*/true};
        Borrow.IsOfObject = true;
        Borrow.Assumes = Assumes;
        return Borrow;
      }
    }
    if (const Accessor Gives = accessorIn(*E, Models); Gives.Object) {
      Assumes |= Gives.Assumes;
      Through = true;
      E = Gives.Object;
      continue;
    }
    const AccessStep Step = accessStep(E);
    const bool Loads = Step.Of && Step.Of->getType()->isPointerType();
    if (Loads && (Step.ThroughPointer || Step.Does == AccessStep::Kind::Pointee) && !isMadeHere(Step.Of))
      return std::nullopt;
    switch (Step.Does) {
    case AccessStep::Kind::Member:
      if (Step.Declared->getType()->isReferenceType() || Step.Declared->getType()->isPointerType())
        return std::nullopt;
      break;
    case AccessStep::Kind::Pointee:
      if (const CXXRecordDecl *Class = isSharedPointer(Step.type()) ? recordOf(typeArgumentOf(Step.type())) : nullptr) {
        if (keepsLocalReference(F, *Class))
          return std::nullopt;
        Assumes |= Assumption::ObjectLetGo;
      }
      if (!Loads && !isOwningPointer(Step.type()) && !isOptional(Step.type()))
        return std::nullopt;
      Through |= !Loads;
      break;
    case AccessStep::Kind::Same:
    case AccessStep::Kind::Address:
      break;
    case AccessStep::Kind::Name: {
      const auto *V = dyn_cast<VarDecl>(Step.Declared);
      if (!V || !V->hasLocalStorage() || isa<ParmVarDecl>(V) || V->getDeclContext() != &F ||
          !V->getType()->isReferenceType())
        return std::nullopt;
      E = V->getInit();
      continue;
    }
    default:
      return std::nullopt;
    }
    E = Step.Of;
  }
  return std::nullopt;
}

/// \p E calls an accessor of `this` or of a part of it: it refers into what the value that this returns refers into.
ContainerBorrows::Found ContainerBorrows::accessed(const Expr *E, Form As) {
  const AccessorCall Gives = Depth < MaxSteps ? accessorCalledBy(*E) : AccessorCall();
  if (!Gives || isContainer(cast<CXXMemberCallExpr>(withoutTemporaries(E))->getObjectType(), Models))
    return std::nullopt;
  ContainerBorrows Inner(*Gives.Body, Models);
  Inner.Depth = Depth + 1;
  const QualType T = E->getType();
  for (const Expr *Value : Gives.Returned) {
    Found Borrow = E->isGLValue()       ? Inner.place(Value, As)
                   : T->isPointerType() ? Inner.pointer(Value)
                   : isIterator(T)      ? Inner.iterator(Value)
                                        : Inner.view(Value);
    if (!Borrow)
      continue;
    const CallParts Parts = partsOf(*cast<CallExpr>(withoutTemporaries(E)));
    Borrow->From.Path = inCaller(Borrow->From.Path, *Gives.Body, Parts.Object, Parts.Arguments);
    const AccessPath::Root Root = Borrow->From.Path.From;
    if (Root != AccessPath::Root::This && Root != AccessPath::Root::Global)
      continue;
    if (Borrow->As != Form::Iterator)
      Borrow->As = As;
    return Borrow;
  }
  return std::nullopt;
}

} // namespace asynctidy::facts
