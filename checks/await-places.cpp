#include "checks/await-places.h"

#include "facts/syntax/functions.h"
#include "facts/syntax/walk.h"
#include "facts/types/awaitable.h"

#include "clang/AST/ExprCXX.h"
#include "clang/AST/StmtCXX.h"
#include "llvm/ADT/STLExtras.h"

using namespace clang;

namespace asynctidy::checks {
namespace {

/// True when \p Written, an expression of a template, is awaitable whatever the template's arguments are.
bool isAwaitableForAll(const Expr &Written) {
  if (!Written.isTypeDependent())
    return true;
  // A call of `this->f()` or `f(t)` has no type yet, but those it may call are known by their return types.
  const auto *Call = dyn_cast<CallExpr>(&Written);
  const Expr *Callee = Call ? Call->getCallee()->IgnoreParenImpCasts() : nullptr;
  auto GivesAwaitable = [](const NamedDecl *Called) {
    const FunctionDecl *F = Called->getAsFunction();
    return F && facts::awaitableForm(F->getReturnType());
  };
  if (const auto *Member = dyn_cast_or_null<MemberExpr>(Callee))
    return GivesAwaitable(Member->getMemberDecl());
  const auto *Overloads = dyn_cast_or_null<OverloadExpr>(Callee);
  return Overloads && Overloads->getNumDecls() > 0 && llvm::all_of(Overloads->decls(), GivesAwaitable);
}

bool definesStatic(const Stmt &S) {
  const auto *Declarations = dyn_cast<DeclStmt>(&S);
  return Declarations && llvm::any_of(Declarations->decls(), [](const Decl *D) {
           const auto *V = dyn_cast<VarDecl>(D);
           return V && V->hasGlobalStorage();
         });
}

/// Adds what stands below \p S where no suspension may be.
void addForbidden(const Stmt &S, bool IsForbidden, llvm::DenseSet<const Stmt *> &Found) {
  if (IsForbidden)
    Found.insert(&S);
  IsForbidden |= isa<CXXCatchStmt>(S) || definesStatic(S);
  facts::forEachEvaluatedChild(S, [&](const Stmt *Child) { addForbidden(*Child, IsForbidden, Found); });
}

} // namespace

bool AwaitPlaces::isForbidden(const Expr &E, const FunctionDecl &F) {
  const auto [Known, New] = Forbidden.try_emplace(&F);
  if (const Stmt *Body = New ? facts::writtenBody(F) : nullptr)
    addForbidden(*Body, false, Known->second);
  return Known->second.contains(&E);
}

bool AwaitPlaces::dependsOnTemplate(const Expr &E, const FunctionDecl &F) {
  const FunctionDecl *Pattern = F.getTemplateInstantiationPattern();
  if (!Pattern)
    return false;
  const auto [Known, New] = SameForAll.try_emplace(Pattern);
  if (New)
    facts::forEachEvaluated(facts::writtenBody(*Pattern), [&](const Stmt &S) {
      const auto *Written = dyn_cast<Expr>(&S);
      if (Written && isAwaitableForAll(*Written))
        Known->second.insert({Written->getBeginLoc(), Written->getEndLoc()});
    });
  return !Known->second.contains({E.getBeginLoc(), E.getEndLoc()});
}

} // namespace asynctidy::checks
