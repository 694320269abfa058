#include "analyses/lifetime/stale-reference-awaited.h"

#include "compat/language.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {
namespace {

/// The await with the result that \p V refers to, when that is stored in a task which is destroyed with the statement;
/// else null.
const CoawaitExpr *awaitBehind(const VarDecl &V, TranslationUnit &Unit) {
  if (!V.getType()->isReferenceType() || !V.getInit())
    return nullptr;
  const auto *Await = dyn_cast<CoawaitExpr>(withoutTemporaries(V.getInit()));
  if (!Await || !Await->isGLValue())
    return nullptr;
  const auto *Temporary = dyn_cast<MaterializeTemporaryExpr>(Await->getOperand()->IgnoreParenImpCasts());
  if ((Temporary && Temporary->getExtendingDecl()) || !withoutTemporaries(Await->getOperand())->isPRValue())
    return nullptr;
  const QualType Task = Await->getOperand()->getType();
  const Work Awaited = Unit.workOf(Task);
  const QualType Value = typeArgumentOf(Task);
  if (!Awaited.isTask() || Awaited.Owner != FrameOwner::Owns || Value.isNull())
    return nullptr;
  const ASTContext &Context = Unit.context();
  return Context.hasSameUnqualifiedType(Value, Await->getType()) ? Await : nullptr;
}

} // namespace

std::vector<AwaitedReference> awaitedReferences(const FunctionDecl &F, TranslationUnit &Unit) {
  std::vector<AwaitedReference> Found;
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken())
    return Found;
  const bool RangeIsExtended = compat::isCPlusPlus23(Unit.context().getLangOpts());
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    forEachDeclared(S, [&](const VarDecl &V) {
      if (const CoawaitExpr *Await = V.isImplicit() && RangeIsExtended ? nullptr : awaitBehind(V, Unit))
        Found.push_back({&V, Await, nullptr, V.isImplicit()});
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
