#include "facts/calls/droppable.h"

#include "facts/flow/may-throw.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/names.h"
#include "facts/types/class-shape.h"
#include "facts/types/work.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;
using asynctidy::models::Means;

namespace asynctidy::facts {
namespace {

/// The function that the callable \p E runs, when it is a lambda.
const FunctionDecl *calledBy(const Expr &E) {
  const auto *Lambda = dyn_cast<LambdaExpr>(valueIn(&E));
  return Lambda ? Lambda->getCallOperator() : nullptr;
}

bool neverFails(const Expr &Callable) {
  const FunctionDecl *Called = calledBy(Callable);
  return Called && neverThrows(*Called);
}

/// The argument that \p T, a class template's instance, has.
QualType onlyTypeArgument(QualType T) {
  const auto *Instance = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(T));
  if (!Instance || Instance->getTemplateArgs().size() != 1 ||
      Instance->getTemplateArgs().get(0).getKind() != TemplateArgument::Type)
    return {};
  return Instance->getTemplateArgs().get(0).getAsType();
}

} // namespace

bool mayBeDropped(const Expr &E, TranslationUnit &Unit) {
  const models::ModelSet &Models = Unit.models();
  if (isModelled(E.getType(), Means::Droppable, Models) || joinsInDestructor(E.getType(), Models))
    return true;
  const auto *Call = dyn_cast<CallExpr>(valueIn(&E));
  const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
  if (!Callee)
    return false;
  const std::string Name = qualifiedName(*Callee);
  // What is spawned runs already, so its type alone says no truth when it is lazy; a handle may still be lost.
  if (Models.is(Name, Means::Droppable) || (Models.is(Name, Means::Spawns) && Unit.workOf(E.getType()).isLazy()))
    return true;
  return Models.is(Name, Means::HandlesFailure) &&
         llvm::all_of(Call->arguments(), [](const Expr *Argument) { return neverFails(*Argument); });
}

bool isOutcomeOfNoexcept(const CoawaitExpr &Await) {
  const auto *Call = dyn_cast<CallExpr>(valueIn(Await.getOperand()));
  const QualType Kept = onlyTypeArgument(Await.getType());
  if (!Call || Kept.isNull())
    return false;
  bool Found = false;
  for (const Expr *Argument : Call->arguments())
    if (const FunctionDecl *Called = calledBy(*Argument)) {
      if (!neverThrows(*Called) || !Called->getASTContext().hasSameType(Called->getReturnType(), Kept))
        return false;
      Found = true;
    }
  return Found;
}

} // namespace asynctidy::facts
