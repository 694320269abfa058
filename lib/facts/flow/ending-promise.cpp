#include "facts/flow/ending-promise.h"

#include "facts/flow/may-throw.h"
#include "facts/syntax/expressions.h"
#include "facts/syntax/functions.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {

/// Whether each call of \p F ends the program, as the statements of its body tell that always run.
static bool alwaysEnds(const FunctionDecl &F, unsigned Depth) {
  const FunctionDecl *Definition = definitionOf(F);
  const auto *Body = dyn_cast_or_null<CompoundStmt>(Definition ? Definition->getBody() : nullptr);
  return Body && llvm::any_of(Body->body(), [&](const Stmt *S) {
           const auto *E = dyn_cast<Expr>(S);
           if (!E)
             return false;
           E = withoutTemporaries(E);
           const auto *Call = dyn_cast<CallExpr>(E);
           const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
           return isNoReturnCall(*E) || (isa<CXXThrowExpr>(E) && isNoexcept(F)) ||
                  (Callee && Depth > 0 && alwaysEnds(*Callee, Depth - 1));
         });
}

const FunctionDecl *endsProgramIn(const CXXRecordDecl *Promise) {
  const auto Unhandled = methodsNamed(Promise, "unhandled_exception");
  return Unhandled.size() == 1 && alwaysEnds(*Unhandled.front(), /*Depth=*/2) ? Unhandled.front() : nullptr;
}

} // namespace asynctidy::facts
