#include "facts/escaping-results.h"

#include "facts/class-shape.h"
#include "facts/expressions.h"
#include "facts/functions.h"
#include "facts/thrown.h"
#include "facts/walk.h"

#include "clang/AST/DeclTemplate.h"
#include "clang/AST/ExprCXX.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// The referents of \p Operand when a view, pointer or reference of type \p Result is made from it.
Referents referentsOfResult(const Expr &Operand, QualType Result, const FunctionDecl &F, const Facts &All) {
  const Expr *Value = withoutTemporaries(&Operand);
  const bool Owns = Value->getType()->isRecordType() && !isView(Value->getType(), All.context());
  if (Owns && Value->isPRValue())
    return {{Referent::Kind::Temporary, Value, nullptr}};
  if (Result->isReferenceType() || Owns)
    return referentsOfObject(Operand, F, All);
  return referentsOf(Operand, Value->getType().getNonReferenceType(), F, All);
}

/// T of `task<T>`. What awaiting gives says less: it may be a reference to the value that the task holds.
QualType valueType(QualType Task) {
  const auto *Class = dyn_cast_or_null<ClassTemplateSpecializationDecl>(recordOf(Task));
  if (!Class || Class->getTemplateArgs().size() == 0 || Class->getTemplateArgs()[0].getKind() != TemplateArgument::Type)
    return {};
  return Class->getTemplateArgs()[0].getAsType();
}

void findReturnsIn(const Stmt &S, const CXXTryStmt *Around,
                   llvm::function_ref<void(const ReturnStmt &, const CXXTryStmt &)> Visit) {
  if (const auto *Try = dyn_cast<CXXTryStmt>(&S)) {
    findReturnsIn(*Try->getTryBlock(), Try, Visit);
    for (unsigned I = 0; I < Try->getNumHandlers(); ++I)
      findReturnsIn(*Try->getHandler(I), Around, Visit);
    return;
  }
  if (const auto *Return = dyn_cast<ReturnStmt>(&S); Return && Around)
    Visit(*Return, *Around);
  forEachEvaluatedChild(S, [&](const Stmt *Child) { findReturnsIn(*Child, Around, Visit); });
}

} // namespace

std::vector<EscapingView> escapingViews(const FunctionDecl &F, Facts &All) {
  if (!isCoroutine(F) || F.isDependentContext() || All.isBroken() || !All.workOf(F.getReturnType()).isTask())
    return {};
  const QualType Result = valueType(F.getReturnType());
  if (Result.isNull() || !isView(Result, All.context()))
    return {};
  std::vector<EscapingView> Found;
  forEachEvaluated(writtenBody(F), [&](const Stmt &S) {
    const auto *Return = dyn_cast<CoreturnStmt>(&S);
    if (!Return || !Return->getOperand())
      return;
    for (const Referent &To : referentsOfResult(*Return->getOperand(), Result, F, All))
      if (To.Life == Referent::Kind::Local || To.Life == Referent::Kind::Temporary) {
        Found.push_back({Return, To});
        return;
      }
  });
  return Found;
}

std::vector<ReturnOutOfTry> returnsOutOfTry(const FunctionDecl &F, Facts &All) {
  std::vector<ReturnOutOfTry> Found;
  const Stmt *Body = writtenBody(F);
  if (!Body || isCoroutine(F) || F.isDependentContext() || All.isBroken() || !All.workOf(F.getReturnType()).isTask())
    return Found;
  findReturnsIn(*Body, nullptr, [&](const ReturnStmt &Return, const CXXTryStmt &Try) {
    const Expr *Value = Return.getRetValue() ? withoutTemporaries(Return.getRetValue()) : nullptr;
    const auto *Call = dyn_cast_or_null<CallExpr>(Value);
    if (Call && userCoroutine(Call->getDirectCallee(), All))
      Found.push_back({&Return, Call, &Try});
  });
  return Found;
}

} // namespace asynctidy::facts
