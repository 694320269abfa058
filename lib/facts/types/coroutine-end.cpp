#include "facts/types/coroutine-end.h"

#include "facts/syntax/expressions.h"
#include "facts/syntax/walk.h"
#include "facts/types/class-shape.h"

#include "clang/AST/ExprCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::facts {
namespace {

bool isNamed(const FunctionDecl *F, llvm::ArrayRef<llvm::StringRef> Names) {
  return F && F->getDeclName().isIdentifier() && llvm::is_contained(Names, F->getName());
}

/// Whether \p F completes a promise, itself or in what it calls, up to \p Depth calls below.
bool completesPromise(const FunctionDecl &F, unsigned Depth) {
  const FunctionDecl *Definition = definitionOf(F);
  bool Completes = false;
  if (Definition)
    forEachEvaluated(Definition->getBody(), [&](const Stmt &S) {
      const auto *Call = dyn_cast<CallExpr>(&S);
      const FunctionDecl *Callee = Call ? Call->getDirectCallee() : nullptr;
      if (!Completes && Callee)
        Completes = isNamed(Callee, {"return_value", "return_void", "unhandled_exception", "final_suspend"}) ||
                    (Depth > 0 && isa<CXXMethodDecl>(Callee) && completesPromise(*Callee, Depth - 1));
    });
  return Completes;
}

/// What an `await_suspend` does with the handle.
class HandleUses {
public:
  explicit HandleUses(const ParmVarDecl &Handle) : Handle(Handle) {}

  bool Ends = false;    ///< it destroys the frame, or completes the promise
  bool Escapes = false; ///< something else gets the handle

  void look(const Stmt &S) {
    if (const auto *Call = dyn_cast<CXXMemberCallExpr>(&S)) {
      const CXXMethodDecl *Method = Call->getMethodDecl();
      if (isHandle(Call->getImplicitObjectArgument()) && isNamed(Method, {"destroy", "promise", "done"})) {
        Ends |= isNamed(Method, {"destroy"});
        return;
      }
      const auto *Of = dyn_cast<CXXMemberCallExpr>(withoutTemporaries(Call->getImplicitObjectArgument()));
      if (Method && Of && isHandle(Of->getImplicitObjectArgument()) && isNamed(Of->getMethodDecl(), {"promise"}))
        Ends |= isNamed(Method, {"return_value", "return_void", "unhandled_exception", "final_suspend"}) ||
                completesPromise(*Method, /*Depth=*/1);
    }
    Escapes |= isHandle(&S);
    forEachEvaluatedChild(S, [this](const Stmt *Child) { look(*Child); });
  }

private:
  bool isHandle(const Stmt *S) const {
    const auto *E = dyn_cast<Expr>(S);
    const auto *Name = E ? dyn_cast<DeclRefExpr>(withoutTemporaries(E)) : nullptr;
    return Name && Name->getDecl() == &Handle;
  }

  const ParmVarDecl &Handle;
};

} // namespace

bool endsCoroutine(const FunctionDecl &AwaitSuspend) {
  const FunctionDecl *Definition = definitionOf(AwaitSuspend);
  if (!Definition || Definition->getNumParams() != 1)
    return false;
  HandleUses Uses(*Definition->getParamDecl(0));
  Uses.look(*Definition->getBody());
  return Uses.Ends && !Uses.Escapes;
}

} // namespace asynctidy::facts
