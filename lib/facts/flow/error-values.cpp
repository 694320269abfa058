#include "facts/flow/error-values.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// The first type argument of a class template: `tuple<error_code, size_t>` gives error_code.
QualType firstArgument(QualType T) {
  const auto *Specialization = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (!Specialization || Specialization->getTemplateArgs().size() == 0)
    return {};
  const TemplateArgument *First = &Specialization->getTemplateArgs()[0];
  if (First->getKind() == TemplateArgument::Pack) {
    if (First->pack_size() == 0)
      return {};
    First = &*First->pack_begin();
  }
  return First->getKind() == TemplateArgument::Type ? First->getAsType() : QualType();
}

/// The signature `void(...)` among the type arguments of \p T, or null.
const FunctionProtoType *completionSignature(QualType T) {
  const auto *Specialization = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (!Specialization)
    return nullptr;
  for (const TemplateArgument &Argument : Specialization->getTemplateArgs().asArray()) {
    const auto *Signature =
        Argument.getKind() == TemplateArgument::Type ? Argument.getAsType()->getAs<FunctionProtoType>() : nullptr;
    if (Signature && Signature->getReturnType()->isVoidType())
      return Signature;
  }
  return nullptr;
}

/// The argument of an error type that some call in \p Operand takes by a non-const lvalue reference, or null. A
/// `result<value>` is no place for an error of the operation: it takes what the operation gives.
const Expr *errorTakenByReference(const Expr &Operand, const models::ModelSet &Models) {
  const Expr *Found = nullptr;
  auto Look = [&](const FunctionDecl *Callee, llvm::ArrayRef<const Expr *> Arguments) {
    for (size_t I = 0; Callee && I < Arguments.size() && I < Callee->getNumParams(); ++I) {
      const QualType Parameter = Callee->getParamDecl(I)->getType();
      if (Parameter->isLValueReferenceType() && !Parameter->getPointeeType().isConstQualified() &&
          isErrorOutcome(Parameter, Models) && !isa_and_nonnull<ClassTemplateSpecializationDecl>(recordOf(Parameter)))
        Found = Arguments[I];
    }
  };
  forEachEvaluated(&Operand, [&](const Stmt &S) {
    if (const auto *Construct = dyn_cast<CXXConstructExpr>(&S))
      return Look(Construct->getConstructor(), llvm::ArrayRef(Construct->getArgs(), Construct->getNumArgs()));
    const auto *Call = dyn_cast<CallExpr>(&S);
    if (!Call)
      return;
    llvm::ArrayRef<const Expr *> Arguments(Call->getArgs(), Call->getNumArgs());
    if (isa<CXXOperatorCallExpr>(Call) && isa_and_nonnull<CXXMethodDecl>(Call->getDirectCallee()) && !Arguments.empty())
      Arguments = Arguments.drop_front();
    Look(Call->getDirectCallee(), Arguments);
  });
  return Found;
}

} // namespace

bool givesErrorAsValue(const CoawaitExpr &Await, const models::ModelSet &Models) {
  const QualType Result = Await.getType();
  const QualType First = firstArgument(Result);
  return isErrorOutcome(Result, Models) || (!First.isNull() && isErrorOutcome(First, Models)) ||
         errorTakenByReference(*Await.getOperand(), Models);
}

bool givesAtMostError(const CoawaitExpr &Await, const models::ModelSet &Models) {
  const QualType Result = Await.getType();
  if (Result->isVoidType() || isErrorOutcome(Result, Models))
    return true;
  const auto *Tuple = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(Result));
  if (!Tuple || Tuple->getTemplateArgs().size() == 0 || Tuple->getTemplateArgs()[0].getKind() != TemplateArgument::Pack)
    return false;
  const llvm::ArrayRef<TemplateArgument> Elements = Tuple->getTemplateArgs()[0].pack_elements();
  return Elements.empty() || (Elements.size() == 1 && isErrorOutcome(Elements.front().getAsType(), Models));
}

bool completesWithoutError(const CoawaitExpr &Await, const models::ModelSet &Models) {
  const FunctionProtoType *Signature = completionSignature(Await.getOperand()->getType());
  return Signature && (Signature->getNumParams() == 0 || !isErrorOutcome(Signature->getParamType(0), Models));
}

const ValueDecl *errorVariableOf(const CoawaitExpr &Await, const FunctionDecl &F, const models::ModelSet &Models) {
  if (const Expr *Taken = errorTakenByReference(*Await.getOperand(), Models))
    return onlyNames(Taken);
  const ValueDecl *Found = nullptr;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    forEachDeclared(S, [&](const VarDecl &V) {
      if (!V.getInit() || withoutTemporaries(V.getInit()) != &Await)
        return;
      if (const auto *Parts = dyn_cast<DecompositionDecl>(&V)) {
        if (!Parts->bindings().empty() && isErrorOutcome(firstArgument(Await.getType()), Models))
          Found = Parts->bindings().front();
      } else if (isErrorOutcome(V.getType(), Models)) {
        Found = &V;
      }
    });
  });
  return Found;
}

} // namespace asynctidy::facts
