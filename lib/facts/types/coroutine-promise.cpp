#include "facts/types/coroutine-promise.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"
#include "facts/types/class-shape.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::facts {

const CXXRecordDecl *promiseOfCoroutine(const FunctionDecl &F) {
  const auto *Body = dyn_cast_or_null<CoroutineBodyStmt>(F.getBody());
  const VarDecl *Promise = Body ? Body->getPromiseDecl() : nullptr;
  if (!Promise || Promise->getType()->isDependentType())
    return nullptr;
  return recordOf(Promise->getType());
}

bool forbidsAwait(const FunctionDecl &Coroutine) {
  const auto Transforms = methodsNamed(promiseOfCoroutine(Coroutine), "await_transform");
  return !Transforms.empty() && llvm::all_of(Transforms, [](const CXXMethodDecl *M) { return M->isDeleted(); });
}

static const void *identity(QualType T) {
  return T.getNonReferenceType().getCanonicalType().getUnqualifiedType().getAsOpaquePtr();
}

void AwaitedTypes::add(const FunctionDecl &Coroutine) {
  const CXXRecordDecl *Promise = promiseOfCoroutine(Coroutine);
  if (!Promise)
    return;
  forEachEvaluated(writtenBody(Coroutine), [&](const Stmt &S) {
    const auto *Await = dyn_cast<CoawaitExpr>(&S);
    if (Await && !Await->isImplicit() && !Await->getOperand()->isTypeDependent())
      Pairs.insert({Promise->getCanonicalDecl(), identity(Await->getOperand()->getType())});
  });
}

bool AwaitedTypes::contains(const CXXRecordDecl *Promise, QualType Operand) const {
  return Pairs.contains({Promise->getCanonicalDecl(), identity(Operand)});
}

const CXXMethodDecl *transformOf(const CXXRecordDecl *Promise, QualType Operand) {
  const CXXRecordDecl *Record = recordOf(Operand);
  if (!Record)
    return nullptr;
  for (const CXXMethodDecl *Transform : methodsNamed(Promise, "await_transform")) {
    if (Transform->isDeleted() || Transform->getNumParams() == 0)
      continue;
    const CXXRecordDecl *Parameter = recordOf(Transform->getParamDecl(0)->getType());
    if (!Parameter)
      continue;
    const bool Fits = visitWithBases(Record, [&](const CXXRecordDecl &Class) {
      return Class.getCanonicalDecl() == Parameter->getCanonicalDecl() ||
             (templateOf(Parameter) && Transform->isDependentContext() && templateOf(&Class) == templateOf(Parameter));
    });
    if (Fits)
      return Transform;
  }
  return nullptr;
}

bool acceptsAwait(const FunctionDecl &F, QualType Operand, const AwaitedTypes &Elsewhere) {
  const CXXRecordDecl *Promise = promiseOfCoroutine(F);
  if (!Promise)
    return false;
  if (Elsewhere.contains(Promise, Operand))
    return true;
  if (methodsNamed(Promise, "await_transform").empty()) {
    const Awaitable How = awaitableForm(Operand);
    return How && How.Form != AwaitForm::Transform;
  }
  return transformOf(Promise, Operand);
}

} // namespace asynctidy::facts
