#include "analyses/lifetime/escaping-local.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/views.h"
#include "facts/unit/translation-unit.h"

#include "clang/AST/DeclTemplate.h"

using namespace clang;
using namespace asynctidy::facts;

namespace asynctidy::analyses {
namespace {

/// The objects that a view, pointer or reference of type \p Result refers to when it is initialized from \p Operand.
BorrowedObjects objectsBorrowedByResult(const Expr &Operand, QualType Result, const FunctionDecl &F,
                                        TranslationUnit &Unit) {
  const Expr *Value = withoutTemporaries(&Operand);
  const bool Owns = Value->getType()->isRecordType() && !isBorrowing(Value->getType());
  if (Owns && Value->isPRValue())
    return {{BorrowedObject::Kind::Temporary, Value, nullptr}};
  if (Result->isReferenceType() || Owns)
    return objectsNamedBy(Operand, F, Unit);
  return objectsBorrowedBy(Operand, Value->getType().getNonReferenceType(), F, Unit);
}

} // namespace

std::vector<EscapingView> escapingViews(const FunctionDecl &F, TranslationUnit &Unit) {
  if (!isCoroutine(F) || F.isDependentContext() || Unit.isBroken() || !Unit.workOf(F.getReturnType()).isTask())
    return {};
  // The type of an await is not enough: it may be a reference to the value in the task.
  const QualType Result = typeArgumentOf(F.getReturnType());
  if (!isBorrowing(Result))
    return {};
  std::vector<EscapingView> Found;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Return = dyn_cast<CoreturnStmt>(&S);
    if (!Return || !Return->getOperand())
      return;
    for (const BorrowedObject &To : objectsBorrowedByResult(*Return->getOperand(), Result, F, Unit))
      if (To.Life == BorrowedObject::Kind::Local || To.Life == BorrowedObject::Kind::Temporary) {
        Found.push_back({Return, To});
        return;
      }
  });
  return Found;
}

} // namespace asynctidy::analyses
