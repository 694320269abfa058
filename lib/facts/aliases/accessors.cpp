#include "facts/aliases/accessors.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"
#include "facts/types/containers.h"
#include "facts/types/ownership.h"
#include "facts/types/views.h"

#include "clang/AST/StmtCXX.h"
#include "clang/Basic/SourceManager.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

/// A function that returns more values decides something.
constexpr unsigned MaxReturns = 3;

bool isNull(const Expr *E) {
  E = withoutTemporaries(E);
  return isa<CXXNullPtrLiteralExpr, GNUNullExpr>(E) || E->getType()->isNullPtrType();
}

bool givesAccess(const CXXMemberCallExpr &Call) {
  const QualType T = Call.getType();
  return Call.isLValue() || T->isPointerType() || isView(T) || isIterator(T);
}

/// `return found ? &it->second : nullptr;` has one value.
void addValues(const Expr *E, AccessorCall &Found) {
  const Expr *Plain = withoutTemporaries(E);
  if (const auto *Choice = dyn_cast<ConditionalOperator>(Plain)) {
    addValues(Choice->getTrueExpr(), Found);
    addValues(Choice->getFalseExpr(), Found);
  } else if (!isNull(E)) {
    Found.Returned.push_back(E);
  }
}

} // namespace

AccessorCall accessorCalledBy(const Expr &E) {
  const auto *Call = dyn_cast<CXXMemberCallExpr>(withoutTemporaries(&E));
  const CXXMethodDecl *Method = Call ? Call->getMethodDecl() : nullptr;
  if (!Method || isa<CXXConversionDecl>(Method) || Method->isVirtual() || !givesAccess(*Call))
    return {};
  const QualType T = Call->getObjectType();
  const auto *Definition = dyn_cast_or_null<CXXMethodDecl>(definitionOf(*Method));
  if (!Definition || isCoroutine(*Definition) || Definition->isDependentContext() || isSmartPointer(T) || isView(T) ||
      isIterator(T) || Method->isInStdNamespace() ||
      Method->getASTContext().getSourceManager().isInSystemHeader(Definition->getLocation()))
    return {};
  AccessorCall Found{Definition, {}};
  forEachEvaluated(writtenBody(*Definition), [&](const Stmt &S) {
    const auto *Return = dyn_cast<ReturnStmt>(&S);
    if (Return && Return->getRetValue())
      addValues(Return->getRetValue(), Found);
  });
  return Found.Returned.size() <= MaxReturns ? Found : AccessorCall();
}

} // namespace asynctidy::facts
