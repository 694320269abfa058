#include "analyses/lifetime/stale-reference-awaited.h"

#include "compat/language.h"
#include "facts/aliases/access-path.h"
#include "facts/aliases/access-step.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/ownership.h"
#include "facts/types/promise.h"
#include "facts/types/views.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

#include <optional>

using namespace clang;
using namespace asynctidy::facts;
using asynctidy::summaries::Assumptions;

namespace asynctidy::analyses {
namespace {

/// What a temporary may be followed through: deeper than what is written by hand.
constexpr unsigned MaxSteps = 16;

/// An await, and what must be assumed for a value to refer to its result.
struct Origin {
  const CoawaitExpr *Await = nullptr;
  bool IsTemporary = false;
  bool IsPart = false; ///< not the whole result, so that binding a reference to it does not prolong its life
  Assumptions Assumes = {};
};

/// Whether what a call of \p F gives refers into its object, as its body shows; nothing when there is no body.
std::optional<bool> givesPart(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CompoundStmt>(bodyOf(F));
  if (!Body)
    return std::nullopt;
  const auto *Return = Body->size() == 1 ? dyn_cast<ReturnStmt>(Body->body_back()) : nullptr;
  const AccessPath Path = Return && Return->getRetValue() ? accessPath(Return->getRetValue()) : AccessPath();
  return Path.From == AccessPath::Root::This && llvm::all_of(Path.Steps, [](AccessPath::Step Next) {
           return Next && !Next->getType()->isPointerType() && !Next->getType()->isReferenceType() &&
                  !isSmartPointer(Next->getType());
         });
}

/// A pointer that does not come from the `->` of a class.
bool isPlainPointer(const Expr &E) {
  return E.getType()->isPointerType() && !isa<CXXOperatorCallExpr>(withoutTemporaries(&E));
}

/// The object that an accessor is called on, whose reference or view refers into it; null for all else.
const Expr *objectOfAccessor(const Expr &E, Origin &From) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(&E);
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || Call->getImplicitObjectArgument()->getType()->isPointerType() ||
      isSmartPointer(Call->getObjectType()) || isView(Call->getObjectType()) ||
      !(Call->isGLValue() || (isView(Call->getType()) && !namesConstant(Call->getType()))))
    return nullptr;
  const std::optional<bool> Part = givesPart(*Method);
  if (Part == false)
    return nullptr;
  if (!Part)
    From.Assumes |= summaries::Assumption::RefersInto;
  return Call->getImplicitObjectArgument();
}

/// The await with the result that \p E names, looks at or points to (a part of).
Origin originOf(const Expr *E) {
  Origin From;
  for (unsigned Steps = 0; E && Steps < MaxSteps; ++Steps) {
    E = E->IgnoreParens();
    if (const auto *Cast = dyn_cast<CastExpr>(E); Cast && Cast->getCastKind() == CK_LValueToRValue)
      return {}; // a copy
    if (const auto *Await = dyn_cast<CoawaitExpr>(E)) {
      From.Await = Await;
      From.IsTemporary = !Await->isGLValue();
      return From;
    }
    const AccessStep Step = accessStep(E);
    switch (Step.Does) {
    case AccessStep::Kind::Same:
    case AccessStep::Kind::Address:
      E = Step.Of;
      break;
    case AccessStep::Kind::Temporary:
      if (cast<MaterializeTemporaryExpr>(E)->getExtendingDecl())
        return {};
      E = Step.Of;
      break;
    case AccessStep::Kind::Member:
      if (isPlainPointer(*Step.Of) || Step.Declared->getType()->isReferenceType())
        return {};
      From.IsPart = true;
      E = Step.Of;
      break;
    case AccessStep::Kind::Pointee:
      if (isPlainPointer(*Step.Of) || isView(Step.type()) || (isSmartPointer(Step.type()) && !isSoleOwner(Step.type())))
        return {};
      From.IsPart = true;
      E = Step.Of;
      break;
    case AccessStep::Kind::Element:
    case AccessStep::Kind::Into:
      if (isPlainPointer(*Step.Of) || isView(Step.type()) || isIterator(Step.type()))
        return {};
      From.IsPart = true;
      E = Step.Of;
      break;
    default:
      if (const auto *Construct = dyn_cast<CXXConstructExpr>(E);
          Construct && Construct->getNumArgs() > 0 && isView(Construct->getType()) &&
          !Construct->getConstructor()->isCopyOrMoveConstructor()) // a copy of a view refers to what that refers to
        E = Construct->getArg(0);
      else
        E = objectOfAccessor(*E, From);
      From.IsPart = true;
    }
  }
  return {};
}

/// Whether the result of \p Await dies with the temporary task that \p Await awaits; nothing when it does not.
std::optional<Assumptions> diesWithTask(const CoawaitExpr &Await, TranslationUnit &Unit) {
  const Expr *Operand = withoutTemporaries(Await.getOperand());
  const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Await.getOperand()->IgnoreParenImpCasts());
  if ((Temporary && Temporary->getExtendingDecl()) || !Operand->isPRValue())
    return std::nullopt;
  const QualType Task = Operand->getType();
  const QualType Value = typeArgumentOf(Task);
  // It may be awaitable only by the promise of the awaiting coroutine.
  if (!promiseOf(Task) || frameOwner(Task) == FrameOwner::Leaves || Value.isNull() ||
      !Unit.context().hasSameUnqualifiedType(Value, Await.getType()))
    return std::nullopt;
  const CXXRecordDecl *Class = readable(recordOf(Task));
  if (!Class || !isCopyable(*Class))
    return Assumptions();
  // Another copy may keep the result: of a future that is cached somewhere.
  const auto *Call = dyn_cast<CallExpr>(Operand);
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return summaries::Assumption::SoleHolder;
  if (const FunctionDecl *Body = definitionOf(*Callee); Body && bodyOf(*Body))
    return isCoroutine(*Body) ? std::optional<Assumptions>(Assumptions()) : std::nullopt;
  const bool HasObject =
      isa<CXXMemberCallExpr, CXXOperatorCallExpr>(Call) ||
      llvm::any_of(Callee->parameters(), [](const ParmVarDecl *Parameter) {
        const QualType T = Parameter->getType();
        return (T->isLValueReferenceType() || T->isPointerType()) && !T->getPointeeType().isConstQualified();
      });
  return HasObject ? Assumptions(summaries::Assumption::SoleHolder) : Assumptions();
}

/// The await with the result that \p V refers to, when that is destroyed with the statement.
std::optional<AwaitedReference> awaitBehind(const VarDecl &V, TranslationUnit &Unit) {
  const QualType T = V.getType();
  if (!V.getInit() || V.getInit()->isTypeDependent() || !(T->isReferenceType() || isView(T) || T->isPointerType()))
    return std::nullopt;
  const Origin From = originOf(V.getInit());
  if (!From.Await || (From.IsTemporary && !From.IsPart))
    return std::nullopt;
  std::optional<Assumptions> Dies = Assumptions();
  if (!From.IsTemporary)
    Dies = diesWithTask(*From.Await, Unit);
  else if (!From.Await->getType()->isRecordType() || isView(From.Await->getType()))
    return std::nullopt;
  if (!Dies)
    return std::nullopt;
  return AwaitedReference{
      &V, From.Await, nullptr, V.isImplicit() && !isa<DecompositionDecl>(V), From.IsTemporary, *Dies | From.Assumes};
}

} // namespace

std::vector<AwaitedReference> awaitedReferences(const FunctionDecl &F, TranslationUnit &Unit) {
  std::vector<AwaitedReference> Found;
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return Found;
  const bool RangeIsExtended = compat::isCPlusPlus23(Unit.context().getLangOpts());
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    forEachDeclared(S, [&](const VarDecl &V) {
      if (V.isImplicit() && !isa<DecompositionDecl>(V) && RangeIsExtended)
        return;
      if (const auto Refers = awaitBehind(V, Unit))
        Found.push_back(*Refers);
    });
    if (const auto *Name = dyn_cast<DeclRefExpr>(&S))
      for (AwaitedReference &Candidate : Found) {
        const auto *Part = dyn_cast<BindingDecl>(Name->getDecl());
        const ValueDecl *Named = Part ? Part->getDecomposedDecl() : Name->getDecl();
        if (!Candidate.FirstUse && Named == Candidate.Reference)
          Candidate.FirstUse = Name;
      }
  });
  llvm::erase_if(Found, [](const AwaitedReference &Candidate) { return !Candidate.FirstUse; });
  return Found;
}

} // namespace asynctidy::analyses
