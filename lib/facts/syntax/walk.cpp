#include "facts/syntax/walk.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/ExprConcepts.h"
#include "clang/AST/StmtCXX.h"

using namespace clang;

namespace asynctidy::facts {

bool isLoop(const Stmt &S) { return isa<ForStmt, WhileStmt, DoStmt, CXXForRangeStmt>(S); }

bool isUnevaluated(const Stmt &S) {
  if (const auto *Typeid = dyn_cast<CXXTypeidExpr>(&S))
    return !Typeid->isPotentiallyEvaluated();
  return isa<UnaryExprOrTypeTraitExpr>(S) || isa<CXXNoexceptExpr>(S) || isa<RequiresExpr>(S) ||
         isa<ConceptSpecializationExpr>(S);
}

void forEachEvaluatedChild(const Stmt &S, llvm::function_ref<void(const Stmt *)> Visit) {
  if (isUnevaluated(S))
    return;
  if (const auto *Lambda = dyn_cast<LambdaExpr>(&S)) {
    for (const Expr *Captured : Lambda->capture_inits())
      if (Captured)
        Visit(Captured);
    return;
  }
  if (const auto *Coroutine = dyn_cast<CoroutineBodyStmt>(&S))
    return Visit(Coroutine->getBody());
  if (const auto *Suspend = dyn_cast<CoroutineSuspendExpr>(&S)) // the other children repeat the operand
    return Visit(Suspend->getOperand());
  if (const auto *Await = dyn_cast<DependentCoawaitExpr>(&S))
    return Visit(Await->getOperand());
  if (const auto *Return = dyn_cast<CoreturnStmt>(&S)) { // the promise call repeats the operand
    if (Return->getOperand())
      Visit(Return->getOperand());
    return;
  }
  for (const Stmt *Child : S.children())
    if (Child)
      Visit(Child);
}

void forEachEvaluated(const Stmt *S, llvm::function_ref<void(const Stmt &)> Visit) {
  if (!S)
    return;
  Visit(*S);
  forEachEvaluatedChild(*S, [&](const Stmt *Child) { forEachEvaluated(Child, Visit); });
}

void forEachDeclared(const Stmt &S, llvm::function_ref<void(const VarDecl &)> Visit) {
  if (const auto *Declarations = dyn_cast<DeclStmt>(&S))
    for (const Decl *D : Declarations->decls())
      if (const auto *V = dyn_cast<VarDecl>(D))
        Visit(*V);
}

unsigned timesNamed(const VarDecl &V, const Stmt *S) {
  unsigned Times = 0;
  forEachEvaluated(S, [&](const Stmt &Inner) {
    const auto *Name = dyn_cast<DeclRefExpr>(&Inner);
    Times += Name && Name->getDecl() == &V;
  });
  return Times;
}

} // namespace asynctidy::facts
