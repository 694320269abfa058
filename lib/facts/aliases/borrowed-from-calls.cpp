#include "facts/aliases/access-path.h"
#include "facts/aliases/borrowed-objects-finder.h"
#include "facts/syntax/call-parts.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/declared-lifetimes.h"
#include "facts/types/ownership.h"
#include "facts/types/promise.h"
#include "facts/types/views.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/Basic/Builtins.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// How far a reference is followed into functions that pass it on.
constexpr unsigned MaxCalls = 2;

/// What the `return` statements of a function give that belongs to its caller: the subject is the function, how many
/// calls were followed on the way into it, and the depth to which it is followed. Of each parameter, and of the object,
/// one mention is enough.
struct GivenByReturns : Analysis<std::tuple<const FunctionDecl *, unsigned, unsigned>, BorrowedObjects> {
  static Result run(const Subject &About, TranslationUnit &Unit) {
    const auto [Definition, Calls, Depth] = About;
    BorrowedObjectsFinder Inner(*Definition, Unit, Calls);
    forEachEvaluated(Definition->getBody(), [&](const Stmt &S) {
      if (const auto *Return = dyn_cast<ReturnStmt>(&S); Return && Return->getRetValue())
        Inner.referTo(Return->getRetValue(), Definition->getReturnType(), Depth);
    });
    Result Given;
    std::set<const VarDecl *> Known;
    for (const BorrowedObject &Found : Inner.take()) {
      const bool IsObject = Found.Life == BorrowedObject::Kind::This;
      const bool IsGiven = Found.Life == BorrowedObject::Kind::Borrowed && isa<ParmVarDecl>(Found.Variable);
      if ((IsObject || IsGiven) && Known.insert(IsObject ? nullptr : Found.Variable).second)
        Given.push_back(Found);
    }
    return Given;
  }
};

/// Whether \p Result, a class, is what an \p Object keeps, so that a function that returns one by value gives a copy
/// of that: `E` of `result<T, E>`, the allocator of a container, the id of a thread.
bool keepsOneOf(QualType Object, QualType Result) {
  const auto Is = [&](QualType T) {
    return Result->getAsCXXRecordDecl() && T->getAsCXXRecordDecl() &&
           T.getCanonicalType().getUnqualifiedType() == Result.getCanonicalType().getUnqualifiedType();
  };
  return visitWithBases(recordOf(Object), [&](const CXXRecordDecl &Part) {
    const auto *Instance = dyn_cast<ClassTemplateSpecializationDecl>(&Part);
    return (Instance && llvm::any_of(Instance->getTemplateArgs().asArray(),
                                     [&](const TemplateArgument &Each) {
                                       return Each.getKind() == TemplateArgument::Type && Is(Each.getAsType());
                                     })) ||
           llvm::any_of(Part.fields(), [&](const FieldDecl *Field) { return Is(Field->getType()); });
  });
}

} // namespace

/// The arguments and the object whose lifetime the declaration of the callee binds to that of its result. Returns
/// whether there are any.
bool BorrowedObjectsFinder::boundByDeclaration(const CallParts &Parts, unsigned Depth) {
  bool Any = false;
  for (size_t I = 0; I < Parts.Arguments.size(); ++I)
    if (const ParmVarDecl *Parameter = Parts.parameter(I); Parameter && isBound(*Parameter)) {
      referTo(Parts.Arguments[I], Parameter->getType(), Depth);
      Any = true;
    }
  if (!Parts.Object || !isObjectBound(*Parts.Callee))
    return Any;
  theObject(*Parts.Object, Depth);
  return true;
}

void BorrowedObjectsFinder::theObject(const Expr &Object, unsigned Depth) {
  Object.getType()->isPointerType() ? value(&Object, Depth) : object(&Object, Depth);
}

/// What the result of a function of the user's own refers to: what its declaration says, and what its `return`
/// statements take from its arguments and its object.
void BorrowedObjectsFinder::passedOn(const CallExpr &Call, unsigned Depth) {
  const CallParts Parts = partsOf(Call);
  if (!Parts.Callee)
    return;
  boundByDeclaration(Parts, Depth);
  const FunctionDecl *Definition = nullptr;
  if (Calls >= MaxCalls || !Parts.Callee->getBody(Definition) || Definition->isDependentContext() ||
      !Unit.isUserCode(Definition->getLocation()))
    return;
  for (const BorrowedObject &Given : Unit.get<GivenByReturns>({Definition, Calls + 1, Depth})) {
    if (Given.Life == BorrowedObject::Kind::This && Parts.Object)
      theObject(*Parts.Object, Depth);
    const auto *Parameter =
        Given.Life == BorrowedObject::Kind::Borrowed ? dyn_cast<ParmVarDecl>(Given.Variable) : nullptr;
    if (Parameter && Parameter->getFunctionScopeIndex() < Parts.Arguments.size() && !isNotKept(*Parameter))
      referTo(Parts.Arguments[Parameter->getFunctionScopeIndex()], Parameter->getType(), Depth);
  }
}

/// Whether what the smart pointer \p Pointer points to dies with it, as far as this function tells.
bool BorrowedObjectsFinder::owns(const Expr &Pointer) const {
  if (!isSoleOwner(Pointer.getType()))
    return false;
  const AccessPath Path = accessPath(&Pointer);
  if (Path.From != AccessPath::Root::Local && Path.From != AccessPath::Root::Parameter)
    return true;
  const auto *Owner = dyn_cast_or_null<VarDecl>(Path.Variable);
  return Owner && Path.Steps.empty() && keepsPointee(*Owner, F); // an element may be moved away with its container
}

/// What a step leads to: it lives in what a pointer or view looks at, or in the container, array or sole owner itself.
void BorrowedObjectsFinder::element(const AccessStep &Step, unsigned Depth) {
  const QualType T = Step.type();
  if (isBorrowing(T))
    return Step.ThroughPointer ? void() : value(Step.Of, Depth); // a view behind a pointer may look at anything
  if ((T->isRecordType() || T->isArrayType()) && (!isSmartPointer(T) || (!Step.ThroughPointer && owns(*Step.Of))))
    whole(Step, Depth);
}

bool BorrowedObjectsFinder::isUsersOwn(const CallExpr &Call) const {
  const FunctionDecl *Callee = partsOf(Call).Callee;
  return Callee && !isa<CXXConversionDecl>(Callee) && Unit.isUserCode(Callee->getLocation());
}

void BorrowedObjectsFinder::valueOfCall(const CallExpr &Call, unsigned Depth) {
  const CallParts Parts = partsOf(Call);
  if (!Parts.Callee)
    return;
  if (!isBorrowing(Call.getType())) { // a class that keeps a reference and owns something as well
    if (!promiseOf(Call.getType()))   // what work refers to is told by the call that makes it
      boundByDeclaration(Parts, Depth);
    return;
  }
  if (isUsersOwn(Call))
    return passedOn(Call, Depth);
  if (boundByDeclaration(Parts, Depth))
    return;
  // What functions of libraries return looks at their object or first argument: `asio::buffer(s)`.
  if (namesConstant(Call.getType()))
    return;
  if (Parts.Object) {
    if (Parts.Arguments.empty() && !Parts.Object->getType()->isPointerType() &&
        !keepsOneOf(Parts.Object->getType(), Call.getType()))
      lookedAt(Parts.Object, Depth);
    return;
  }
  const ParmVarDecl *First = Parts.parameter(0);
  if (!Parts.Arguments.empty() && Parts.Arguments.size() <= 2 && !Call.getType()->isPointerType() &&
      !(First && isNotKept(*First)))
    lookedAt(Parts.Arguments[0], Depth);
}

} // namespace asynctidy::facts
